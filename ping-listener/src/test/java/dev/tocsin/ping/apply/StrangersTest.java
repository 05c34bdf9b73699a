package dev.tocsin.ping.apply;

import static dev.tocsin.ping.apply.ApplyFixture.T0;
import static dev.tocsin.ping.apply.ApplyFixture.await;
import static dev.tocsin.ping.apply.ApplyFixture.ping;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.ping.apply.ApplyFixture.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes, and a database that has met only one of them. The check expects a ping every hour and
 * is down five minutes later: of the pings in the seconds 1, 3,600 and 4,210 the last one alone is
 * late.
 */
class StrangersTest {

  /** Time enough for the other node to register, however busy the machine. */
  private static final Duration SETTLE = Duration.ofSeconds(6);

  private static final Duration NEVER = Duration.ofMinutes(10);

  @TempDir Path dir;
  private ApplyFixture fixture;
  private UUID code;
  private final MemoryJournal here = new MemoryJournal(T0);
  private final MemoryJournal there = new MemoryJournal(at(2_000));

  @BeforeEach
  void open() throws IOException {
    fixture = new ApplyFixture(dir);
    code = fixture.check("job");
  }

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  private static Instant at(double seconds) {
    return T0.plusNanos((long) (seconds * 1e9));
  }

  private void twoNodes() {
    twoNodes(fixture);
  }

  private static void twoNodes(ApplyFixture in) {
    in.db.update(
        "a node that was stopped in order",
        """
        INSERT INTO streams (id, node, opened_at, heard_through, closed_at, closed_why)
        VALUES (?, 'there', ?, ?, now() - interval '1 day', 'stopped')
        """,
        UUID.randomUUID(),
        T0.minusSeconds(60),
        T0);
  }

  private Running start(String node, MemoryJournal journal, Duration settle) {
    ApplierConfig config = ApplyFixture.applierConfig(node, 100, settle);
    return fixture.start(journal, config, fixture.pgConfig(), List.of());
  }

  private void hear(MemoryJournal journal, double second) {
    journal.append(at(second), ping(code, PingKind.SUCCESS));
  }

  private long applied() {
    return fixture.one("SELECT sum(n_pings)::bigint FROM check_state");
  }

  private List<String> flips() {
    return fixture.texts("SELECT reason AS v FROM flips ORDER BY id");
  }

  @Test
  void a_late_ping_waits_for_the_punctual_one_of_a_node_that_is_yet_to_register() {
    twoNodes();
    UUID another = fixture.check("another");
    hear(here, 1);
    here.append(at(2), ping(another, PingKind.SUCCESS));
    hear(here, 4_210);
    hear(there, 3_600);
    Running first = start("here", here, SETTLE);
    await("what lies before it is applied", () -> applied() == 2);
    start("there", there, SETTLE).awaitApplied();
    first.awaitApplied();
    assertThat(flips()).containsExactly("success", "success");
  }

  @Test
  void so_it_does_when_the_database_was_away() {
    twoNodes();
    Running first = start("here", here, SETTLE);
    hear(here, 1);
    first.awaitApplied();
    fixture.proxy.down();
    await("away", first.applier::databaseAway);
    hear(here, 4_210);
    hear(there, 3_600);
    fixture.proxy.heal();
    await("back", () -> !first.applier.databaseAway());
    start("there", there, SETTLE).awaitApplied();
    first.awaitApplied();
    assertThat(flips()).containsExactly("success");
  }

