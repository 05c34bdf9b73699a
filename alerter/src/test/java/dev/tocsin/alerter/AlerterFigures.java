package dev.tocsin.alerter;

import dev.tocsin.alerter.fanout.DeliveryRows;
import dev.tocsin.alerter.fanout.FanOut;
import dev.tocsin.alerter.incidents.IncidentWatch;
import dev.tocsin.alerter.notices.FlapLimits;
import dev.tocsin.alerter.notices.Flapping;
import dev.tocsin.store.TestPostgres;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Figures, not promises: run on request ({@code -Dtest=AlerterFigures}), on a machine that does
 * nothing else. The database is the one of {@link TestPostgres}, without fsync. How late people are
 * told, and what it costs, is measured on the shipped jar, by the drills' {@code AlerterBench}.
 */
class AlerterFigures {

  private static final int CHECKS = 100_000;
  private static final int OVERDUE = 10_000;

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private void checks() {
    world.run(
        """
        INSERT INTO checks (project_id, name, timeout, grace)
        SELECT p.id, 'check ' || n, '1 h', '5 min' FROM projects p, generate_series(1, ?) n
        """,
        CHECKS);
    world.run("INSERT INTO check_state (check_id, status) SELECT id, 'up' FROM checks");
  }

  /** What silences, windows, dependencies, reminders and steps cost those who hand flips over. */
  @Test
  void ten_thousand_flips_are_handed_over_among_silences_and_dependencies() {
    checks();
    long hook = world.channel("group", "hook");
    world.run("INSERT INTO check_channels SELECT id, ? FROM checks", hook);
    world.run("UPDATE checks SET tags = 'a b t' || id % 300");
    world.run(
        """
        INSERT INTO silences (project_id, tag, author, starts_at, ends_at)
        SELECT p.id, 't' || n, 'me', now() - interval '1 h', now() + interval '1 h'
          FROM projects p, generate_series(1, 100) n
        """);
    world.run(
        """
        INSERT INTO maintenance (project_id, tag, author, kind, schedule, tz, lasts)
        SELECT p.id, 'm' || n, 'me', 'cron', n || ' 2 * * 1', 'Europe/Riga', interval '1 h'
          FROM projects p, generate_series(1, 50) n
        """);
    world.run("INSERT INTO check_depends SELECT id, id - 50000 FROM checks WHERE id > 50000");
    world.run("UPDATE channels SET remind_every = interval '1 h'");
    world.run("ANALYZE");
    for (String flip : new String[] {"'up', 'down'", "'down', 'up'"}) {
      world.run(
          "INSERT INTO flips (check_id, at, old_status, new_status, reason) SELECT id, now(), "
              + flip
              + ", 'fail' FROM checks WHERE id > 50000 ORDER BY id LIMIT ?",
          OVERDUE);
      DeliveryRows rows = new DeliveryRows(3, Duration.ofSeconds(30), busy -> {});
      Flapping flapping = new Flapping(FlapLimits.DEFAULTS);
      FanOut fanOut = new FanOut(world.db, 1_000, rows, flapping, () -> {}, AlerterMetrics.NONE);
      long began = System.nanoTime();
      while (fanOut.runOnce()) {}
      report("handed over " + flip, began);
      IncidentWatch watch = new IncidentWatch(world.db, 1_000, rows, () -> {}, AlerterMetrics.NONE);
      began = System.nanoTime();
      while (watch.runOnce()) {}
      report("looked after", began);
    }
  }

  private static void report(String what, long began) {
    System.out.printf("%s: %d ms%n", what, (System.nanoTime() - began) / 1_000_000);
  }
}
