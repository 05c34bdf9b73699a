package dev.tocsin.ping.apply;

import static dev.tocsin.ping.apply.ApplyFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.ping.journal.Adoption;
import dev.tocsin.ping.journal.Append;
import dev.tocsin.ping.journal.Journal;
import dev.tocsin.ping.journal.JournalConfig;
import dev.tocsin.ping.journal.Receipt;
import dev.tocsin.ping.journal.StampClock;
import dev.tocsin.ping.journal.Target;
import dev.tocsin.ping.pg.Postgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real journal, the real database, and what lies between. */
class JournalToPostgresTest {

  @TempDir Path dir;

  private final AtomicInteger durable = new AtomicInteger();

  private final Receipt receipt =
      new Receipt() {
        @Override
        public void durable(long position, long end, Instant at) {
          durable.incrementAndGet();
        }

        @Override
        public void lost() {}
      };

  private static final Applier.Listener NOBODY =
      new Applier.Listener() {
        @Override
        public boolean answered(long position) {
          return true;
        }

        @Override
        public void applied(long through, List<Settled> exceptions) {}
      };

  private void append(Journal journal, UUID code, int pings) {
    for (int i = 0; i < pings; i++) {
      Target target = new Target.ByCode(code);
      assertThat(journal.append(ApplyFixture.ping(target, PingKind.SUCCESS, "b" + i), receipt))
          .isEqualTo(Append.TAKEN);
    }
  }

  @Test
  void what_the_journal_took_is_in_the_database_also_after_a_start_in_between() throws Exception {
    JournalConfig config = JournalConfig.defaults(dir, "node");
    StampClock clock = StampClock.system(event -> {});
    try (ApplyFixture fixture = new ApplyFixture(dir)) {
      UUID code = fixture.check("job");
      try (Journal first = Journal.open(config, clock, () -> {}, why -> {})) {
        append(first, code, 500);
        await("on disk", () -> durable.get() == 500);
      }
      Bell bell = new Bell();
      Postgres postgres = new Postgres(fixture.vertx, () -> fixture.pgConfig());
      try (Journal second = Journal.open(config, clock, bell::ring, why -> {});
          Applier applier =
              Applier.start(
                  ApplyFixture.applierConfig(100),
                  postgres,
                  second,
                  dir,
                  clock,
                  bell,
                  NOBODY,
                  ApplyMetrics.NONE)) {
        append(second, code, 700);
        await("all", () -> fixture.one("SELECT count(*) FROM pings") == 1_200);
        await("caught up", () -> applier.lag().isZero());
        second.seal();
        assertThat(applier.drain(Duration.ofSeconds(10))).isTrue();
      }
      assertThat(fixture.one("SELECT max(n) FROM pings")).isEqualTo(1_200);
      assertThat(fixture.one("SELECT count(*) FROM streams WHERE closed_at IS NOT NULL"))
          .isEqualTo(2);
      postgres.close();
    }
  }

  /** A clock of a machine that is off by so much. */
  private static StampClock off(Duration by) {
    return new StampClock(
        System::nanoTime, () -> Instant.now().plus(by), System::nanoTime, event -> {});
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT3H", "PT-3H"})
  void pings_that_a_wrong_clock_stamped_before_the_first_contact_are_recorded_as_of_when_they_came(
      Duration off) throws Exception {
    JournalConfig config = JournalConfig.defaults(dir, "node");
    Instant began = Instant.now().minusSeconds(1);
    try (ApplyFixture fixture = new ApplyFixture(dir)) {
      UUID code = fixture.check("job");
      StampClock firstClock = off(off);
      Bell bell = new Bell();
      try (Journal first = Journal.open(config, firstClock, () -> {}, why -> {})) {
        append(first, code, 5); // and ends before it ever met the database
        await("on disk", () -> durable.get() == 5);
      }
      StampClock clock = off(off);
      Postgres postgres = new Postgres(fixture.vertx, () -> fixture.pgConfig());
      try (Journal second = Journal.open(config, clock, bell::ring, why -> {})) {
        append(second, code, 5);
        await("on disk", () -> durable.get() == 10);
        try (Applier applier =
            Applier.start(
                ApplyFixture.applierConfig(3),
                postgres,
                second,
                dir,
                clock,
                bell,
                NOBODY,
                ApplyMetrics.NONE)) {
          await("all", () -> fixture.one("SELECT count(*) FROM pings") == 10);
          append(second, code, 5);
          await("those after", () -> fixture.one("SELECT count(*) FROM pings") == 15);
          second.seal();
          assertThat(applier.drain(Duration.ofSeconds(10))).isTrue();
        }
      }
      postgres.close();
      Instant ended = Instant.now().plusSeconds(1);
      String between = " NOT BETWEEN '%s' AND '%s'".formatted(began, ended);
      assertThat(fixture.one("SELECT count(*) FROM pings WHERE at" + between)).isZero();
      assertThat(
              fixture.one(
                  """
                  SELECT count(*) FROM pings a JOIN pings b ON b.n = a.n + 1 WHERE b.at <= a.at
                  """))
          .isZero();
      assertThat(
              fixture.one(
                  "SELECT count(*) FROM streams WHERE opened_at%s OR heard_through%s"
                      .formatted(between, between)))
          .isZero();
      assertThat(fixture.one("SELECT count(*) FROM deaf_times WHERE cause <> 'unbound'")).isZero();
      assertThat(
              fixture.one(
                  """
                  SELECT round(extract(epoch FROM jumped_to - jumped_from))::bigint
                    FROM clock_events
                  """))
          .isEqualTo(-off.toSeconds());
    }
  }

  @Test
  void nothing_was_heard_later_than_now_whatever_its_clock_said() throws Exception {
    JournalConfig config = JournalConfig.defaults(dir, "node");
    try (ApplyFixture fixture = new ApplyFixture(dir)) {
      UUID code = fixture.check("job");
      try (Journal first = Journal.open(config, off(Duration.ofDays(2)), () -> {}, why -> {})) {
        append(first, code, 5);
        await("on disk", () -> durable.get() == 5);
      }
      Postgres postgres = new Postgres(fixture.vertx, () -> fixture.pgConfig());
      JournalDrain.run(
          ApplyFixture.applierConfig(3),
          postgres,
          dir,
          Adoption.unlocked(config),
          ApplyMetrics.NONE,
          Duration.ofMinutes(2));
      postgres.close();
      assertThat(fixture.one("SELECT count(*) FROM pings WHERE at <= now()")).isEqualTo(5);
    }
  }

  @Test
  void draining_sends_what_was_left_behind() throws Exception {
    JournalConfig config = JournalConfig.defaults(dir, "node");
    try (ApplyFixture fixture = new ApplyFixture(dir)) {
      UUID code = fixture.check("job");
      StampClock clock = StampClock.system(event -> {});
      try (Journal first = Journal.open(config, clock, () -> {}, why -> {})) {
        append(first, code, 50);
        await("on disk", () -> durable.get() == 50);
      }
      Postgres postgres = new Postgres(fixture.vertx, () -> fixture.pgConfig());
      for (int again = 0; again < 2; again++) {
        assertThat(
                JournalDrain.run(
                    ApplyFixture.applierConfig(20),
                    postgres,
                    dir,
                    Adoption.unlocked(config),
                    ApplyMetrics.NONE,
                    Duration.ofMinutes(2)))
            .isEmpty();
      }
      assertThat(fixture.one("SELECT count(*) FROM pings")).isEqualTo(50);
      postgres.close();
    }
  }
}