  @Test
  void so_it_does_when_the_server_is_another_one_behind_the_same_connection() {
    twoNodes();
    fixture.db.update("its start", "CREATE TABLE server AS SELECT now() AS started");
    fixture.db.update(
        "telling it",
        """
        CREATE FUNCTION public.pg_postmaster_start_time() RETURNS timestamptz LANGUAGE sql STABLE
          AS $$ SELECT started FROM public.server $$
        """);
    fixture.db.update(
        "found first",
        "ALTER DATABASE " + fixture.config.database() + " SET search_path = public, pg_catalog");
    hear(here, 1);
    Running first = start("here", here, Duration.ofSeconds(2));
    first.awaitApplied();
    hear(here, 4_210);
    first.awaitApplied();
    assertThat(flips()).as("by then it had settled").contains("timeout");
    fixture.db.update("a restart", "UPDATE server SET started = clock_timestamp()");
    long began = System.nanoTime();
    hear(here, 9_000);
    first.awaitApplied();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(2));
  }

  @Test
  void when_all_have_had_the_time_to_say_so_the_check_was_down() {
    twoNodes();
    hear(here, 1);
    hear(here, 4_210);
    start("here", here, Duration.ofSeconds(1)).awaitApplied();
    assertThat(flips()).containsExactly("success", "timeout", "success");
  }

  @Test
  void once_all_nodes_are_there_and_have_caught_up_nobody_waits_any_longer() {
    twoNodes();
    hear(here, 1);
    hear(here, 4_210);
    Running first = start("here", here, NEVER);
    await("it waits", () -> applied() == 1);
    there.note(at(5_000));
    start("there", there, NEVER);
    first.awaitApplied();
    assertThat(flips()).containsExactly("success", "timeout", "success");
  }

  @Test
  void a_node_that_was_always_alone_waits_for_nobody() {
    fixture.db.update(
        "its own start of before, and a node of long ago",
        """
        INSERT INTO streams (id, node, opened_at, heard_through, closed_at, closed_why)
        VALUES (?, 'here', ?, ?, now(), 'stopped'),
               (?, 'there', ?, ?, now() - interval '31 days', 'stopped')
        """,
        UUID.randomUUID(),
        T0.minusSeconds(60),
        T0,
        UUID.randomUUID(),
        T0.minusSeconds(60),
        T0);
    hear(here, 1);
    hear(here, 4_210);
    start("here", here, NEVER).awaitApplied();
    assertThat(flips()).containsExactly("success", "timeout", "success");
  }

  @Test
  void pings_that_are_not_late_wait_for_nobody() {
    twoNodes();
    for (int i = 0; i < 500; i++) {
      hear(here, 1 + i * 3_600);
    }
    start("here", here, NEVER).awaitApplied();
    assertThat(applied()).isEqualTo(500);
  }

  @Test
  void whoever_stops_waits_for_nobody_and_judges_nothing() throws Exception {
    twoNodes();
    hear(here, 1);
    hear(here, 4_210);
    Running first = start("here", here, NEVER);
    await("it waits", () -> applied() == 1);
    assertThat(first.applier.drain(Duration.ofMinutes(1))).isTrue();
    assertThat(flips()).containsExactly("success");
    assertThat(applied()).isEqualTo(2);
  }

  @Test
  void the_ping_of_an_earlier_start_that_has_to_wait_holds_up_what_comes_after_it() {
    twoNodes();
    MemoryJournal before = new MemoryJournal(T0);
    hear(before, 1);
    hear(before, 4_210);
    MemoryJournal own = new MemoryJournal(at(4_220));
    UUID another = fixture.check("another");
    own.append(at(4_230), ping(another, PingKind.SUCCESS));
    Running first =
        fixture.start(
            own,
            ApplyFixture.applierConfig("here", 100, Duration.ofSeconds(2)),
            fixture.pgConfig(),
            List.of(ApplyFixture.gone(before, T0, () -> {})));
    first.awaitApplied();
    assertThat(fixture.texts("SELECT check_id || ' ' || at AS v FROM pings ORDER BY ctid"))
        .as("in the order of hearing")
        .isEqualTo(fixture.texts("SELECT check_id || ' ' || at AS v FROM pings ORDER BY at"))
        .hasSize(3);
    assertThat(flips()).containsExactly("success", "timeout", "success", "success");
  }

  @Test
  void whatever_two_nodes_heard_and_whoever_comes_first_no_down_is_false() throws Exception {
    int found = 0;
    for (long seed = 1; seed <= 2; seed++) {
      found += trueDowns(new Random(seed), "seed " + seed);
    }
    assertThat(found).as("a run without downs proves nothing").isPositive();
  }

  private int trueDowns(Random random, String as) throws Exception {
    try (var each = new ApplyFixture(Files.createTempDirectory(dir, "s"))) {
      twoNodes(each);
      List<MemoryJournal> journals = List.of(new MemoryJournal(T0), new MemoryJournal(T0));
      TreeSet<String> downs = new TreeSet<>();
      List<Heard> all = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        UUID job = each.check("job" + i);
        Instant at = at(random.nextInt(3_000));
        for (int run = 0; run < 12; run++) {
          all.add(new Heard(at, job, random.nextInt(2)));
          Instant next = at.plusSeconds(3_000 + random.nextInt(1_000));
          if (run < 11 && Duration.between(at, next).toSeconds() > 3_900) {
            downs.add(job + " " + at.plusSeconds(3_900).getEpochSecond());
          }
          at = next;
        }
      }
      all.sort(Comparator.comparing(Heard::at));
      all.forEach(
          one -> journals.get(one.node()).append(one.at(), ping(one.job(), PingKind.SUCCESS)));
      List<Running> running = new ArrayList<>();
      for (int node = 0; node < 2; node++) {
        int first = running.size();
        ApplierConfig config =
            ApplyFixture.applierConfig("node" + node, 1 + random.nextInt(20), SETTLE.dividedBy(2));
        running.add(each.start(journals.get(node), config, each.pgConfig(), List.of()));
        await("a ping is applied", () -> running.get(first).through > 0);
      }
      running.forEach(Running::awaitApplied);
      List<String> is =
          each.texts(
              """
              SELECT concat_ws(' ', c.code, extract(epoch FROM f.at)::bigint) AS v
                FROM flips f JOIN checks c ON c.id = f.check_id WHERE f.reason = 'timeout'
              """);
      assertThat(downs).as(as).containsAll(is);
      assertThat(each.one("SELECT count(*) FROM pings")).as(as).isEqualTo(60);
      return is.size();
    }
  }

  private record Heard(Instant at, UUID job, int node) {}
}
