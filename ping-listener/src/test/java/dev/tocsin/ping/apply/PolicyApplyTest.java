package dev.tocsin.ping.apply;

import static dev.tocsin.ping.apply.ApplyFixture.T0;
import static dev.tocsin.ping.apply.ApplyFixture.ping;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import dev.tocsin.ping.journal.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that ask for more than the Pinging API, from the journal to their rows. */
class PolicyApplyTest {

  private static final List<PingKind> KINDS =
      List.of(PingKind.SUCCESS, PingKind.START, PingKind.FAIL, PingKind.LOG);

  @TempDir Path dir;

  @Test
  void what_a_check_remembers_is_kept_between_batches_and_forgotten_when_it_is_of_no_use()
      throws Exception {
    try (var fixture = new ApplyFixture(dir)) {
      MemoryJournal journal = new MemoryJournal(T0);
      UUID code = fixture.check("job");
      policy(fixture, code, "failures_before_down = 3, overlapping = true");
      var running = fixture.start(journal, 100);
      journal.append(T0.plusSeconds(1), ping(code, PingKind.FAIL));
      running.awaitApplied();
      assertThat(progress(fixture)).containsExactly("v1 f1");
      journal.append(T0.plusSeconds(2), ping(code, PingKind.FAIL));
      running.awaitApplied();
      assertThat(progress(fixture)).containsExactly("v1 f2");
      journal.append(T0.plusSeconds(3), ping(code, PingKind.FAIL));
      running.awaitApplied();
      assertThat(progress(fixture)).containsExactly("none");
      assertThat(fixture.texts("SELECT new_status || ' ' || reason AS v FROM flips ORDER BY id"))
          .containsExactly("up fail", "down fail");
    }
  }

  @Test
  void a_run_that_is_too_fast_is_recorded_as_the_success_that_it_said_it_was() throws Exception {
    try (var fixture = new ApplyFixture(dir)) {
      MemoryJournal journal = new MemoryJournal(T0);
      UUID code = fixture.check("job");
      policy(fixture, code, "min_runtime = interval '60 s'");
      journal.append(T0.plusSeconds(1), ping(code, PingKind.START));
      journal.append(T0.plusSeconds(3), ping(code, PingKind.SUCCESS));
      fixture.start(journal, 100).awaitApplied();
      assertThat(fixture.texts("SELECT new_status || ' ' || reason AS v FROM flips"))
          .containsExactly("down too_fast");
      assertThat(fixture.texts("SELECT kind AS v FROM pings ORDER BY n"))
          .containsExactly("start", "success");
    }
  }

  @Test
  void damage_to_what_one_check_remembers_stops_no_other() throws Exception {
    try (var fixture = new ApplyFixture(dir)) {
      MemoryJournal journal = new MemoryJournal(T0);
      UUID damaged = fixture.check("damaged");
      UUID whole = fixture.check("whole");
      fixture.db.update(
          "damage",
          """
          UPDATE check_state SET progress = 'v9'
           WHERE check_id = (SELECT id FROM checks WHERE code = ?)
          """,
          damaged);
      journal.append(T0.plusSeconds(1), ping(damaged, PingKind.SUCCESS));
      journal.append(T0.plusSeconds(2), ping(whole, PingKind.SUCCESS));
      fixture.start(journal, 100).awaitApplied();
      assertThat(fixture.texts("SELECT why AS v FROM quarantine"))
          .containsExactly("java.lang.IllegalStateException: not a progress: v9");
      assertThat(fixture.texts("SELECT status AS v FROM check_state ORDER BY status"))
          .containsExactly("new", "up");
    }
  }

  @Test
  void a_check_without_a_policy_remembers_nothing() throws Exception {
    try (var fixture = new ApplyFixture(dir)) {
      MemoryJournal journal = new MemoryJournal(T0);
      UUID code = fixture.check("job");
      var random = new Random(5);
      for (int i = 0; i < 200; i++) {
        journal.append(
            T0.plusSeconds(60L * i), ping(code, KINDS.get(random.nextInt(KINDS.size()))));
      }
      fixture.start(journal, 20).awaitApplied();
      assertThat(progress(fixture)).containsExactly("none");
    }
  }

  @Test
  void results_do_not_depend_on_how_pings_were_batched() throws Exception {
    long seed = 11;
    List<String> expected = applyRandomly(new Random(seed), 1);
    assertThat(expected).anyMatch(row -> row.contains("v1 "));
    for (int maxRecords : new int[] {7, 400}) {
      assertThat(applyRandomly(new Random(seed), maxRecords))
          .as("batches of %d, seed %d", maxRecords, seed)
          .isEqualTo(expected);
    }
  }

  private List<String> applyRandomly(Random random, int maxRecords) throws Exception {
    try (var fixture = new ApplyFixture(Files.createTempDirectory(dir, "j"))) {
      List<UUID> codes = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        UUID code = fixture.check("c" + i);
        codes.add(code);
        policy(
            fixture,
            code,
            """
            overlapping = %s, keep_alive = %s, failures_before_down = %d, successes_before_up = %d,
            max_runtime = interval '%d s', min_runtime = interval '%d s'
            """
                .formatted(
                    i % 2 == 0,
                    i % 3 == 0,
                    1 + i / 2,
                    1 + random.nextInt(2),
                    600 * random.nextInt(3),
                    150 * (i % 3)));
      }
      MemoryJournal journal = new MemoryJournal(T0);
      var at = T0;
      for (int i = 0; i < 400; i++) {
        at = at.plusSeconds(random.nextInt(50) == 0 ? 4_000 : 1 + random.nextInt(20));
        Target target = new Target.ByCode(codes.get(random.nextInt(codes.size())));
        PingKind kind = KINDS.get(random.nextInt(KINDS.size()));
        RunId run = random.nextInt(3) == 0 ? new RunId(new UUID(0, random.nextInt(2))) : null;
        journal.append(at, ping(target, kind, "", run));
      }
      fixture.start(journal, maxRecords).awaitApplied();
      List<String> rows =
          new ArrayList<>(
              fixture.texts(
                  """
                  SELECT concat_ws('|', c.slug, s.status, s.n_pings, s.last_ping, s.last_start,
                           s.last_start_rid, s.last_duration, s.deadline, s.progress) AS v
                    FROM check_state s JOIN checks c ON c.id = s.check_id ORDER BY c.slug
                  """));
      rows.addAll(
          fixture.texts(
              """
              SELECT concat_ws('|', c.slug, f.at, f.old_status, f.new_status, f.reason) AS v
                FROM flips f JOIN checks c ON c.id = f.check_id ORDER BY c.slug, f.id
              """));
      return rows;
    }
  }

  private static void policy(ApplyFixture fixture, UUID code, String columns) {
    fixture.db.update("a policy", "UPDATE checks SET " + columns + " WHERE code = ?", code);
  }

  private static List<String> progress(ApplyFixture fixture) {
    return fixture.texts("SELECT coalesce(progress, 'none') AS v FROM check_state");
  }
}
