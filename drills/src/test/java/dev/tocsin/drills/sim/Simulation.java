package dev.tocsin.drills.sim;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.tocsin.store.Db;
import dev.tocsin.store.SecretBox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.slf4j.LoggerFactory;

/** One run: a fleet, two nodes, two alerters, four providers, faults, and what came of it. */
final class Simulation {

  /**
   * What a run is made of; the same setup gives the same run.
   *
   * @param length of the time in which things go wrong; then all is healed and comes to rest
   * @param off the protection that is switched off, if any
   */
  record Setup(long seed, int checks, Duration length, Optional<Protection> off) {

    static Setup of(long seed, int checks, Duration length) {
      return new Setup(seed, checks, length, Optional.empty());
    }

    Setup without(Protection protection) {
      return new Setup(seed, checks, length, Optional.of(protection));
    }

    boolean has(Protection protection) {
      return off.isEmpty() || off.get() != protection;
    }
  }

  /**
   * What came of it.
   *
   * @param hash of everything that happened
   */
  record Run(Setup setup, Score score, Map<String, Integer> faults, String hash, String figures) {

    /** What to do to see it again. */
    @Override
    public String toString() {
      return "%s%n  faults %s%n  %s, hash %s%n  again: -Dsim.seed=%d -Dsim.checks=%d -Dsim.hours=%s%s"
          .formatted(
              score,
              faults,
              figures,
              hash,
              setup.seed(),
              setup.checks(),
              setup.length().toMinutes() / 60.0,
              setup.off().map(off -> " without " + off).orElse(""));
    }
  }

  /** Around these the clocks of some zone of the fleet change; a run begins an hour before one. */
  private static final Instant[] TIMES = {
    Instant.parse("2026-03-29T01:00:00Z"), // Berlin, forward
    Instant.parse("2026-10-25T01:00:00Z"), // Berlin, back
    Instant.parse("2026-11-01T06:00:00Z"), // New York, back
    Instant.parse("2027-03-14T07:00:00Z"), // New York, forward
    Instant.parse("2026-10-03T15:30:00Z"), // Lord Howe, forward by half an hour
    Instant.parse("2026-12-31T23:00:00Z")
  };

  private static final Duration SETTLE = Duration.ofSeconds(15);

  /** After all is healed: longer than the longest back-off. */
  private static final Duration REST = Duration.ofMinutes(25);

  /** Before one in so many statements of an alerter's transactions, the other one takes a step. */
  private static final int STATEMENTS_BETWEEN = 60;

  /** Names wait for their likes for ten minutes, and then as flips do. */
  private static final Duration LAST_NAMES = Duration.ofMinutes(14);

  /** Flips of the last minutes may still be in a grouping window. */
  private static final Duration LAST = Duration.ofMinutes(3);

  private final Setup setup;
  private final Random random;
  private final Timeline time;
  private final EventLog log;
  private final Truth truth = new Truth();
  private final SecretBox secrets = new SecretBox(new byte[SecretBox.KEY_BYTES]);
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, AlerterProcess> alerters = new LinkedHashMap<>();
  private final Map<String, Provider> providers = new LinkedHashMap<>();

  private int between;

  private Simulation(Setup setup) {
    this.setup = setup;
    this.random = new Random(setup.seed());
    this.time = new Timeline(TIMES[random.nextInt(TIMES.length)].minus(Duration.ofHours(1)));
    this.log = new EventLog(time);
  }

  static Run run(Setup setup) {
    ((Logger) LoggerFactory.getLogger("dev.tocsin")).setLevel(Level.OFF);
    return new Simulation(setup).run();
  }

  private Run run() {
    long began = System.nanoTime();
    try (VirtualPostgres postgres = new VirtualPostgres(time)) {
      switchOff(postgres);
      Db db = new Door(postgres).db();
      List<Watched> fleet =
          new Fleet(new Random(random.nextLong()), time.now()).make(db, secrets, setup.checks());
      people(postgres);
      Clients clients = new Clients(time, truth, new Random(random.nextLong()), nodes);
      fleet.forEach(check -> new Job(check, time, clients, new Random(random.nextLong())).begin());
      Instant end = time.now().plus(setup.length());
      Faults faults = faults(postgres, end);
      time.runUntil(end);
      faults.healAll();
      comeToRest(db, end);
      Score score = score(db, fleet);
      score.count("steps between another's statements", between);
      score.count("requests refused", (int) clients.refused());
      score.count("pings that no retry could place", (int) clients.unheard());
      if (!postgres.unused().isEmpty()) {
        throw new IllegalStateException("no statement has " + postgres.unused());
      }
      long millis = (System.nanoTime() - began) / 1_000_000;
      String figures =
          "%d statements, %d events, %d ms".formatted(postgres.statements(), log.lines(), millis);
      return new Run(setup, score, faults.counts(), log.end(), figures);
    }
  }

