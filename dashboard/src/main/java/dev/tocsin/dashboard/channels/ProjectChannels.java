package dev.tocsin.dashboard.pages.channels;

import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.Channels;
import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.Tx;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The channels of projects: their rows, and what people do with them. Blocking. */
public final class ProjectChannels {

  private static final String SELECT =
      """
      SELECT ch.id, ch.code, ch.project_id, ch.kind, ch.name, ch.settings, ch.broken_since,
             ch.broken_why,
             (SELECT count(*) FROM check_channels cc WHERE cc.channel_id = ch.id) AS checks
        FROM channels ch
      """;

  private final Db db;
  private final SecretBox secrets;
  private final Channels kinds;

  public ProjectChannels(Db db, SecretBox secrets, Channels kinds) {
    this.db = db;
    this.secrets = secrets;
    this.kinds = kinds;
  }

  /** The channels of a project, oldest first. */
  public List<ChannelRow> of(long projectId) {
    return db.query(
        "reading the channels of project " + projectId,
        SELECT + " WHERE ch.project_id = ? ORDER BY ch.id",
        this::row,
        projectId);
  }

  Optional<ChannelRow> find(UUID code) {
    return db.first("reading channel " + code, SELECT + " WHERE ch.code = ?", this::row, code);
  }

  private ChannelRow row(Row row) throws SQLException {
    String kind = row.string("kind");
    Optional<String> settings = open(row.bytes("settings"));
    return new ChannelRow(
        row.number("id"),
        row.uuid("code"),
        row.number("project_id"),
        kind,
        kinds.kind(kind).map(ChannelKind::title).orElse(kind),
        row.string("name"),
        settings
            .map(json -> kinds.kind(kind).map(k -> k.summary(json)).orElse(kind))
            .orElse("settings that do not open with this key"),
        settings.orElse("{}"),
        row.integer("checks"),
        row.instantOrNull("broken_since"),
        row.string("broken_why"));
  }

  /** Empty if they were sealed with another key: the others are shown all the same. */
  private Optional<String> open(byte[] sealed) {
    try {
      return Optional.of(new String(secrets.open(sealed), StandardCharsets.UTF_8));
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
  }

  /**
   * Makes a channel with its lane.
   *
   * @param assign whether all checks of the project shall alert it
   */
  UUID create(
      long projectId, String kind, String name, String settings, boolean assign, String actor) {
    return db.transaction(
        "making a channel",
        tx -> {
          record Made(long id, UUID code) {}
          Made made =
              tx.first(
                      "making a channel",
                      """
                      INSERT INTO channels (project_id, kind, name, settings) VALUES (?, ?, ?, ?)
                      RETURNING id, code
                      """,
                      row -> new Made(row.number("id"), row.uuid("code")),
                      projectId,
                      kind,
                      name,
                      seal(settings))
                  .orElseThrow();
          tx.update("making a lane", "INSERT INTO lanes (channel_id) VALUES (?)", made.id());
          if (assign) {
            tx.update(
                "assigning a channel to all checks",
                """
                INSERT INTO check_channels (check_id, channel_id)
                SELECT id, ? FROM checks WHERE project_id = ?
                """,
                made.id(),
                projectId);
          }
          note(tx, projectId, actor, "channel.create", made.code(), kind, name);
          return made.code();
        });
  }

  /** Changes a channel; what was broken gets another chance, and what waits for it, at once. */
  void update(ChannelRow was, String name, String settings, String actor) {
    db.transaction(
        "changing channel " + was.code(),
        tx -> {
          tx.update(
              "changing channel " + was.code(),
              """
              UPDATE channels SET name = ?, settings = ?, broken_since = NULL, broken_why = ''
               WHERE id = ?
              """,
              name,
              seal(settings),
              was.id());
          tx.update(
              "waking the lane of " + was.code(),
              "UPDATE lanes SET failures = 0, next_at = clock_timestamp() WHERE channel_id = ?",
              was.id());
          tx.query("notifying of lanes", "SELECT pg_notify('tocsin_lanes', '')", row -> true);
          note(tx, was.projectId(), actor, "channel.update", was.code(), was.kind(), name);
          return true;
        });
  }

  void delete(ChannelRow was, String actor) {
    db.transaction(
        "deleting channel " + was.code(),
        tx -> {
          tx.update(
              "deleting channel " + was.code(), "DELETE FROM channels WHERE id = ?", was.id());
          note(tx, was.projectId(), actor, "channel.delete", was.code(), was.kind(), was.name());
          return true;
        });
  }

  /** Queues a test and hurries its lane; returns the delivery. The alerter sends it. */
  long test(ChannelRow channel, String actor) {
    return db.transaction(
        "testing channel " + channel.code(),
        tx -> {
          long delivery =
              tx.first(
                      "queueing a test",
                      """
                      INSERT INTO deliveries (channel_id, reason) VALUES (?, 'test') RETURNING id
                      """,
                      row -> row.number("id"),
                      channel.id())
                  .orElseThrow();
          tx.update(
              "hurrying a lane",
              """
              INSERT INTO lanes (channel_id, next_at) VALUES (?, clock_timestamp())
              ON CONFLICT (channel_id) DO UPDATE
                SET next_at = least(lanes.next_at, excluded.next_at)
              """,
              channel.id());
          tx.query("telling the alerter", "SELECT pg_notify('tocsin_lanes', '')", row -> true);
          note(
              tx,
              channel.projectId(),
              actor,
              "channel.test",
              channel.code(),
              channel.kind(),
              channel.name());
          return delivery;
        });
  }

  /** How a test is getting on; empty if it is not one of this channel. */
  Optional<TestResult> result(ChannelRow channel, long delivery) {
    return db.first(
        "reading the result of a test",
        """
        SELECT coalesce(m.state, 'waiting') AS state, coalesce(m.attempts, 0) AS attempts,
               coalesce(a.detail, '') AS detail,
               extract(epoch FROM clock_timestamp() - d.created_at)::bigint AS seconds
          FROM deliveries d
          LEFT JOIN messages m ON m.id = d.message_id
          LEFT JOIN LATERAL (SELECT detail FROM attempts
                              WHERE message_id = m.id ORDER BY id DESC LIMIT 1) a ON true
         WHERE d.id = ? AND d.channel_id = ? AND d.reason = 'test'
        """,
        row ->
            new TestResult(
                delivery,
                row.string("state"),
                row.integer("attempts"),
                row.string("detail"),
                row.number("seconds")),
        delivery,
        channel.id());
  }

  private byte[] seal(String settings) {
    return secrets.seal(settings.getBytes(StandardCharsets.UTF_8));
  }

  private static void note(
      Tx tx, long projectId, String actor, String action, UUID code, String kind, String name) {
    Audit.note(
        tx,
        projectId,
        actor,
        action,
        Map.of("channel", code.toString(), "kind", kind, "name", name));
  }
}
