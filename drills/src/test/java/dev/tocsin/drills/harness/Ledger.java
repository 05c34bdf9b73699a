package dev.tocsin.drills.harness;

import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Compares what clients were told with what Postgres holds: every ping answered 2xx is there
 * exactly once, no ping twice, in the order in which it was sent, and {@code n} has no gaps.
 */
public final class Ledger {

  private final Db db;

  public Ledger(Db db) {
    this.db = db;
  }

  private record Kept(long n, String body) {}

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

  /** How many pings Postgres holds. */
  public long count() {
    return db.first("counting", "SELECT count(*) AS n FROM pings", row -> row.number("n"))
        .orElse(0L);
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
    Map<UUID, List<Kept>> kept = new HashMap<>();
    db.query(
        "reading the log",
        """
        SELECT c.code, p.n, p.body FROM pings p JOIN checks c ON c.id = p.check_id
         ORDER BY p.check_id, p.n
        """,
        row ->
            kept.computeIfAbsent(row.uuid("code"), code -> new ArrayList<>())
                .add(
                    new Kept(
                        row.number("n"), new String(row.bytes("body"), StandardCharsets.UTF_8))));
    List<String> problems = new ArrayList<>();
    load.ledger()
        .forEach(
            (check, sent) -> compare(check, sent, kept.getOrDefault(check, List.of()), problems));
    return problems;
  }

  private static void compare(
      UUID check, List<Load.Sent> sent, List<Kept> kept, List<String> problems) {
    Map<String, Integer> seen = new HashMap<>();
    int before = -1;
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
    for (Load.Sent ping : sent) {
      int times = seen.getOrDefault(check + ":" + ping.number(), 0);
      if (times > 1 || (ping.accepted() && times == 0)) {
        problems.add(
            "%s: ping %d was answered %d and is there %d times"
                .formatted(check, ping.number(), ping.status(), times));
      }
    }
  }
}
