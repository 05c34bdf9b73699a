package dev.tocsin.domain.doctor;

import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.Interval;
import dev.tocsin.domain.check.Policy;
import dev.tocsin.domain.ping.Ping;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import dev.tocsin.domain.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** A job that nobody wrote: runs by a schedule, with all that happens to jobs. */
final class Job {

  static final Instant NOW = Instant.parse("2026-11-21T12:34:56Z");

  final Random random;
  final List<Heard> heard = new ArrayList<>();
  BlindTimes blind = BlindTimes.NONE;
  String source = "10.0.0.5 curl/8.5";
  boolean starts;
  double missed;
  double retries;
  double fails;

  /** Seconds from the time of the schedule to the start of the job. */
  DoubleSupplier delay;

  /** Seconds that it takes. */
  DoubleSupplier takes;

  Job(Random random) {
    this.random = random;
    this.delay = () -> random.nextDouble() * 3;
    this.takes = () -> 1 + random.nextDouble() * 20;
  }

  /** Runs at each time of a schedule, up to now. */
  Job by(Schedule schedule, Duration forSoLong) {
    Instant at = schedule.nextAfter(NOW.minus(forSoLong));
    while (at.isBefore(NOW)) {
      if (random.nextDouble() >= missed) {
        run(at.plusMillis((long) (1_000 * delay.getAsDouble())));
      }
      at = schedule.nextAfter(at);
    }
    return this;
  }

  /** Works, sleeps, and works again. */
  Job loop(Duration sleep, int runs) {
    Instant at = NOW.minus(sleep.multipliedBy(runs).multipliedBy(11).dividedBy(10));
    while (at.isBefore(NOW)) {
      at = run(at).plus(sleep);
    }
    return this;
  }

  Instant run(Instant begin) {
    Duration took = Duration.ofMillis((long) (1_000 * takes.getAsDouble()));
    boolean again = random.nextDouble() < retries;
    boolean fails = again || random.nextDouble() < this.fails;
    RunId id = starts ? new RunId(new UUID(random.nextLong(), random.nextLong())) : null;
    if (starts) {
      ping(begin, PingKind.START, id);
    }
    Instant end = begin.plus(took);
    ping(end, fails ? PingKind.FAIL : PingKind.SUCCESS, id);
    return again ? run(end.plusSeconds(30)) : end;
  }

  void ping(Instant at, PingKind kind, @Nullable RunId id) {
    heard.add(new Heard(new Ping(at, kind, id), source));
  }

  /** Nobody hears for a while, so often. */
  Job blind(int times, Duration each, Duration within) {
    List<Interval> gaps = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      Instant since = NOW.minusSeconds((long) (random.nextDouble() * within.toSeconds()));
      gaps.add(new Interval(since, since.plus(each)));
    }
    blind = BlindTimes.of(gaps);
    heard.removeIf(h -> !blind.within(h.ping().at(), h.ping().at().plusMillis(1)).isZero());
    return this;
  }

  /** The latest pings, as they are kept. */
  CaseHistory kept(int most, Told told, boolean toldByPeople, ZoneId... likely) {
    heard.removeIf(h -> h.ping().at().isAfter(NOW)); // in progress
    heard.sort(Comparator.comparing(h -> h.ping().at()));
    Instant createdAt = heard.isEmpty() ? NOW : heard.get(0).ping().at().minusSeconds(60);
    return new CaseHistory(
        told,
        toldByPeople,
        false,
        Policy.NONE,
        heard.subList(Math.max(0, heard.size() - most), heard.size()),
        List.of(),
        blind,
        heard.size(),
        createdAt,
        List.of(likely),
        NOW);
  }
}
