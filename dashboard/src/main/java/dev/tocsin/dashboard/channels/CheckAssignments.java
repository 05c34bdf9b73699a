package dev.tocsin.dashboard.channels;

import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.store.Db;
import dev.tocsin.store.Tx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Which checks alert a channel, seen from the channel. Blocking. */
public final class CheckAssignments {

  /** How many checks an audit row names; more are counted. */
  private static final int NAMED = 100;

  private final Db db;

  public CheckAssignments(Db db) {
    this.db = db;
  }

  /** A check that alerts the channel. */
  public record Assigned(UUID code, String name, String slug, String tags) {}

  /** The checks of a channel, oldest first; as many as a project may have. */
  public List<Assigned> of(ChannelRow channel) {
    return db.query(
        "reading the checks of channel " + channel.code(),
        """
        SELECT c.code, c.name, c.slug, c.tags
          FROM check_channels cc JOIN checks c ON c.id = cc.check_id
         WHERE cc.channel_id = ? ORDER BY c.id
        """,
        row ->
            new Assigned(
                row.uuid("code"), row.string("name"), row.string("slug"), row.string("tags")),
        channel.id());
  }

  /**
   * Which checks are meant.
   *
   * @param all every check that the project has
   */
  public record Choice(boolean all, Set<UUID> these) {
    /** No check. */
    public static final Choice NONE = new Choice(false, Set.of());

    public Choice {
      these = Set.copyOf(these);
    }
  }

  /**
   * What came of a change.
   *
   * @param unknown a check that was named and is none of the project: then nothing was changed
   */
  public record Changed(int added, int removed, Optional<UUID> unknown) {}

  /** Takes checks from a channel, then gives it others, in one step. */
  public Changed change(ChannelRow channel, Choice add, Choice remove, String actor) {
    return db.transaction(
        "assigning checks to channel " + channel.code(),
        tx -> {
          Set<UUID> named = new LinkedHashSet<>(add.these());
          named.addAll(remove.these());
          boolean all = add.all() || remove.all();
          Map<UUID, Long> known = checks(tx, channel.projectId(), all, named);
          named.removeAll(known.keySet());
          if (!named.isEmpty()) {
            return new Changed(0, 0, Optional.of(named.iterator().next()));
          }
          List<UUID> removed = remove(tx, channel.id(), ids(remove, known));
          List<UUID> added = add(tx, channel.id(), ids(add, known));
          if (!added.isEmpty() || !removed.isEmpty()) {
            note(tx, channel, actor, added, removed);
          }
          return new Changed(added.size(), removed.size(), Optional.empty());
        });
  }

  /** Checks of a project in the order of their ids, kept from being deleted meanwhile. */
  private static Map<UUID, Long> checks(Tx tx, long projectId, boolean all, Set<UUID> named) {
    Map<UUID, Long> checks = new LinkedHashMap<>();
    tx.query(
            "reading checks of project " + projectId,
            """
            SELECT id, code FROM checks
             WHERE project_id = ? AND (? OR code = ANY(?::text[]::uuid[]))
             ORDER BY id FOR KEY SHARE
            """,
            row -> Map.entry(row.uuid("code"), row.number("id")),
            projectId,
            all,
            named.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}")))
        .forEach(check -> checks.put(check.getKey(), check.getValue()));
    return checks;
  }

  private static List<Long> ids(Choice choice, Map<UUID, Long> known) {
    List<Long> ids = new ArrayList<>();
    known.forEach(
        (code, id) -> {
          if (choice.all() || choice.these().contains(code)) {
            ids.add(id);
          }
        });
    return ids;
  }

  private static List<UUID> add(Tx tx, long channelId, List<Long> checks) {
    return tx.query(
        "assigning checks",
        """
        WITH added AS (
          INSERT INTO check_channels (check_id, channel_id) SELECT unnest(?::bigint[]), ?
          ON CONFLICT DO NOTHING RETURNING check_id)
        SELECT c.code FROM added JOIN checks c ON c.id = added.check_id ORDER BY c.id
        """,
        row -> row.uuid("code"),
        checks,
        channelId);
  }

  private static List<UUID> remove(Tx tx, long channelId, List<Long> checks) {
    return tx.query(
        "taking checks away",
        """
        WITH gone AS (
          DELETE FROM check_channels WHERE check_id = ANY(?) AND channel_id = ?
          RETURNING check_id)
        SELECT c.code FROM gone JOIN checks c ON c.id = gone.check_id ORDER BY c.id
        """,
        row -> row.uuid("code"),
        checks,
        channelId);
  }

  private static void note(
      Tx tx, ChannelRow channel, String actor, List<UUID> added, List<UUID> removed) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("channel", channel.code().toString());
    detail.put("name", channel.name());
    detail.put("added", added.size());
    detail.put("removed", removed.size());
    detail.put("added_checks", added.stream().limit(NAMED).map(UUID::toString).toList());
    detail.put("removed_checks", removed.stream().limit(NAMED).map(UUID::toString).toList());
    Audit.note(tx, channel.projectId(), actor, "channel.assign", detail);
    tx.query(
        "telling the live pages",
        "SELECT pg_notify('tocsin_checks', ?)",
        row -> true,
        Long.toString(channel.projectId()));
  }
}
