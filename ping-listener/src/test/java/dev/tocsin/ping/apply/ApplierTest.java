package dev.tocsin.ping.apply;

import static dev.tocsin.ping.apply.ApplyFixture.T0;
import static dev.tocsin.ping.apply.ApplyFixture.await;
import static dev.tocsin.ping.apply.ApplyFixture.ping;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import dev.tocsin.ping.journal.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("how Postgres updates rows, which it does otherwise while it is busy elsewhere")
class ApplierTest {

  private static final List<PingKind> KINDS =
      List.of(PingKind.SUCCESS, PingKind.START, PingKind.FAIL, PingKind.LOG);

  @TempDir Path dir;
  private ApplyFixture fixture;
  private MemoryJournal journal;

  @BeforeEach
  void open() throws IOException {
    fixture = new ApplyFixture(dir);
    journal = new MemoryJournal(T0);
  }

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  private static Instant at(double seconds) {
    return T0.plusNanos((long) (seconds * 1e9));
  }

  @Test
  void the_worked_example_of_the_contract_comes_out_row_by_row() {
    UUID code = fixture.check("job");
    var running = fixture.start(journal, 100);
    Object[][] steps = {
      {10, PingKind.START, "new", 310},
      {60, PingKind.SUCCESS, "up", 3960},
      {100, PingKind.LOG, "up", 3960},
      {3650, PingKind.START, "up", 3950},
      {4000, PingKind.SUCCESS, "up", 7900},
      {4100, PingKind.FAIL, "down", null},
      {4200, PingKind.START, "down", null},
      {4600, PingKind.SUCCESS, "up", 8500},
    };
    for (Object[] step : steps) {
      journal.append(at((int) step[0]), ping(code, (PingKind) step[1]));
      running.awaitApplied();
      String deadline = step[3] == null ? "never" : Integer.toString((int) step[3]);
      assertThat(
              fixture.texts(
                  """
                  SELECT status || ' ' || coalesce(
                           (extract(epoch FROM deadline - ?::timestamptz)::bigint)::text, 'never') AS v
                    FROM check_state
                  """,
                  T0))
          .containsExactly(step[2] + " " + deadline);
    }
    assertThat(
            fixture.texts(
                """
                SELECT concat_ws(' ', extract(epoch FROM at - ?::timestamptz)::int, old_status,
                                 new_status, reason) AS v FROM flips ORDER BY id
                """,
                T0))
        .containsExactly(
            "60 new up success",
            "3950 up down timeout",
            "4000 down up success",
            "4100 up down fail",
            "4600 down up success");
    assertThat(fixture.one("SELECT last_duration FROM check_state")).isEqualTo(400_000_000L);
    assertThat(fixture.texts("SELECT DISTINCT fanned_out::text AS v FROM flips"))
        .containsExactly("false");
  }

  @Test
  void everything_about_a_ping_is_recorded_and_an_empty_body_is_none() {
    UUID code = fixture.check("job");
    RunId run = new RunId(UUID.randomUUID());
    journal.append(at(1), ping(new Target.ByCode(code), PingKind.SUCCESS, "hello", run));
    journal.append(at(2), ping(new Target.ByCode(code), PingKind.LOG, ""));
    fixture.start(journal, 100).awaitApplied();
    assertThat(
            fixture.texts(
                """
                SELECT concat_ws('|', n, kind, scheme, method, remote_addr, ua, rid,
                                 coalesce(convert_from(body, 'UTF8'), 'none')) AS v
                  FROM pings ORDER BY n
                """))
        .containsExactly(
            "1|success|http|GET|192.0.2.1|curl/8|" + run + "|hello",
            "2|log|http|GET|192.0.2.1|curl/8|none");
  }

  @Test
  void results_do_not_depend_on_how_pings_were_batched() throws Exception {
    long seed = 7;
    List<String> expected = applyRandomly(new Random(seed), 1);
    for (int maxRecords : new int[] {3, 7, 400}) {
      assertThat(applyRandomly(new Random(seed), maxRecords))
          .as("batches of %d, seed %d", maxRecords, seed)
          .isEqualTo(expected);
    }
  }

