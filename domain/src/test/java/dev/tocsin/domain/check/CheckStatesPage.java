package dev.tocsin.domain.check;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Renders {@code docs/check-states.md}: every cell of its tables is asked of the state machine. */
final class CheckStatesPage {

  private static final double MICRO = 0.000001;

  private CheckStatesPage() {}

  static String render() {
    return """
        # What a check is, and how it changes

        Every table on this page is written by a test from `CheckMachine`, the one state machine that listener, alerter,
        pages and API share. Write it anew with `mvn -pl domain test -Dtest=CheckStatesPageTest -Ddocs.write=true`.

        A check has a stored **status**, moved by pings, by the alerter and by people. What people see is its **standing**:
        the status, and what time alone has made of it. A change of the status is a **flip**. A flip is news, and makes
        an alert, if the check went down, or came up from down.

        ## Signals

        What a ping makes of the status. Every ping is counted, whatever it says.

        %s
        While a check is paused *and* to be resumed by hand, every ping is recorded as `ign`.

        What else a ping moves, on a check that is up and has no run in progress:

        %s
        ## Runs

        A start begins a run, a completion (success or fail) may end it. Run ids decide where there are any. The run began
        10 seconds before.

        %s
        A later start replaces an earlier one: only the latest run is supervised.

        ## People

        %s
        An edit never changes the status; it moves the deadline.

        ## Deadlines

        Silence is an alarm from the deadline on: the expected time of the next ping or the start of the run in progress,
        whichever is earlier (`next_ping` on the wire), plus the grace time. Here a check is pinged at 0 s, a run may begin
        at 1000 s, the period is 3600 s, the grace time 300 s.

        %s
        A check that misses its deadline goes down with a flip dated *at the deadline*, however late the alerter looks, and
        only once everything that any listener heard up to it is applied. A ping that comes at the very deadline is in time.

        ## Standing by time

        The same checks as time passes. A boundary belongs to the later standing.

        %s
        ## A worked example

        Period 3600 s, grace time 300 s; t in seconds.

        %s
        ## Pings that come late

        Two listeners may hear one check, so a ping may be older than what was applied before it. Such a ping is counted
        and logged under the next number, and moves nothing back:

        - older than the last completion, or than the last pause or resume: status, last ping and run stay as they are; a
          completion still ends the run with its own run id;
        - a start at or before the last completion opens no run, and an older run that seemed to be in progress is over: this
          start had replaced it;
        - a completion from before the start of the run in progress leaves that run alone, unless it has its run id;
        - a ping from before the last edit is not held against the new deadline.

        If a deadline lies before a ping's own time and is missed beyond doubt, the check goes down at the deadline first
        and the ping is applied then: it never matters whether the alerter looked in between. A ping that a completion
        overtook judges nothing before it is applied, and a down that is dated at a completion waits for what that may have
        overtaken.

        %s"""
        .formatted(
            signals(),
            effects(),
            runs(),
            people(),
            deadlines(),
            standings(),
            workedExample(),
            PolicyTables.render() + AssertionTables.render() + BlindTables.render());
  }

  private static String signals() {
    var table = new Table("", "new", "up", "down", "paused");
    for (PingKind kind : PingKind.values()) {
      List<String> cells = new ArrayList<>(List.of("`" + kind.word() + "`"));
      for (Status was : List.of(Status.NEW, Status.UP, Status.DOWN, Status.PAUSED)) {
        Life life = Life.that(was).ping(20, kind, null);
        cells.add(cell(life));
      }
      table.row(cells);
    }
    return table.toString();
  }

  private static String cell(Life life) {
    String status = life.state.status().word();
    if (life.flips.isEmpty()) {
      return status;
    }
    boolean alert = life.flips.get(0).alerts();
    return "**%s**, flip%s".formatted(status, alert ? ", alert" : "");
  }

  private static String effects() {
    var table = new Table("", "last ping", "last start", "run id of the start", "last duration");
    for (PingKind kind : PingKind.values()) {
      Life life = Life.that(Status.UP).ping(12, PingKind.START, Life.RUN_B);
      CheckState was = life.ping(15, PingKind.SUCCESS, Life.RUN_B).state;
      CheckState is = life.ping(20, kind, Life.RUN_A).state;
      table.row(
          List.of(
              "`" + kind.word() + "`",
              change(was.lastPing(), is.lastPing()),
              change(was.lastStart(), is.lastStart()),
              change(was.lastStartRun(), is.lastStartRun()),
              change(was.lastDuration(), is.lastDuration())));
    }
    return table.toString();
  }

  private static String change(@Nullable Object was, @Nullable Object is) {
    if (Objects.equals(was, is)) {
      return "stays";
    }
    return is == null ? "cleared" : "set";
  }

