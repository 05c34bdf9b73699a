package dev.tocsin.domain.check;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import dev.tocsin.domain.schedule.Cron;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The part of {@code docs/check-states.md} about what a check may ask for beyond the contract. */
final class PolicyTables {

  private PolicyTables() {}

  static String render() {
    return """
        ## More about runs

        What follows goes beyond the Pinging API. All of it is off by default, and a check that asks for none of it behaves
        exactly as above. The period is 3600 s and the grace time 300 s, unless said otherwise; `start A` is a start with the
        run id A; t in seconds.

        ### A limit for runs: `max_runtime`

        Without it, the grace time says both how late a ping may come and how long a run may take. With it, the grace time is
        only how late a run may *start* (or complete, for jobs that send no starts): a start meets the schedule, and while the
        run is in progress its own limit counts. Here it is 7200 s.

        %s
        A job that crashes and starts anew, time after time, always has a run within its limit. It is found all the same:
        who may start as late as the expected time plus the grace time must have ended `max_runtime` after that.

        %s
        ### Finished too fast: `min_runtime`

        A success that ends a run shorter than this counts as a failure (reason `too_fast`): a backup that takes a second
        has saved nothing. It is recorded as the success that it said it was. Where the duration is not known, because there
        was no start or the run ids differ, nothing is too fast. Here it is 60 s.

        %s
        ### A little early: `early_tolerance`

        A completion up to this long before a scheduled time counts for that time: a job that is done at 03:59:50 was the one
        of 04:00. For cron and OnCalendar; a period has no scheduled times, so it is kept and means nothing there. The check
        runs daily at 04:00 (UTC); the tolerance is 60 s.

        %s
        ### Failures in a row: `failures_before_down`

        The check goes down with the n-th reported failure in a row: a fail, an exit status, a success that was too fast or broke
        an assertion. Only
        these count. Silence past the deadline is an alarm at once: the grace time is the knob for that. A failure that is
        tolerated is a completion like any other: it ends its run and moves the last ping, and from it the next one is
        expected. On a new or paused check it means that somebody is there: the check comes up, without an alert. The count
        starts anew after a success, after going down, and after a pause. Here n is 3.

        %s
        ### Successes in a row: `successes_before_up`

        A check that is down comes up with the n-th success in a row. A failure, and every going down, starts the count anew;
        a check that is not down needs but one. Until it is up, silence makes no new alarm. Here n is 2.

        %s
        ### Overlapping runs: `overlapping_runs`

        Runs with different run ids are supervised each for itself: a start opens its own run, only a completion with the same
        id closes it, with its own duration, and the first limit of all runs in progress counts. Starts and completions
        without a run id belong to one run that has none. `started`, `last_start` and `next_ping` tell of the run that
        started last.

        %s
        While a run is past its limit beyond doubt, the successes of others do not bring the check up; its own end does, and
        so does a pause. At most %d runs are in progress: one more start takes the place of the oldest run that is past its
        limit, otherwise of the oldest. A start that comes late, at or before the last completion of whichever run, opens
        none: its end may have been applied already, and a run that never ends would be a false alarm.

        ### Signs of life: `keep_alive`

        A `log` ping with the run id of a run in progress (without one: for the run without one) says that it is alive: its
        limit counts from there. Durations still count from the start. A check that keeps talking never goes down for taking
        long, so this is for jobs of which nobody can say how long they take. A sign that comes late moves nothing back.

        %s"""
        .formatted(
            told(
                Policies.maxRuntime(7200),
                success(0),
                look(1000),
                start(3700, null),
                look(10_899),
                success(10_899),
                start(15_000, null)),
            told(
                Policies.maxRuntime(7200),
                success(0),
                start(3600, null),
                start(7200, null),
                start(10_800, null),
                look(11_200)),
            told(
                Policies.minRuntime(60),
                success(0),
                start(100, null),
                success(102),
                start(200, null),
                success(260),
                success(300),
                start(400, Life.RUN_A),
                at(410, PingKind.SUCCESS, Life.RUN_B)),
            early(),
            told(
                Policies.inRow(3, 1),
                fail(0),
                fail(100),
                success(200),
                fail(300),
                fail(400),
                fail(500),
                success(600),
                fail(700),
                look(4301)),
            told(
                Policies.inRow(1, 2),
                success(0),
                fail(100),
                success(200),
                fail(300),
                success(400),
                success(500)),
            told(
                Policies.overlapping(),
                success(0),
                start(100, Life.RUN_A),
                start(200, Life.RUN_B),
                at(250, PingKind.SUCCESS, Life.RUN_B),
                start(400, Life.RUN_B),
                at(450, PingKind.SUCCESS, Life.RUN_B),
                at(500, PingKind.SUCCESS, Life.RUN_A)),
            Runs.MOST,
            told(
                Policies.keepAlive(),
                success(0),
                start(100, Life.RUN_A),
                at(350, PingKind.LOG, Life.RUN_A),
                at(600, PingKind.LOG, Life.RUN_B),
                at(640, PingKind.SUCCESS, Life.RUN_A)));
  }

