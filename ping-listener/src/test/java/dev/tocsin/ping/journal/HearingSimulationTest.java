package dev.tocsin.ping.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.ping.PgConfig;
import dev.tocsin.ping.apply.ApplierConfig;
import dev.tocsin.ping.apply.ApplyMetrics;
import dev.tocsin.ping.apply.JournalDrain;
import dev.tocsin.ping.ears.Ears;
import dev.tocsin.ping.pg.Postgres;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbConfig;
import dev.tocsin.store.TestPostgres;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lives of a listener in virtual time, written by the real sequencer into real files, read and
 * applied to a real Postgres after a crash: the rows never claim to have heard a moment in which a
 * ping would have been refused.
 */
class HearingSimulationTest {

  private static final int LIVES = 40;
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path dir;

  private record Span(Instant since, Instant until) {
    boolean contains(Instant at) {
      return !at.isBefore(since) && at.isBefore(until);
    }
  }

  /** One process: what it did is known to us, what it wrote is known to the database. */
  private final class Life {
    final UUID stream = UUID.randomUUID();
    final long seed;
    final List<Span> deaf = new ArrayList<>();
    private final Random random;
    private final Ears ears = new Ears();
    private final StampClock clock;
    private final Sequencer sequencer;
    private final List<Pending> durable = new ArrayList<>();
    private long nano;

    Life(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.clock = new StampClock(() -> nano, () -> START, () -> nano, event -> {});
      clock.anchor(START, nano);
      this.sequencer =
          new Sequencer(
              JournalConfig.defaults(dir, "node"), clock, ears, () -> 0L, new byte[Long.BYTES]);
    }

    private Instant now() {
      return START.plusNanos(nano / 1_000 * 1_000);
    }

    void run() throws IOException {
      int steps = 200 + random.nextInt(400);
      for (int i = 0; i < steps; i++) {
        nano += 50_000_000L + random.nextInt(200_000_000);
        sequencer.look();
        live();
        if (random.nextInt(4) != 0) {
          sync();
        }
      }
      write();
    }

    private void live() {
      switch (random.nextInt(30)) {
        case 0 -> during(3 + random.nextInt(60), () -> {}, false); // stopped
        case 1 -> during(random.nextInt(8), () -> ears.unbound(), true);
        case 2 -> during(random.nextInt(8), () -> sequencer.diskLow(true), true);
        case 3, 4 -> {
          ears.refused(nano);
          deaf.add(new Span(now(), now().plusNanos(1_000)));
          nano += random.nextInt(100_000_000);
        }
        case 5, 6, 7, 8 -> sequencer.offer(PingCodec.encode(Journals.ping("x")), Pending.NOBODY);
        default -> {}
      }
    }

    private void during(int seconds, Runnable begins, boolean looking) {
      Instant since = now();
      begins.run();
      for (int i = 0; i < seconds * 4; i++) {
        nano += 250_000_000L;
        if (looking) {
          sequencer.look();
          sync();
        }
      }
      Instant until = now();
      if (until.isAfter(since)) {
        deaf.add(new Span(since, until));
      }
      sequencer.diskLow(false);
      if (!ears.isBound()) {
        sequencer.look();
        ears.bound();
      }
    }

    private void sync() {
      List<Pending> group = sequencer.poll();
      durable.addAll(group);
      if (!group.isEmpty()) {
        sequencer.done(group);
        group.clear();
      }
    }

    /** What was not synced is gone: the process was killed. */
    private void write() throws IOException {
      Path folder = Files.createDirectory(dir.resolve(stream.toString()));
      var format = new RecordFormat(stream);
      var out = ByteBuffer.allocate(1 << 20);
      for (Pending record : durable) {
        format.put(out, record.type(), record.position(), record.stampMicros(), record.payload());
      }
      byte[] bytes = new byte[out.flip().remaining()];
      out.get(bytes);
      Files.write(folder.resolve("00000000000000000000.seg"), bytes, StandardOpenOption.CREATE_NEW);
    }
  }

  @Test
  void no_moment_in_which_a_ping_would_have_been_refused_is_ever_said_to_be_heard()
      throws Exception {
    DbConfig database = TestPostgres.freshDatabase();
    List<Life> lives = new ArrayList<>();
    for (long seed = 1; seed <= LIVES; seed++) {
      Life life = new Life(seed);
      life.run();
      lives.add(life);
    }
    Vertx vertx = Vertx.vertx();
    try (Db db = Db.open(database);
        Postgres postgres = new Postgres(vertx, () -> pgConfig(database))) {
      assertThat(
              JournalDrain.run(
                  impatient(),
                  postgres,
                  dir,
                  Adoption.unlocked(JournalConfig.defaults(dir, "node")),
                  ApplyMetrics.NONE,
                  Duration.ofMinutes(2)))
          .isEmpty();
      Map<UUID, List<Span>> rows = new HashMap<>();
      db.query(
              "deaf times",
              "SELECT stream_id, since, until FROM deaf_times",
              row ->
                  rows.computeIfAbsent(row.uuid("stream_id"), id -> new ArrayList<>())
                      .add(new Span(row.instant("since"), row.instant("until"))))
          .forEach(added -> assertThat(added).isTrue());
      for (Life life : lives) {
        Span listened =
            db.first(
                    "a stream",
                    """
                    SELECT opened_at, heard_through FROM streams
                     WHERE id = ? AND closed_why = 'ended'
                    """,
                    row -> new Span(row.instant("opened_at"), row.instant("heard_through")),
                    life.stream)
                .orElseThrow();
        check(life, listened, rows.getOrDefault(life.stream, List.of()));
      }
    } finally {
      vertx.close().await();
    }
  }

  private static void check(Life life, Span listened, List<Span> rows) {
    // A ping between the last note and the crash proves that the process lived; what happened in
    // those two seconds it had no time to say.
    Instant sure = listened.until().minus(Sign.GAP);
    int moments = 0;
    for (Span deaf : life.deaf) {
      for (Instant at = deaf.since(); at.isBefore(deaf.until()); at = at.plusMillis(100)) {
        Instant moment = at;
        boolean claimed =
            listened.contains(moment) && rows.stream().noneMatch(row -> row.contains(moment));
        assertThat(claimed && moment.isBefore(sure))
            .as("seed %d claims to have heard %s", life.seed, moment)
            .isFalse();
        moments++;
      }
    }
    assertThat(moments).as("seed %d was deaf at all", life.seed).isPositive();
    Duration silent =
        rows.stream()
            .map(row -> Duration.between(row.since(), row.until()))
            .reduce(Duration.ZERO, Duration::plus);
    assertThat(silent)
        .as("seed %d is not deaf all the time", life.seed)
        .isLessThan(Duration.between(listened.since(), listened.until()));
  }

  private static ApplierConfig impatient() {
    ApplierConfig usual = ApplierConfig.defaults("node", "");
    return new ApplierConfig(
        usual.node(),
        usual.address(),
        7, // so that times are cut by batches
        usual.maxBytes(),
        usual.batchTimeout(),
        Duration.ofMillis(2),
        usual.heartbeatTimeout(),
        usual.settle(),
        usual.retryPause(),
        usual.cachedChecks(),
        usual.knownTargets());
  }

  private static PgConfig pgConfig(DbConfig database) {
    return new PgConfig(
        database.hosts(),
        database.database(),
        database.user(),
        database.password(),
        PgConfig.TlsMode.DISABLE,
        Optional.empty(),
        Optional.empty(),
        true,
        false,
        Duration.ofSeconds(2));
  }
}
