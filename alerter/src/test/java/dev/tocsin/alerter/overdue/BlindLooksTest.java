package dev.tocsin.alerter.overdue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.alerter.World;
import dev.tocsin.domain.ping.PingKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Listeners that stop, crash and go deaf at any instant: whenever alerters look, and however many
 * checks they take at once, they come to the same end as one that looks when all is over.
 */
class BlindLooksTest {

  private static final int HOURS = 8;
  private static final int LIVES = 5;

  /** One start of a listener, in seconds; deaf from one to another of them. */
  private record Start(UUID id, int opened, int heard, int closed, String why, List<int[]> deaf) {}

  @Test
  void it_does_not_matter_when_alerters_look_nor_how_many_checks_they_take() {
    long first = System.nanoTime();
    try (var often = new World();
        var once = new World()) {
      for (long seed = first; seed < first + LIVES; seed++) {
        var random = new Random(seed);
        Instant start = World.now().minus(Duration.ofHours(5 * HOURS)); // all of it is past
        List<Start> starts = starts(random);
        for (World world : List.of(often, once)) {
          world.run("TRUNCATE streams, deaf_times, checks CASCADE");
          checks(world, new Random(seed), start);
        }
        for (int second = 0; second < HOURS * 3600; second += 1 + random.nextInt(2_400)) {
          hear(often, starts, start, second);
          look(often, 1 + random.nextInt(4));
        }
        hear(often, starts, start, Integer.MAX_VALUE);
        look(often, 2);
        hear(once, starts, start, Integer.MAX_VALUE);
        look(once, 100);
        assertThat(ends(often)).as("seed %d", seed).isEqualTo(ends(once));
        assertThat(ends(once)).as("seed %d", seed).isNotEmpty();
      }
    }
  }

  /** Checks that are pinged once, at the beginning; from then on there is silence. */
  private static void checks(World world, Random random, Instant start) {
    for (int i = 0; i < 6; i++) {
      Duration period = Duration.ofMinutes(10 + random.nextInt(120));
      Duration grace = Duration.ofMinutes(1 + random.nextInt(60));
      long id = world.check("check " + i, period, grace);
      String policy = List.of("excuse", "excuse", "extend", "alert").get(random.nextInt(4));
      world.run("UPDATE checks SET blind_policy = ? WHERE id = ?", policy, id);
      world.ping(id, PingKind.SUCCESS, start.plusSeconds(60 + random.nextInt(600)));
    }
  }

  private static List<Start> starts(Random random) {
    List<Start> starts = new ArrayList<>();
    int opened = 0;
    while (opened < HOURS * 3600) {
      int heard = opened + 60 + random.nextInt(9_000);
      boolean lost = random.nextBoolean();
      List<int[]> deaf = new ArrayList<>();
      for (int at = opened + random.nextInt(4_000); at < heard - 200; at += random.nextInt(6_000)) {
        int until = Math.min(heard - 1, at + 1 + random.nextInt(900));
        deaf.add(new int[] {at, until});
        at = until + 1;
      }
      int closed = heard + (lost ? random.nextInt(600) : 0);
      String why = lost ? List.of("ended", "dead").get(random.nextInt(2)) : "stopped";
      starts.add(new Start(UUID.randomUUID(), opened, heard, closed, why, deaf));
      opened = closed + random.nextInt(1_500);
    }
    int last = HOURS * 3600 * 4; // a listener that hears on and on, so that everything comes out
    starts.add(new Start(UUID.randomUUID(), opened, last, Integer.MAX_VALUE, "", List.of()));
    return starts;
  }

  /** What the rows say at a second: {@code heard_through} never moves over deafness without it. */
  private static void hear(World world, List<Start> starts, Instant start, int second) {
    for (Start one : starts) {
      if (one.opened() > second) {
        continue;
      }
      int heard = Math.min(second, one.heard());
      for (int[] deaf : one.deaf()) {
        if (deaf[1] <= second) {
          world.run(
              """
              INSERT INTO deaf_times (stream_id, node, since, until, cause)
              VALUES (?, 'a', ?, ?, 'stalled') ON CONFLICT DO NOTHING
              """,
              one.id(),
              start.plusSeconds(deaf[0]),
              start.plusSeconds(deaf[1]));
        } else if (deaf[0] < heard) {
          heard = deaf[0];
        }
      }
      boolean closed = one.closed() <= second && one.closed() < Integer.MAX_VALUE;
      world.run(
          """
          INSERT INTO streams (id, node, opened_at, heard_through, closed_at, closed_why)
          VALUES (?, 'a', ?, ?, ?, ?)
          ON CONFLICT (id) DO UPDATE
             SET heard_through = excluded.heard_through, closed_at = excluded.closed_at,
                 closed_why = excluded.closed_why
          """,
          one.id(),
          start.plusSeconds(one.opened()),
          start.plusSeconds(heard),
          closed ? start.plusSeconds(one.closed()) : null,
          closed ? one.why() : null);
    }
  }

  private static void look(World world, int batch) {
    var scan =
        new OverdueScan(
            world.db,
            Duration.ZERO,
            Duration.ofSeconds(1),
            batch,
            Optional.empty(),
            () -> {},
            AlerterMetrics.NONE);
    while (scan.runOnce()) {}
  }

  private static List<String> ends(World world) {
    return world.texts(
        """
        SELECT c.name || ' ' || what AS t FROM (
          SELECT check_id, at || ' ' || new_status || ' ' || reason AS what FROM flips
           UNION ALL
          SELECT check_id, certain_at || ' unverified ' || due || blind_from || blind_until
            FROM unverified_runs
           UNION ALL
          SELECT check_id, 'is ' || status || ' from ' || coalesce(credited_at::text, '')
            FROM check_state) e
          JOIN checks c ON c.id = e.check_id ORDER BY 1
        """);
  }
}
