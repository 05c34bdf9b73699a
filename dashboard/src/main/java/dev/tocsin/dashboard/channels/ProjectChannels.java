package dev.tocsin.dashboard.channels;

import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.Channels;
import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.store.Db;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.Tx;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The channels of projects: their rows, and what people do with them. Blocking. */
public final class ProjectChannels {

  /** The longest name, in characters. */
  public static final int LONGEST_NAME = 100;

  private final Db db;
  private final SecretBox secrets;
  private final Channels kinds;
  private final ChannelRows rows;

  public ProjectChannels(Db db, SecretBox secrets, Channels kinds) {
    this.db = db;
    this.secrets = secrets;
    this.kinds = kinds;
    this.rows = new ChannelRows(secrets, kinds);
  }

  /** The channels of a project, oldest first. */
  public List<ChannelRow> of(long projectId) {
    return db.query(
        "reading the channels of project " + projectId,
        ChannelRows.SELECT + " WHERE ch.project_id = ? ORDER BY ch.id",
        rows::read,
        projectId);
  }

  /** How many channels a project may have. */
  public int most(long projectId) {
    return db.first(
            "reading the limit of channels of project " + projectId,
            "SELECT channel_limit FROM projects WHERE id = ?",
            row -> row.integer("channel_limit"),
            projectId)
        .orElse(0);
  }

  /** A channel without what is encrypted. */
  public record Listed(UUID id, String name, String kind) {

    /** Whether this is its code or its name. */
    boolean answersTo(String identifier) {
      return id.toString().equals(identifier) || (!name.isEmpty() && name.equals(identifier));
    }
  }

  /** The same channels, without a look at their settings. */
  public List<Listed> list(long projectId) {
    return db.query(
        "listing the channels of project " + projectId,
        "SELECT code, name, kind FROM channels WHERE project_id = ? ORDER BY id",
        row -> new Listed(row.uuid("code"), row.string("name"), row.string("kind")),
        projectId);
  }

  /** A channel by its code, of whichever project. */
  public Optional<ChannelRow> find(UUID code) {
    return db.first(
        "reading channel " + code, ChannelRows.SELECT + " WHERE ch.code = ?", rows::read, code);
  }

  /**
   * Everything wrong with what somebody entered, as {@code field: what to do}; empty if it is good.
   * The fields are those of the settings, and {@code name}.
   */
  public List<String> problems(long projectId, String kind, String name, String settings) {
    List<String> problems = new ArrayList<>();
    if (name.codePointCount(0, name.length()) > LONGEST_NAME) {
      problems.add("name: use at most %d characters".formatted(LONGEST_NAME));
    }
    kinds.kind(kind).ifPresent(known -> problems.addAll(known.problems(settings)));
    if (problems.isEmpty() && GroupMembers.has(kind)) {
      problems.addAll(GroupMembers.problems(list(projectId), settings));
    }
    return problems;
  }

  /** Whether channels of a kind may be made here. */
  public boolean offers(String kind) {
    return kinds.kind(kind).filter(ChannelKind::offered).isPresent();
  }

  /**
   * Settings as entered by somebody who saw them {@link #masked}, with the stored secrets in place
   * of their masks.
   */
  public String unmasked(ChannelRow channel, String entered) {
    return kinds
        .kind(channel.kind())
        .map(kind -> kind.unmasked(entered, channel.settings()))
        .orElse(entered);
  }

  /** The settings with secrets masked, as JSON; empty if they do not open with this key. */
  public Optional<String> masked(ChannelRow channel) {
    return kinds
        .kind(channel.kind())
        .filter(kind -> channel.opens())
        .map(kind -> kind.masked(channel.settings()));
  }

  /**
   * Makes a channel with its lane.
   *
   * @param assign whether all checks of the project shall alert it
   * @return empty: the project has all the channels that it may have
   */
  public Optional<UUID> create(
      long projectId, String kind, String name, String settings, boolean assign, String actor) {
    return db.transaction(
        "making a channel",
        tx -> {
          record Made(long id, UUID code) {}
          Optional<Made> made =
              tx.first(
                  "making a channel",
                  """
                  INSERT INTO channels (project_id, kind, name, settings)
                  SELECT ?, ?, ?, ?
                   WHERE (SELECT count(*) FROM channels WHERE project_id = ?)
                         < (SELECT channel_limit FROM projects WHERE id = ?)
                  RETURNING id, code
                  """,
                  row -> new Made(row.number("id"), row.uuid("code")),
                  projectId,
                  kind,
                  name,
                  seal(kind, settings),
                  projectId,
                  projectId);
          made.ifPresent(
              channel -> {
                tx.update(
                    "making a lane", "INSERT INTO lanes (channel_id) VALUES (?)", channel.id());
                if (GroupMembers.has(kind)) {
                  GroupMembers.write(tx, projectId, channel.id(), settings);
                }
                if (assign) {
                  assignAll(tx, projectId, channel.id());
                }
                note(tx, projectId, actor, "channel.create", channel.code(), kind, name);
              });
          return made.map(Made::code);
        });
  }

