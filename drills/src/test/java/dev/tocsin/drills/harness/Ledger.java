package dev.tocsin.drills.harness;

import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Compares what clients were told with what Postgres holds: every ping answered 2xx is there
 * exactly once, no ping twice, in the order in which it was sent, and {@code n} has no gaps.
 */
public final class Ledger {

  private final Db db;
  private final long besides;

  public Ledger(Db db) {
    this(db, 0);
  }

  /**
   * @param besides how many pings with a body are there that no {@link Load} sent
   */
  public Ledger(Db db, long besides) {
    this.db = db;
    this.besides = besides;
  }

  private record Kept(long n, String body) {}

  /**
   * Notes and rows side by side.
   *
   * @param applied how many of these pings are there, each counted once
   * @param lost answered 2xx, and not there
   * @param doubled there more than once
   * @param others answers other than 2xx, by status; 0 stands for none
   * @param deviations from the promise, in words
   */
  public record Balance(
      long sent,
      long accepted,
      long applied,
      long lost,
      long doubled,
      Map<Integer, Long> others,
      List<String> deviations) {

    static final Balance NOTHING = new Balance(0, 0, 0, 0, 0, Map.of(), List.of());

    Balance plus(Balance other) {
      Map<Integer, Long> both = new TreeMap<>(others);
      other.others.forEach((status, count) -> both.merge(status, count, Long::sum));
      List<String> all = new ArrayList<>(deviations);
      all.addAll(other.deviations);
      return new Balance(
          sent + other.sent,
          accepted + other.accepted,
          applied + other.applied,
          lost + other.lost,
          doubled + other.doubled,
          both,
          all);
    }
  }

  /** Waits until nothing is left to apply, at most so long. */
  public void awaitApplied(Load load, Duration atMost) {
    Await.that("all accepted pings are in Postgres", atMost, () -> count() >= load.accepted());
  }

  /** Waits until nothing more is applied: all that came has been. */
  public void awaitStill(Duration atMost) {
    Await.that("nothing waits to be applied", atMost, this::isStill);
  }

  private boolean isStill() {
    long before = applied();
    Await.pause(Duration.ofSeconds(2));
    return applied() == before;
  }

  /** How many pings of loads Postgres holds; those without a body are not of a load. */
  public long count() {
    String sql = "SELECT count(*) AS n FROM pings WHERE body IS NOT NULL";
    return db.first("counting", sql, row -> row.number("n")).orElse(0L) - besides;
  }

  /** How many pings were ever applied, those that retention has removed included. */
  public long applied() {
    return db.first("summing", "SELECT sum(n_pings) AS n FROM check_state", row -> row.number("n"))
        .orElse(0L);
  }

  /** As {@link #count}; empty while Postgres does not answer. */
  public OptionalLong countIfThere() {
    try {
      return OptionalLong.of(count());
    } catch (DbException e) {
      return OptionalLong.empty();
    }
  }

  /** When the server started that answers; empty while none does. */
  public Optional<Instant> serverStart() {
    try {
      return db.first(
          "asking", "SELECT pg_postmaster_start_time() AS at", row -> row.instant("at"));
    } catch (DbException e) {
      return Optional.empty();
    }
  }

  /** Every deviation, in words; empty if the promise was kept. */
  public List<String> deviations(Load load) {
    return balance(load).deviations();
  }

  /** Compares what these clients were told with what is there. */
  public Balance balance(Load... loads) {
    Map<UUID, List<Kept>> kept = new HashMap<>();
    db.query(
        "reading the log",
        """
        SELECT c.code, p.n, substring(p.body FROM 1 FOR %d) AS body
          FROM pings p JOIN checks c ON c.id = p.check_id
         WHERE p.body IS NOT NULL
         ORDER BY p.check_id, p.n
        """
            .formatted(Load.LONGEST_NAME),
        row ->
            kept.computeIfAbsent(row.uuid("code"), code -> new ArrayList<>())
                .add(new Kept(row.number("n"), Load.name(row.bytes("body")))));
    Balance all = Balance.NOTHING;
    for (Load load : loads) {
      for (Map.Entry<UUID, List<Load.Sent>> one : load.ledger().entrySet()) {
        all = all.plus(compare(one.getKey(), one.getValue(), kept));
      }
    }
    return all;
  }

  private static Balance compare(UUID check, List<Load.Sent> sent, Map<UUID, List<Kept>> all) {
    List<String> problems = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    int before = -1;
    List<Kept> kept = all.getOrDefault(check, List.of());
    for (int i = 0; i < kept.size(); i++) {
      Kept ping = kept.get(i);
      if (ping.n() != i + 1) {
        problems.add("%s: a gap before n=%d".formatted(check, ping.n()));
      }
      int number = Integer.parseInt(ping.body().substring(ping.body().indexOf(':') + 1));
      if (number <= before) {
        problems.add("%s: ping %d after ping %d".formatted(check, number, before));
      }
      before = number;
      seen.merge(ping.body(), 1, Integer::sum);
    }
    long accepted = 0;
    long lost = 0;
    Map<Integer, Long> others = new TreeMap<>();
    for (Load.Sent ping : sent) {
      int times = seen.getOrDefault(check + ":" + ping.number(), 0);
      if (ping.accepted()) {
        accepted++;
        lost += times == 0 ? 1 : 0;
      } else {
        others.merge(ping.status(), 1L, Long::sum);
      }
      if (times > 1 || (ping.accepted() && times == 0)) {
        problems.add(
            "%s: ping %d was answered %d and is there %d times"
                .formatted(check, ping.number(), ping.status(), times));
      }
    }
    long doubled = seen.values().stream().filter(times -> times > 1).count();
    return new Balance(
        sent.size(), accepted, seen.size(), lost, doubled, others, List.copyOf(problems));
  }
}