  private List<String> applyRandomly(Random random, int maxRecords) throws Exception {
    Path own = java.nio.file.Files.createTempDirectory(dir, "j");
    try (var each = new ApplyFixture(own)) {
      MemoryJournal stream = new MemoryJournal(T0);
      List<Target> targets = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        targets.add(new Target.ByCode(each.check("c" + i)));
      }
      for (int i = 0; i < 3; i++) {
        targets.add(new Target.BySlug("key", "made" + i, false));
        targets.add(new Target.BySlug("key", "made" + i, true));
        targets.add(new Target.BySlug("key", "c" + i, false));
      }
      targets.add(new Target.BySlug("nokey", "x", true));
      targets.add(new Target.ByCode(UUID.randomUUID()));
      Instant at = T0;
      for (int i = 0; i < 300; i++) {
        at = at.plusSeconds(random.nextInt(10) == 0 ? 4_000 : 1 + random.nextInt(60));
        Target target = targets.get(random.nextInt(targets.size()));
        PingKind kind = KINDS.get(random.nextInt(KINDS.size()));
        RunId run = random.nextBoolean() ? new RunId(new UUID(0, random.nextInt(2))) : null;
        stream.append(at, ping(target, kind, "b" + i, run));
      }
      var running = each.start(stream, maxRecords);
      running.awaitApplied();
      List<String> rows =
          new ArrayList<>(
              each.texts(
                  """
                  SELECT concat_ws('|', c.slug, s.status, s.n_pings, s.last_ping, s.last_start,
                           s.last_start_rid, s.last_duration, s.deadline, s.wake_at) AS v
                    FROM check_state s JOIN checks c ON c.id = s.check_id ORDER BY c.slug
                  """));
      rows.addAll(
          each.texts(
              """
              SELECT concat_ws('|', c.slug, p.n, p.at, p.kind, p.rid, convert_from(p.body, 'UTF8')) AS v
                FROM pings p JOIN checks c ON c.id = p.check_id ORDER BY c.slug, p.n
              """));
      rows.addAll(
          each.texts(
              """
              SELECT concat_ws('|', c.slug, f.at, f.old_status, f.new_status, f.reason) AS v
                FROM flips f JOIN checks c ON c.id = f.check_id ORDER BY c.slug, f.id
              """));
      running.exceptions.entrySet().stream()
          .sorted(java.util.Map.Entry.comparingByKey())
          .forEach(e -> rows.add(e.getKey() + "=" + e.getValue()));
      return rows;
    }
  }

  @Test
  void a_manually_paused_check_ignores_and_one_that_filters_reads_the_body() {
    UUID paused = fixture.check("paused");
    UUID filtered = fixture.check("filtered");
    fixture.db.update("p", "UPDATE checks SET manual_resume = true WHERE code = ?", paused);
    fixture.db.update("p", "UPDATE check_state SET status = 'paused'");
    fixture.db.update(
        "f",
        "UPDATE checks SET filter_http_body = true, failure_kw = 'bad' WHERE code = ?",
        filtered);
    journal.append(at(1), ping(paused, PingKind.SUCCESS));
    journal.append(at(2), ping(new Target.ByCode(filtered), PingKind.SUCCESS, "so bad"));
    fixture.start(journal, 100).awaitApplied();
    assertThat(fixture.texts("SELECT kind AS v FROM pings ORDER BY at"))
        .containsExactly("ign", "fail");
  }

  @Test
  void changed_settings_are_read_again_when_their_version_moves() {
    UUID code = fixture.check("job");
    var running = fixture.start(journal, 100);
    journal.append(at(1), ping(code, PingKind.SUCCESS));
    running.awaitApplied();
    fixture.db.transaction(
        "edit",
        tx -> {
          tx.update("s", "UPDATE check_state SET rules_version = rules_version + 1");
          return tx.update("c", "UPDATE checks SET grace = interval '60 s'");
        });
    journal.append(at(2), ping(code, PingKind.SUCCESS));
    running.awaitApplied();
    assertThat(
            fixture.one("SELECT extract(epoch FROM deadline - last_ping)::bigint FROM check_state"))
        .isEqualTo(3660);
  }

  @Test
  void unknown_and_ambiguous_targets_are_told_and_listed_only_if_they_were_answered() {
    fixture.check("twin");
    fixture.check("twin");
    long none = journal.append(at(1), ping(UUID.randomUUID(), PingKind.SUCCESS)).position();
    long twins =
        journal
            .append(at(2), ping(new Target.BySlug("key", "twin", true), PingKind.SUCCESS, ""))
            .position();
    var running = fixture.start(journal, 1);
    running.answered.add(twins);
    running.awaitApplied();
    assertThat(running.exceptions)
        .containsEntry(none, Applied.NOT_FOUND)
        .containsEntry(twins, Applied.AMBIGUOUS);
    assertThat(fixture.one("SELECT count(*) FROM pings")).isZero();
  }

  @Test
  void a_ping_that_was_answered_and_then_finds_no_check_is_listed() {
    MemoryJournal before = new MemoryJournal(T0);
    before.append(at(1), ping(new Target.BySlug("key", "gone", false), PingKind.SUCCESS, ""));
    fixture.start(
        journal, 10, fixture.pgConfig(), List.of(ApplyFixture.gone(before, T0, () -> {})));
    await("listed", () -> fixture.one("SELECT count(*) FROM unresolved_pings") == 1);
    assertThat(fixture.texts("SELECT target || ' ' || why AS v FROM unresolved_pings"))
        .containsExactly("key/gone not found");
  }

  @Test
  void two_listeners_that_create_the_same_slug_make_one_check() throws IOException {
    fixture.one(
        "INSERT INTO channels (project_id, kind, settings) VALUES (?, 'email', '') RETURNING id",
        fixture.project);
    MemoryJournal other = new MemoryJournal(T0);
    for (int i = 0; i < 20; i++) {
      Target target = new Target.BySlug("key", "slug-" + i, true);
      journal.append(at(i), ping(target, PingKind.SUCCESS, ""));
      other.append(at(i + 0.5), ping(target, PingKind.SUCCESS, ""));
    }
    var one = fixture.start(journal, 1);
    var two = fixture.start(other, 1);
    one.awaitApplied();
    two.awaitApplied();
    assertThat(fixture.one("SELECT count(*) FROM checks")).isEqualTo(20);
    assertThat(fixture.one("SELECT count(*) FROM check_channels")).isEqualTo(20);
    assertThat(fixture.one("SELECT count(*) FROM audit WHERE actor = 'ping:create'")).isEqualTo(20);
    assertThat(fixture.one("SELECT sum(n_pings)::bigint FROM check_state")).isEqualTo(40);
    assertThat(one.exceptions.size() + two.exceptions.size()).isEqualTo(20);
  }

  @Test
  void creating_stops_while_operators_have_switched_it_off_and_goes_on_at_once_afterwards() {
    fixture.db.update(
        "setting a control rod",
        "INSERT INTO control_rods (name, reason, set_by) VALUES ('auto-create', 'x', 'ada')");
    journal.append(at(1), ping(new Target.BySlug("key", "s", true), PingKind.SUCCESS, ""));
    var running = fixture.start(journal, 100);
    running.awaitApplied();
    assertThat(running.exceptions.values()).containsExactly(Applied.NOT_FOUND);
    fixture.db.update("its time is over", "UPDATE control_rods SET until = now()");
    journal.append(at(2), ping(new Target.BySlug("key", "s", true), PingKind.SUCCESS, ""));
    running.awaitApplied();
    assertThat(running.exceptions.values())
        .containsExactlyInAnyOrder(Applied.NOT_FOUND, Applied.CREATED);
    assertThat(fixture.one("SELECT count(*) FROM checks")).isOne();
  }

  @Test
  void creating_stops_at_twice_the_projects_limit() {
    fixture.project("small", 1);
    for (int i = 0; i < 3; i++) {
      journal.append(at(i), ping(new Target.BySlug("small", "s" + i, true), PingKind.SUCCESS, ""));
    }
    var running = fixture.start(journal, 100);
    running.awaitApplied();
    assertThat(running.exceptions.values())
        .containsExactlyInAnyOrder(Applied.CREATED, Applied.CREATED, Applied.NOT_FOUND);
    assertThat(fixture.one("SELECT count(*) FROM checks")).isEqualTo(2);
  }

  @Test
  void a_late_ping_of_another_stream_is_counted_and_moves_nothing_back() {
    UUID code = fixture.check("job");
    MemoryJournal other = new MemoryJournal(T0);
    var one = fixture.start(journal, 100);
    var two = fixture.start(other, 100);
    journal.append(at(100), ping(code, PingKind.SUCCESS));
    one.awaitApplied();
    other.append(at(50), ping(code, PingKind.FAIL));
    two.awaitApplied();
    assertThat(fixture.texts("SELECT status || ' ' || n_pings AS v FROM check_state"))
        .containsExactly("up 2");
    assertThat(
            fixture.one(
                "SELECT extract(epoch FROM last_ping - ?::timestamptz)::bigint FROM check_state",
                T0))
        .isEqualTo(100);
  }

  @Test
  void another_open_stream_that_has_not_heard_so_far_holds_a_missed_deadline_back() {
    UUID code = fixture.check("job");
    fixture.db.update(
        "another stream",
        "INSERT INTO streams (id, node, opened_at, heard_through) VALUES (?, 'n', ?, ?)",
        UUID.randomUUID(),
        T0,
        T0);
    var running = fixture.start(journal, 100);
    journal.append(at(1), ping(code, PingKind.SUCCESS));
    journal.append(at(9_000), ping(code, PingKind.SUCCESS));
    running.awaitApplied();
    assertThat(fixture.texts("SELECT reason AS v FROM flips")).containsExactly("success");
    fixture.db.update(
        "it heard more", "UPDATE streams SET heard_through = ? WHERE node = 'n'", at(99_000));
    journal.append(at(20_000), ping(code, PingKind.SUCCESS));
    running.awaitApplied();
    assertThat(fixture.texts("SELECT reason AS v FROM flips ORDER BY id"))
        .containsExactly("success", "timeout", "success");
  }

  @Test
  void two_streams_on_the_same_checks_number_their_pings_without_gaps() {
    List<UUID> codes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      codes.add(fixture.check("c" + i));
    }
    MemoryJournal other = new MemoryJournal(T0);
    Random random = new Random(3);
    for (int i = 0; i < 1_000; i++) {
      journal.append(at(i), ping(codes.get(random.nextInt(10)), PingKind.SUCCESS));
      other.append(at(i + 0.5), ping(codes.get(random.nextInt(10)), PingKind.SUCCESS));
    }
    var one = fixture.start(journal, 37);
    var two = fixture.start(other, 53);
    one.awaitApplied();
    two.awaitApplied();
    assertThat(fixture.one("SELECT count(*) FROM pings")).isEqualTo(2_000);
    assertThat(
            fixture.one(
                """
                SELECT count(*) FROM (SELECT p.check_id FROM pings p JOIN check_state s USING (check_id)
                 GROUP BY p.check_id, s.n_pings
                HAVING count(*) <> max(n) OR min(n) <> 1 OR max(n) <> s.n_pings) AS gaps
                """))
        .isZero();
  }

  @Test
  void repeated_pings_are_hot_updates() {
    List<UUID> codes = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      codes.add(fixture.check("c" + i));
    }
    var running = fixture.start(journal, 200);
    for (int round = 0; round < 10; round++) {
      for (int i = 0; i < codes.size(); i++) {
        journal.append(at(round * 60 + i * 0.01), ping(codes.get(i), PingKind.SUCCESS));
      }
      running.awaitApplied();
    }
    running.close();
    await(
        "statistics",
        () ->
            fixture.one("SELECT n_tup_upd FROM pg_stat_user_tables WHERE relname = 'check_state'")
                >= 2_000);
    // The first ping of each check moves wake_at, the others move nothing that is indexed.
    assertThat(
            fixture.one(
                "SELECT n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'check_state'"))
        .isGreaterThan(1_700);
  }

  @Test
  void an_idle_stream_says_how_far_it_has_heard_and_a_drained_one_is_closed() throws Exception {
    var running = fixture.start(journal, 100);
    assertThat(running.applier.awaitRegistered(Duration.ofSeconds(10))).isTrue();
    journal.note(at(77));
    await(
        "heard through the note",
        () ->
            fixture.one(
                    "SELECT extract(epoch FROM heard_through - ?::timestamptz)::bigint FROM streams",
                    T0)
                == 77);
    UUID code = fixture.check("job");
    journal.append(at(100), ping(code, PingKind.SUCCESS));
    assertThat(running.applier.drain(Duration.ofSeconds(5))).isTrue();
    assertThat(fixture.one("SELECT count(*) FROM pings")).isEqualTo(1);
    assertThat(fixture.one("SELECT count(*) FROM streams WHERE closed_at IS NOT NULL"))
        .isEqualTo(1);
  }

  @Test
  void targets_are_known_once_seen_and_looked_up_before() {
    UUID code = fixture.check("job");
    var running = fixture.start(journal, 100);
    Target known = new Target.ByCode(code);
    assertThat(running.applier.knows(known)).isFalse();
    assertThat(running.applier.lookUp(known).await()).isEqualTo(Applied.RECORDED);
    assertThat(running.applier.knows(known)).isTrue();
    assertThat(running.applier.lookUp(new Target.ByCode(UUID.randomUUID())).await())
        .isEqualTo(Applied.NOT_FOUND);
    assertThat(running.applier.lookUp(new Target.BySlug("key", "fresh", true)).await())
        .isEqualTo(Applied.CREATED);
    Target slug = new Target.BySlug("key", "job", false);
    journal.append(at(1), ping(slug, PingKind.SUCCESS, ""));
    running.awaitApplied();
    assertThat(running.applier.knows(slug)).isTrue();
    assertThat(running.applier.lag()).isLessThan(Duration.ofSeconds(5));
  }
}