  private static void assignAll(Tx tx, long projectId, long channelId) {
    tx.update(
        "assigning a channel to all checks",
        """
        INSERT INTO check_channels (check_id, channel_id)
        SELECT id, ? FROM checks WHERE project_id = ? ORDER BY id
        """,
        channelId,
        projectId);
  }

  /**
   * Changes a channel; what was broken gets another chance, and what waits for it, at once. Nothing
   * happens to a channel that is whole and is to stay as it is.
   *
   * @param was as it was read before; somebody else may have changed it since
   * @return false: it is not what it was any more, or gone; nothing happened
   */
  public boolean update(ChannelRow was, String name, String settings, String actor) {
    return db.transaction(
        "changing channel " + was.code(),
        tx -> {
          lockLane(tx, was.id());
          Optional<ChannelRow> now =
              tx.first(
                  "locking channel " + was.code(),
                  ChannelRows.SELECT + " WHERE ch.id = ? FOR NO KEY UPDATE OF ch",
                  rows::read,
                  was.id());
          if (now.filter(is -> is.saysTheSameAs(was)).isEmpty()) {
            return false;
          }
          boolean same = was.name().equals(name) && was.settings().equals(settings);
          if (!same || now.get().brokenSince() != null) {
            write(tx, was, name, settings);
            note(tx, was.projectId(), actor, "channel.update", was.code(), was.kind(), name);
          }
          return true;
        });
  }

  private void write(Tx tx, ChannelRow was, String name, String settings) {
    tx.update(
        "changing channel " + was.code(),
        """
        UPDATE channels SET name = ?, settings = ?, broken_since = NULL, broken_why = ''
         WHERE id = ?
        """,
        name,
        seal(was.kind(), settings),
        was.id());
    if (GroupMembers.has(was.kind())) {
      GroupMembers.write(tx, was.projectId(), was.id(), settings);
    }
    tx.update(
        "waking the lane of " + was.code(),
        "UPDATE lanes SET failures = 0, next_at = clock_timestamp() WHERE channel_id = ?",
        was.id());
    tellAlerter(tx);
  }

  /** Deletes a channel with all that waits for it. */
  public void delete(ChannelRow was, String actor) {
    db.transaction(
        "deleting channel " + was.code(),
        tx -> {
          // Before the lane, as the alerter does: those who took turns with it do so without it.
          tx.update(
              "having rotas turned",
              """
              UPDATE rotas SET turns_at = now() WHERE channel_id IN (
                SELECT rota_id FROM rota_people WHERE member_id = ?
                UNION SELECT rota_id FROM rota_overrides WHERE member_id = ?)
              """,
              was.id(),
              was.id());
          lockLane(tx, was.id());
          int gone =
              tx.update(
                  "deleting channel " + was.code(), "DELETE FROM channels WHERE id = ?", was.id());
          if (gone > 0) {
            note(tx, was.projectId(), actor, "channel.delete", was.code(), was.kind(), was.name());
          }
          return true;
        });
  }

  /** The holder of a lane locks it first, messages and the channel's row after it; so must we. */
  static void lockLane(Tx tx, long channelId) {
    tx.query(
        "locking a lane",
        "SELECT 1 FROM lanes WHERE channel_id = ? FOR UPDATE",
        row -> true,
        channelId);
  }

  static void tellAlerter(Tx tx) {
    tx.query("telling the alerter", "SELECT pg_notify('tocsin_lanes', '')", row -> true);
  }

  private byte[] seal(String kind, String settings) {
    return secrets.seal(GroupMembers.sealed(kind, settings).getBytes(StandardCharsets.UTF_8));
  }

  static void note(
      Tx tx, long projectId, String actor, String action, UUID code, String kind, String name) {
    Audit.note(
        tx,
        projectId,
        actor,
        action,
        Map.of("channel", code.toString(), "kind", kind, "name", name));
  }

  /** How the channels of a project fare, by channel id; those that were never used are left out. */
  public Map<Long, ChannelHealth> health(long projectId) {
    return ChannelHealth.of(db, projectId);
  }
}