  private static String runs() {
    var table = new Table("start", "then", "the run", "last duration");
    for (RunId start : Arrays.asList(null, Life.RUN_A)) {
      for (PingKind kind : List.of(PingKind.SUCCESS, PingKind.FAIL)) {
        for (RunId end : Arrays.asList(null, Life.RUN_A, Life.RUN_B)) {
          if (start == null && Life.RUN_B.equals(end)) {
            continue; // the same as A: another id
          }
          Life life = Life.that(Status.UP).ping(20, PingKind.START, start).ping(30, kind, end);
          table.row(
              List.of(
                  "start" + rid(start),
                  kind.word() + rid(end),
                  life.state.started() ? "goes on" : "ends",
                  life.state.lastDuration() == null
                      ? "none"
                      : life.state.lastDuration().toSeconds() + " s"));
        }
      }
    }
    return table.toString();
  }

  private static String rid(@Nullable RunId run) {
    if (run == null) {
      return " without run id";
    }
    return run.equals(Life.RUN_A) ? " A" : " B";
  }

  private static String people() {
    var table = new Table("", "new", "up", "down", "paused");
    List<String> pause = new ArrayList<>(List.of("pause"));
    List<String> resume = new ArrayList<>(List.of("resume"));
    for (Status was : List.of(Status.NEW, Status.UP, Status.DOWN, Status.PAUSED)) {
      pause.add(cell(Life.that(was).pause(20)));
      Life life = Life.that(was);
      boolean refused = CheckMachine.onResume(life.state, Life.at(20)).isEmpty();
      resume.add(refused ? "refused" : cell(life.resume(20)));
    }
    table.row(pause);
    table.row(resume);
    return table + "\nPause ends a run in progress and keeps the last ping; resume forgets it.\n";
  }

  private static String deadlines() {
    var table = new Table("check", "expected", "`next_ping`", "deadline");
    for (Life life : sampleLives()) {
      table.row(
          List.of(
              name(life),
              seconds(CheckMachine.expected(life.state, life.rules).flatMap(Life::seconds)),
              seconds(life.nextPing()),
              seconds(life.deadline())));
    }
    return table.toString();
  }

  private static String standings() {
    var table = new Table("check", "standing");
    for (Life life : sampleLives()) {
      List<String> parts = new ArrayList<>();
      double from = 1000;
      for (double boundary : List.of(1300.0, 3600.0, 3900.0, 10_000.0)) {
        Standing before = life.standing(boundary - MICRO);
        if (life.standing(boundary) != before) {
          parts.add("%s until %s".formatted(before.word(), seconds(Optional.of(boundary))));
          from = boundary;
        }
      }
      parts.add("%s from %s".formatted(life.standing(20_000).word(), seconds(Optional.of(from))));
      table.row(List.of(name(life), parts.size() == 1 ? always(life) : String.join(", ", parts)));
    }
    return table.toString();
  }

  private static String always(Life life) {
    return life.standing(1000).word() + ", whatever the time";
  }

  private static List<Life> sampleLives() {
    return Stream.of(Status.UP, Status.NEW, Status.PAUSED, Status.DOWN)
        .flatMap(
            status -> Stream.of(sample(status), sample(status).ping(1000, PingKind.START, null)))
        .toList();
  }

  private static Life sample(Status status) {
    var life = new Life(Life.HOURLY);
    switch (status) {
      case NEW -> {}
      case UP -> life.ping(0, PingKind.SUCCESS, null);
      case DOWN -> life.ping(0, PingKind.FAIL, null);
      case PAUSED -> life.ping(0, PingKind.SUCCESS, null).pause(500);
    }
    return life;
  }

  private static String name(Life life) {
    return life.state.status().word() + (life.state.started() ? ", run in progress" : "");
  }

  private static String workedExample() {
    var table =
        new Table(
            "t",
            "event",
            "status",
            "standing",
            "started",
            "`next_ping`",
            "deadline",
            "last duration");
    for (WorkedExample.Step step : WorkedExample.STEPS) {
      Life life = WorkedExample.until(step.second());
      table.row(
          List.of(
              String.valueOf(step.second()),
              step.ping().map(PingKind::word).orElse("–"),
              life.state.status().word(),
              life.standing(step.second()).word(),
              String.valueOf(life.state.started()),
              seconds(life.nextPing()),
              seconds(life.deadline()),
              life.state.lastDuration() == null
                  ? "–"
                  : String.valueOf(life.state.lastDuration().toSeconds())));
    }
    return table.toString();
  }

  private static String seconds(Optional<Double> second) {
    return second.map(s -> String.valueOf(Math.round(s))).orElse("–");
  }
}
