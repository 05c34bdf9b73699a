package dev.tocsin.ping.apply;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.ping.PgConfig;
import dev.tocsin.ping.journal.Batch;
import dev.tocsin.ping.journal.Correction;
import dev.tocsin.ping.journal.Damage;
import dev.tocsin.ping.journal.Entry;
import dev.tocsin.ping.journal.InstallationNote;
import dev.tocsin.ping.journal.JournalReader;
import dev.tocsin.ping.journal.Mark;
import dev.tocsin.ping.journal.StampClock;
import dev.tocsin.ping.journal.Target;
import dev.tocsin.ping.pg.Postgres;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbConfig;
import dev.tocsin.store.TestPostgres;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * How many pings a second one applier writes over 10,000 checks, by size of batch. Not a test; run
 * it by hand, best with {@code TOCSIN_TEST_PG_PORT} pointing to a server with fsync on.
 */
public final class ApplierBench {

  private static final int CHECKS = 10_000;

  private ApplierBench() {}

  public static void main(String[] args) throws Exception {
    int seconds = args.length == 0 ? 10 : Integer.parseInt(args[0]);
    for (int size : new int[] {1_000, 256, 1_000, 2_000}) {
      System.out.printf("batches of %5d: %s%n", size, run(size, seconds));
    }
    System.exit(0);
  }

  private static String run(int size, int seconds) throws Exception {
    DbConfig config = TestPostgres.freshDatabase();
    List<UUID> codes = checks(config);
    ProcessHandle postmaster = postmaster(config);
    Endless journal = new Endless(codes);
    Vertx vertx = Vertx.vertx();
    PgConfig pg =
        new PgConfig(
            config.hosts(),
            config.database(),
            config.user(),
            config.password(),
            PgConfig.TlsMode.DISABLE,
            Optional.empty(),
            Optional.empty(),
            true,
            false,
            Duration.ofSeconds(5));
    Postgres postgres = new Postgres(vertx, () -> pg);
    ApplierConfig bounds =
        new ApplierConfig(
            "bench",
            "",
            size,
            8 << 20,
            Duration.ofSeconds(10),
            Duration.ofMillis(250),
            Duration.ofSeconds(3),
            Duration.ZERO,
            Duration.ofSeconds(2),
            100_000,
            200_000);
    Through through = new Through();
    Applier applier =
        Applier.start(
            bounds,
            postgres,
            new Source.Live(
                journal,
                () -> Endless.OPENED,
                () -> Correction.NONE,
                journal::mark,
                position -> {},
                List::of),
            new InstallationNote(Files.createTempDirectory("bench")),
            new CensusFile(Files.createTempDirectory("bench")),
            StampClock.system(event -> {}),
            new Bell(),
            through,
            ApplyMetrics.NONE);
    LockSupport.parkNanos(Duration.ofSeconds(seconds).toNanos());
    long from = through.position;
    long began = System.nanoTime();
    Map<String, Long> cpu = cpu(postmaster);
    LockSupport.parkNanos(Duration.ofSeconds(seconds).toNanos());
    long pings = (through.position - from) / Endless.RECORD;
    long took = System.nanoTime() - began;
    String spent = spent(cpu, cpu(postmaster), pings);
    applier.close();
    postgres.close();
    vertx.close().await();
    return "%,7d pings/s; microseconds of CPU per ping: %s"
        .formatted(pings * 1_000_000_000L / took, spent);
  }

  /** CPU time so far of the threads that matter and of all Postgres processes, in nanoseconds. */
  private static Map<String, Long> cpu(ProcessHandle postmaster) {
    Map<String, Long> used = new TreeMap<>();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (ThreadInfo thread : threads.dumpAllThreads(false, false)) {
      long nanos = Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
      String name = thread.getThreadName();
      if (name.startsWith("tocsin-applier") || name.startsWith("vert.x-eventloop")) {
        used.merge(name.replaceAll("-thread.*", ""), nanos, Long::sum);
      }
    }
    Stream.concat(Stream.of(postmaster), postmaster.descendants())
        .forEach(
            p ->
                used.merge(
                    "postgres",
                    p.info().totalCpuDuration().orElse(Duration.ZERO).toNanos(),
                    Long::sum));
    return used;
  }

  private static String spent(Map<String, Long> before, Map<String, Long> after, long pings) {
    StringBuilder text = new StringBuilder();
    after.forEach(
        (name, nanos) ->
            text.append(
                "%s %.1f  "
                    .formatted(
                        name, (nanos - before.getOrDefault(name, 0L)) / 1e3 / Math.max(1, pings))));
    return text.toString();
  }

  private static ProcessHandle postmaster(DbConfig config) {
    try (Db db = Db.open(config)) {
      String sql = "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::bigint AS pid";
      return ProcessHandle.of(db.first("pid", sql, row -> row.number("pid")).orElseThrow())
          .orElseThrow();
    }
  }

  private static List<UUID> checks(DbConfig config) {
    try (Db db = Db.open(config)) {
      db.update("p", "INSERT INTO projects (name, ping_key, check_limit) VALUES ('p', 'k', 10000)");
      db.update(
          "c",
          "INSERT INTO checks (project_id, slug) SELECT 1, 'c' || i FROM generate_series(1, ?) i",
          CHECKS);
      db.update("s", "INSERT INTO check_state (check_id) SELECT id FROM checks");
      return db.query("codes", "SELECT code FROM checks", row -> row.uuid("code"));
    }
  }

  private static final class Through implements Applier.Listener {
    private volatile long position;

    @Override
    public boolean answered(long at) {
      return false;
    }

    @Override
    public void applied(long through, List<Settled> exceptions) {
      position = through;
    }
  }

  /** A journal that never ends: random checks, a stamp each millisecond. */
  private static final class Endless implements JournalReader {
    private static final int RECORD = 150;
    private static final Instant OPENED = Instant.parse("2026-11-20T08:00:00Z");

    private final UUID stream = UUID.randomUUID();
    private final List<Target> targets;
    private final Random random = new Random(1);

    Endless(List<UUID> codes) {
      this.targets = codes.stream().<Target>map(Target.ByCode::new).toList();
    }

    Mark mark() {
      return new Mark(OPENED, end());
    }

    @Override
    public UUID stream() {
      return stream;
    }

    @Override
    public long start() {
      return 0;
    }

    @Override
    public long end() {
      return Long.MAX_VALUE / 2 / RECORD * RECORD;
    }

    @Override
    public Batch read(long from, int maxRecords, int maxBytes) {
      List<Entry> entries = new ArrayList<>(maxRecords);
      for (int i = 0; i < maxRecords; i++) {
        long at = from + (long) i * RECORD;
        Target target = targets.get(random.nextInt(targets.size()));
        entries.add(
            new Entry(
                at,
                at + RECORD,
                OPENED.plusMillis(at / RECORD),
                ApplyFixture.ping(target, PingKind.SUCCESS, "")));
      }
      return new Batch(entries, from + (long) maxRecords * RECORD, List.of());
    }

    @Override
    public List<Damage> damage() {
      return List.of();
    }
  }
}