  /** Lets all that was held up by troubles leave. */
  private void comeToRest(Db db, Instant end) {
    boolean busy = true;
    for (Instant at = end.plus(LAST); busy && at.isBefore(end.plus(REST)); at = at.plus(LAST)) {
      time.runUntil(at);
      busy =
          db.first(
                  "looking for what is under way",
                  """
                  SELECT (SELECT count(*) FROM messages WHERE state = 'sending' AND created_at < ?)
                       + (SELECT count(*) FROM unverified_runs WHERE NOT told AND noted_at < ?)
                         AS n
                  """,
                  row -> row.number("n") > 0,
                  end,
                  end)
              .orElseThrow();
    }
    time.runUntil(time.now().plus(LAST));
  }

  /** Takes a protection away: in the statements and settings, never in the code. */
  private void switchOff(VirtualPostgres postgres) {
    if (!setup.has(Protection.WATERMARK)) {
      postgres.rewrite(
          "min(heard_through) AS heard", "CASE WHEN count(*) >= 0 THEN now() END AS heard");
    }
    if (!setup.has(Protection.BLIND_EXCUSE)) {
      postgres.rewrite(
          "SELECT id, node, opened_at, heard_through, closed_at, closed_why FROM streams s",
          "SELECT * FROM (SELECT * FROM streams WHERE false) s");
    }
    if (!setup.has(Protection.LEASE)) {
      postgres.rewrite("lease IS NULL OR", "true OR");
      postgres.rewrite("AND l.lease = ?", "AND (true OR l.lease = ?)");
    }
  }

  private void people(VirtualPostgres postgres) {
    Duration settle = setup.has(Protection.SETTLE) ? SETTLE : Duration.ZERO;
    Duration registering = setup.has(Protection.STRANGERS) ? SETTLE : Duration.ZERO;
    for (String name : Fleet.CHANNELS) {
      Random chance = new Random(random.nextLong());
      boolean blindly = !setup.has(Protection.OUTBOX);
      providers.put(name, new Provider(name, time, log, chance, blindly));
    }
    for (String name : List.of("node-1", "node-2")) {
      Random chance = new Random(random.nextLong());
      boolean compares = setup.has(Protection.CURSOR);
      boolean corrects = setup.has(Protection.CORRECTION);
      nodes.add(
          new Node(name, time, log, postgres, truth, chance, compares, corrects, registering));
    }
    for (String name : List.of("alerter-1", "alerter-2")) {
      Random chance = new Random(random.nextLong());
      alerters.put(
          name,
          new AlerterProcess(name, time, log, postgres, secrets, chance, providers, nodes, settle));
    }
    Random seams = new Random(random.nextLong());
    for (AlerterProcess one : alerters.values()) {
      for (AlerterProcess other : alerters.values()) {
        if (!one.name.equals(other.name)) {
          one.door.atSeams(() -> comesBetween(other, seams));
        }
      }
    }
    nodes.forEach(Node::start);
    alerters.values().forEach(AlerterProcess::start);
  }

  private void comesBetween(AlerterProcess who, Random seams) {
    if (seams.nextInt(STATEMENTS_BETWEEN) == 0) {
      between++;
      who.comesBetween(seams);
    }
  }

  private Faults faults(VirtualPostgres postgres, Instant end) {
    Faults faults =
        new Faults(
            time,
            log,
            new Random(random.nextLong()),
            end,
            postgres,
            nodes,
            List.copyOf(alerters.values()),
            List.copyOf(providers.values()));
    faults.begin();
    return faults;
  }

  private Score score(Db db, List<Watched> fleet) {
    Score score = new Score();
    Instant watermark =
        db.first(
                "reading the watermark",
                """
                SELECT coalesce(min(heard_through) FILTER (WHERE closed_at IS NULL),
                                max(heard_through)) AS w FROM streams
                """,
                row -> row.instant("w"))
            .orElseThrow();
    // Deadlines of the last moments may not have been looked at.
    Oracle oracle = new Oracle(truth, score, watermark.minusSeconds(10));
    oracle.judge(db, fleet);
    Told told = new Told(score);
    providers.values().forEach(provider -> told.arrived(provider, alerters));
    told.readWithheld(db);
    told.compare(fleet, oracle.flips(), time.now().minus(LAST));
    new Named(score, providers.values()).compare(db, fleet, time.now().minus(LAST_NAMES));
    alerters.values().forEach(alerter -> alerter.retired().forEach(score::count));
    score.count("pings lost with a node and its disk", truth.lost());
    alerters
        .values()
        .forEach(
            alerter ->
                alerter.bugs().forEach(bug -> score.deviation("exceptions", bug.toString())));
    return score;
  }
}