  private record Step(double second, @Nullable PingKind kind, @Nullable RunId run) {
    String told() {
      String id = run == null ? "" : run.equals(Life.RUN_A) ? " A" : " B";
      return kind == null ? "–" : "`" + kind.word() + "`" + id;
    }
  }

  private static Step at(double second, @Nullable PingKind kind, @Nullable RunId run) {
    return new Step(second, kind, run);
  }

  private static Step look(double second) {
    return at(second, null, null);
  }

  private static Step success(double second) {
    return at(second, PingKind.SUCCESS, null);
  }

  private static Step fail(double second) {
    return at(second, PingKind.FAIL, null);
  }

  private static Step start(double second, @Nullable RunId run) {
    return at(second, PingKind.START, run);
  }

  private static String told(Policy policy, Step... steps) {
    var life = new Life(Life.rules(3600, 300, policy));
    var table = new Table("t", "ping", "status", "flips", "deadline", "last duration");
    for (Step step : steps) {
      life.flips.clear();
      if (step.kind() == null) {
        life.look(Life.at(step.second()));
      } else {
        life.ping(step.second(), step.kind(), step.run());
      }
      table.row(
          List.of(
              number(step.second()),
              step.told(),
              life.state.status().word(),
              flips(life),
              life.deadline().map(PolicyTables::number).orElse("–"),
              life.state.lastDuration() == null
                  ? "–"
                  : String.valueOf(life.state.lastDuration().toSeconds())));
    }
    return table.toString();
  }

  private static String flips(Life life) {
    return life.flips.isEmpty()
        ? "–"
        : life.flips.stream()
            .map(
                flip ->
                    "**%s** at %s (`%s`)%s"
                        .formatted(
                            flip.to().word(),
                            Life.seconds(flip.at()).map(PolicyTables::number).orElseThrow(),
                            flip.reason().word(),
                            flip.alerts() ? ", alert" : ""))
            .collect(Collectors.joining(", "));
  }

  private static String number(double second) {
    return String.valueOf(Math.round(second));
  }

  private static String early() {
    var rules =
        new CheckRules(
            Cron.parse("0 4 * * *", ZoneId.of("UTC")),
            Duration.ofMinutes(5),
            false,
            Policies.early(60));
    var table = new Table("completion", "next one expected");
    for (String clock : List.of("03:58:59", "03:59:00", "03:59:50", "04:00:00", "04:10:00")) {
      Instant at = Instant.parse("2026-11-20T" + clock + "Z");
      String next =
          rules.expectedAfter(at).equals(Instant.parse("2026-11-20T04:00:00Z"))
              ? "the same day at 04:00"
              : "the next day at 04:00";
      table.row(List.of(clock, next));
    }
    return table.toString();
  }
}
