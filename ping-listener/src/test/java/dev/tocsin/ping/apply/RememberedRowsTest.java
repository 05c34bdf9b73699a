package dev.tocsin.ping.apply;

import static dev.tocsin.ping.apply.ApplyFixture.T0;
import static dev.tocsin.ping.apply.ApplyFixture.ping;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.ping.PingKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The applier remembers rows, and everybody else may write them meanwhile. */
class RememberedRowsTest {

  private static final int CHECKS = 6;
  private static final List<PingKind> KINDS =
      List.of(PingKind.SUCCESS, PingKind.START, PingKind.FAIL, PingKind.LOG);

  /** What others do to a check, as pages and alerter do. */
  private static final List<String> OTHERS =
      List.of(
          "UPDATE check_state SET status = 'paused', deadline = NULL, last_start = NULL WHERE check_id = %s",
          "UPDATE check_state SET status = 'new', last_ping = NULL, switched_at = now() WHERE check_id = %s",
          "UPDATE check_state SET status = 'down', deadline = NULL, wake_at = NULL WHERE check_id = %s",
          "UPDATE check_state SET wake_at = wake_at + interval '1 hour' WHERE check_id = %s",
          "DELETE FROM checks WHERE id = %s");

  private static final String EDIT =
      """
      WITH c AS (UPDATE checks SET timeout = timeout + interval '60 s' WHERE id = %1$s)
      UPDATE check_state SET rules_version = rules_version + 1 WHERE check_id = %1$s
      """;

  private static final String WRONGLY_COUNTED =
      """
      SELECT count(*)
        FROM check_state s, LATERAL (
             SELECT count(*) FILTER (WHERE kind = 'start') AS starts,
                    count(*) FILTER (WHERE kind = 'fail') AS fails,
                    count(*) FILTER (WHERE kind = 'log') AS logs,
                    count(*) FILTER (WHERE kind = 'ign') AS ignored
               FROM pings p WHERE p.check_id = s.check_id) AS real
       WHERE (coalesce(n_start, 0), coalesce(n_fail, 0), coalesce(n_log, 0), coalesce(n_ign, 0))
          <> (real.starts, real.fails, real.logs, real.ignored)
      """;

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void whoever_writes_a_check_meanwhile_the_result_is_as_if_nothing_had_been_remembered(long seed)
      throws Exception {
    assertThat(play(new Random(seed), false))
        .as("seed %d", seed)
        .isEqualTo(play(new Random(seed), true));
  }

  /**
   * Plays a random script of pings and of what others do; an applier that restarts knows nothing.
   */
  private List<String> play(Random random, boolean restarting) throws Exception {
    try (var fixture = new ApplyFixture(Files.createTempDirectory(dir, "j"))) {
      MemoryJournal journal = new MemoryJournal(T0);
      List<UUID> codes = new ArrayList<>();
      for (int i = 0; i < CHECKS; i++) {
        codes.add(fixture.check("c" + i));
      }
      var running = fixture.start(journal, 100);
      Instant at = T0;
      for (int step = 0; step < 40; step++) {
        if (random.nextInt(3) == 0) {
          int which = random.nextInt(OTHERS.size() + 3);
          String sql = which < OTHERS.size() ? OTHERS.get(which) : EDIT;
          String id =
              "(SELECT id FROM checks WHERE slug = 'c%d')".formatted(random.nextInt(CHECKS));
          fixture.db.update("another writer", sql.formatted(id).replace("now()", "'" + at + "'"));
          continue;
        }
        if (restarting) {
          running.close();
          running = fixture.start(journal, 100);
        }
        for (int i = random.nextInt(8); i >= 0; i--) {
          at = at.plusSeconds(random.nextInt(10) == 0 ? 4_000 : 1 + random.nextInt(60));
          PingKind kind = KINDS.get(random.nextInt(KINDS.size()));
          journal.append(at, ping(codes.get(random.nextInt(CHECKS)), kind));
        }
        running.awaitApplied();
      }
      assertThat(fixture.one(WRONGLY_COUNTED))
          .as("counts by kind that are not those of the pings")
          .isZero();
      return rows(fixture);
    }
  }

  private static List<String> rows(ApplyFixture fixture) {
    List<String> rows =
        new ArrayList<>(
            fixture.texts(
                """
                SELECT concat_ws('|', c.slug, s.status, s.n_pings, s.last_ping, s.last_start,
                                 s.last_duration, s.deadline, s.wake_at, s.rules_version) AS v
                  FROM check_state s JOIN checks c ON c.id = s.check_id ORDER BY c.slug
                """));
    rows.addAll(
        fixture.texts(
            "SELECT concat_ws('|', check_id, n, at, kind) AS v FROM pings ORDER BY check_id, n"));
    rows.addAll(
        fixture.texts(
            """
            SELECT concat_ws('|', check_id, at, old_status, new_status, reason) AS v
              FROM flips ORDER BY id
            """));
    return rows;
  }

  @Test
  void a_check_that_somebody_else_writes_all_the_time_is_locked_and_read_first_after_a_while() {
    Trust trust = new Trust();
    int tried = 0;
    for (int batch = 0; batch < 1_000; batch++) {
      if (trust.next()) {
        tried++;
        trust.disappointed();
      }
    }
    assertThat(tried).isBetween(10, 30);
    boolean trusted = false;
    for (int batch = 0; batch < 64 && !trusted; batch++) {
      trusted = trust.next();
    }
    assertThat(trusted).as("it gets another try").isTrue();
    trust.confirmed();
    trust.disappointed();
    assertThat(List.of(trust.next(), trust.next(), trust.next()))
        .as("once confirmed, a disappointment costs two batches only")
        .containsExactly(false, false, true);
  }
}
