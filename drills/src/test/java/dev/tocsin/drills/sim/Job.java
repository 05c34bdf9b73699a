package dev.tocsin.drills.sim;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import dev.tocsin.domain.schedule.Period;
import dev.tocsin.domain.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a check watches. Mostly it runs as it should; now and then it fails, is late, does not run,
 * dies in the middle, runs into the next run, says a thing twice, or is gone for a while.
 */
final class Job {

  /** The first ping of a fleet comes within this. */
  private static final int FIRST_WITHIN_SECONDS = 120;

  private final Watched check;
  private final Timeline time;
  private final Clients clients;
  private final Random random;
  private final boolean tellsStart;
  private final boolean tellsRun;
  private final Duration usual;
  private Instant goneUntil = Instant.MIN;

  Job(Watched check, Timeline time, Clients clients, Random random) {
    this.check = check;
    this.time = time;
    this.clients = clients;
    this.random = random;
    this.tellsStart = random.nextInt(3) == 0;
    this.tellsRun = random.nextBoolean();
    long most = Math.min(check.pace().toMillis(), check.rules().grace().toMillis());
    this.usual = Duration.ofMillis(most / 10 + random.nextLong(most / 4));
  }

  /** Says the first word, and runs as scheduled from then on. */
  void begin() {
    time.after(
        Duration.ofMillis(random.nextInt(FIRST_WITHIN_SECONDS * 1_000)),
        () -> {
          say(PingKind.SUCCESS, null);
          next(time.now());
        });
  }

  private void next(Instant after) {
    Schedule schedule = check.rules().schedule();
    Instant at = schedule.nextAfter(after);
    if (!at.isBefore(Schedule.NEVER)) {
      return;
    }
    // Whoever sleeps a period between runs comes a little sooner or later each time.
    Duration drift = schedule instanceof Period ? share(check.rules().grace(), 0.3) : Duration.ZERO;
    time.at(at.plus(drift), this::run);
  }

  private Duration share(Duration of, double most) {
    return Duration.ofMillis((long) (of.toMillis() * most * random.nextDouble()));
  }

  private void run() {
    Instant due = time.now();
    next(due);
    if (due.isBefore(goneUntil)) {
      return;
    }
    RunId run = tellsRun ? new RunId(new UUID(random.nextLong(), random.nextLong())) : null;
    Duration takes = usual.plus(share(usual, 1.0));
    int fate = random.nextInt(1_000);
    if (fate < 870) {
      whole(run, takes, PingKind.SUCCESS);
    } else if (fate < 890) {
      whole(run, takes, PingKind.FAIL);
    } else if (fate < 910) {
      time.after(share(check.rules().grace(), 2.5), () -> whole(run, takes, PingKind.SUCCESS));
    } else if (fate < 930) {
      whole(run, takes, PingKind.SUCCESS);
      time.after(takes.plus(share(Duration.ofSeconds(2), 1.0)), () -> say(PingKind.SUCCESS, run));
    } else if (fate < 945) {
      whole(run, check.pace().plus(share(check.pace(), 0.5)), PingKind.SUCCESS);
    } else if (fate < 955) {
      say(PingKind.START, run);
    } else if (fate < 970) {
      say(PingKind.LOG, run);
      whole(run, takes, PingKind.SUCCESS);
    } else if (fate < 975) {
      goneUntil = due.plus(check.pace().multipliedBy(1 + random.nextInt(4)));
    }
  }

  private void whole(@Nullable RunId run, Duration takes, PingKind end) {
    if (tellsStart) {
      say(PingKind.START, run);
    }
    time.after(takes, () -> say(end, run));
  }

  private void say(PingKind kind, @Nullable RunId run) {
    clients.send(check.id(), kind, run);
  }
}
