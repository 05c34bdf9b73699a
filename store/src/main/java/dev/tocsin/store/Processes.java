package dev.tocsin.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The rows of running processes: each writes its own, all may read all. */
public final class Processes {

  /** Between two signs of life: rare enough to cost nothing, often enough to be believed. */
  public static final Duration EVERY = Duration.ofSeconds(10);

  /** A process that has said nothing for so long has ended, or does not reach the database. */
  public static final Duration LIVES = Duration.ofSeconds(45);

  private static final String COLUMNS =
      """
      SELECT id, node, role, version, git_commit, java, tzdata, settings_print, secrets_print,
             settings, started_at, seen_at, seen_at > now() - ? AS alive, now() - seen_at AS silent,
             state
        FROM processes
      """;

  private Processes() {}

  /**
   * What a process is from its start to its end.
   *
   * @param commit of the source it was built from; empty: not known
   * @param tzdata version of its time zone data
   * @param settingsPrint the same for the same settings
   * @param secretsPrint the same for the same secrets; empty: not known
   * @param shared settings that must be the same everywhere, or fingerprints of them, by name
   * @param settings as JSON, for people
   */
  public record Self(
      UUID id,
      String node,
      String role,
      String version,
      String commit,
      String java,
      String tzdata,
      String settingsPrint,
      String secretsPrint,
      Map<String, String> shared,
      String settings) {}

  /**
   * A process as its row says.
   *
   * @param silent how long ago it gave its last sign of life
   * @param alive whether that is recent enough
   * @param state what it says of itself, as JSON
   */
  public record Running(Self self, Instant started, Duration silent, boolean alive, String state) {}

  /**
   * Processes of one role that are not alike.
   *
   * @param what {@code version}, {@code commit}, {@code settings}, {@code secrets} or {@code
   *     tzdata}
   * @param nodes by value: the names of the nodes that have it
   */
  public record Difference(String role, String what, Map<String, List<String>> nodes) {}

  /**
   * Says that a process is there, and forgets those that were not for a day.
   *
   * @param uptime since it was started
   * @param state what it says of itself, as JSON
   */
  public static void say(Tx tx, Self self, Duration uptime, String state) {
    tx.update(
        "forgetting processes that ended",
        "DELETE FROM processes WHERE seen_at < now() - interval '1 day'");
    int known =
        tx.update(
            "giving a sign of life",
            "UPDATE processes SET seen_at = now(), state = ?::jsonb WHERE id = ?",
            state,
            self.id());
    if (known == 0) {
      insert(tx, self, uptime, state);
    }
  }

  private static void insert(Tx tx, Self self, Duration uptime, String state) {
    List<String> shared = new ArrayList<>();
    new TreeMap<>(self.shared()).forEach((name, value) -> shared.addAll(List.of(name, value)));
    tx.update(
        "saying which process this is",
        """
        INSERT INTO processes (id, node, role, version, git_commit, java, tzdata, settings_print,
                               secrets_print, shared, settings, started_at, state)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::text[], ?::jsonb, now() - ?, ?::jsonb)
        """,
        self.id(),
        self.node(),
        self.role(),
        self.version(),
        self.commit(),
        self.java(),
        self.tzdata(),
        self.settingsPrint(),
        self.secretsPrint(),
        shared,
        self.settings(),
        uptime,
        state);
  }

  /** A process ends in good order: nobody is to miss it. */
  public static void leave(Tx tx, UUID id) {
    tx.update("taking leave", "DELETE FROM processes WHERE id = ?", id);
  }

  /** All of the last day, by role and node. */
  public static List<Running> all(Tx tx) {
    return tx.query(
        "reading the processes",
        COLUMNS + " ORDER BY role, node, started_at, id",
        Processes::running,
        LIVES);
  }

  private static Running running(Row row) throws SQLException {
    return new Running(
        new Self(
            row.uuid("id"),
            row.string("node"),
            row.string("role"),
            row.string("version"),
            row.string("git_commit"),
            row.string("java"),
            row.string("tzdata"),
            row.string("settings_print"),
            row.string("secrets_print"),
            Map.of(),
            row.string("settings")),
        row.instant("started_at"),
        row.duration("silent"),
        row.flag("alive"),
        row.string("state"));
  }

  /** What differs between living processes of the same role; an unknown value differs from none. */
  public static List<Difference> differences(Tx tx) {
    record One(String role, String what, String value, List<String> nodes) {}
    List<One> all =
        tx.query(
            "comparing the processes",
            """
            SELECT role, what, value, nodes FROM (
              SELECT p.role, v.what, v.value, v.place,
                     array_agg(p.node ORDER BY p.node, p.id) AS nodes,
                     count(*) OVER (PARTITION BY p.role, v.what) AS kinds
                FROM processes p
               CROSS JOIN LATERAL (VALUES (1, 'version', p.version), (2, 'commit', p.git_commit),
                                          (3, 'settings', p.settings_print),
                                          (4, 'secrets', p.secrets_print),
                                          (5, 'tzdata', p.tzdata)) AS v(place, what, value)
               WHERE p.seen_at > now() - ? AND v.value <> ''
               GROUP BY p.role, v.place, v.what, v.value) o
             WHERE kinds > 1 ORDER BY role, place, value
            """,
            row ->
                new One(
                    row.string("role"),
                    row.string("what"),
                    row.string("value"),
                    row.strings("nodes")),
            LIVES);
    List<Difference> differences = new ArrayList<>();
    for (One one : all) {
      Difference last = differences.isEmpty() ? null : differences.get(differences.size() - 1);
      if (last == null || !last.role().equals(one.role()) || !last.what().equals(one.what())) {
        last = new Difference(one.role(), one.what(), new LinkedHashMap<>());
        differences.add(last);
      }
      last.nodes().put(one.value(), one.nodes());
    }
    return differences;
  }
}
