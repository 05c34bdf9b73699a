package dev.tocsin.dashboard.checks;

import dev.tocsin.dashboard.checks.ChannelChoice.All;
import dev.tocsin.dashboard.checks.ChannelChoice.Keep;
import dev.tocsin.dashboard.checks.ChannelChoice.These;
import dev.tocsin.dashboard.checks.SettingsColumns.Change;
import dev.tocsin.store.Tx;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which channels are assigned to which checks. */
final class Assignments {

  private Assignments() {}

  /**
   * What a choice means in a project.
   *
   * @param codes the channels; empty: leave the assignment as it is
   * @param problem why the choice means nothing; empty if it is good
   */
  record Resolved(Optional<List<Channel>> codes, Optional<String> problem) {
    static Resolved problem(String text) {
      return new Resolved(Optional.empty(), Optional.of(text));
    }

    static Resolved to(Collection<Channel> channels) {
      return new Resolved(Optional.of(List.copyOf(channels)), Optional.empty());
    }
  }

  /** A channel of the project. */
  record Channel(long id, UUID code, String name) {
    boolean answersTo(String identifier) {
      return code.toString().equals(identifier) || name.equals(identifier);
    }
  }

  /** Finds the channels of a choice and keeps them from being deleted until the commit. */
  static Resolved resolve(Tx tx, long projectId, ChannelChoice choice) {
    return choose(choice, choice instanceof Keep ? List.of() : known(tx, projectId));
  }

  /** The channels of a project, kept from being deleted until the commit. */
  static List<Channel> known(Tx tx, long projectId) {
    return tx.query(
        "reading the channels of project " + projectId,
        """
        SELECT id, code, name FROM channels WHERE project_id = ? ORDER BY id FOR KEY SHARE
        """,
        row -> new Channel(row.number("id"), row.uuid("code"), row.string("name")),
        projectId);
  }

  /** What a choice means where these are the channels. */
  static Resolved choose(ChannelChoice choice, List<Channel> known) {
    if (choice instanceof Keep) {
      return new Resolved(Optional.empty(), Optional.empty());
    }
    return choice instanceof All ? Resolved.to(known) : named((These) choice, known);
  }

  private static Resolved named(These choice, List<Channel> known) {
    Map<UUID, Channel> found = new LinkedHashMap<>();
    for (String identifier : choice.identifiers()) {
      if (identifier.isEmpty()) {
        return Resolved.problem("empty channel identifier");
      }
      Predicate<Channel> fits = channel -> channel.answersTo(identifier);
      List<Channel> matches = known.stream().filter(fits).toList();
      if (matches.isEmpty()) {
        return Resolved.problem("invalid channel identifier: " + identifier);
      }
      if (matches.size() > 1) {
        return Resolved.problem("non-unique channel identifier: " + identifier);
      }
      found.put(matches.get(0).code(), matches.get(0));
    }
    return Resolved.to(found.values());
  }

  /** Replaces the assignment of a check if it differs; says what changed, for the audit log. */
  static Optional<Change> change(Tx tx, long checkId, List<Channel> channels) {
    List<String> was = of(tx, checkId).stream().map(UUID::toString).toList();
    List<String> is = codes(channels);
    if (was.equals(is)) {
      return Optional.empty();
    }
    replace(tx, checkId, channels);
    return Optional.of(new Change(was, is));
  }

  /** The codes of channels, sorted as text. */
  static List<String> codes(List<Channel> channels) {
    return channels.stream().map(c -> c.code().toString()).sorted().toList();
  }

  /** Replaces the assignment of a check. */
  static void replace(Tx tx, long checkId, List<Channel> channels) {
    tx.update(
        "clearing the channels of check " + checkId,
        "DELETE FROM check_channels WHERE check_id = ?",
        checkId);
    tx.update(
        "assigning channels to check " + checkId,
        "INSERT INTO check_channels (check_id, channel_id) SELECT ?, unnest(?)",
        checkId,
        channels.stream().map(Channel::id).toList());
  }

  /** The channels of one check, sorted as text. */
  static List<UUID> of(Tx tx, long checkId) {
    return of(tx, List.of(checkId)).getOrDefault(checkId, List.of());
  }

  /** Check to channels, sorted as text; checks without channels are left out. */
  static Map<Long, List<UUID>> of(Tx tx, Collection<Long> checkIds) {
    Map<Long, List<UUID>> channels = new LinkedHashMap<>();
    Map<String, List<UUID>> lists = new HashMap<>(); // ten thousand checks have a few of them
    Function<String, List<UUID>> uuids =
        codes -> Stream.of(codes.split(",", -1)).map(UUID::fromString).toList();
    tx.query(
            "reading the channels of checks",
            """
            SELECT a.check_id, string_agg(ch.code::text, ',' ORDER BY ch.code) AS codes
              FROM check_channels a JOIN channels ch ON ch.id = a.channel_id
             WHERE a.check_id = ANY(?)
             GROUP BY a.check_id
            """,
            row -> Map.entry(row.number("check_id"), row.string("codes")),
            checkIds)
        .forEach(e -> channels.put(e.getKey(), lists.computeIfAbsent(e.getValue(), uuids)));
    return channels;
  }
}
