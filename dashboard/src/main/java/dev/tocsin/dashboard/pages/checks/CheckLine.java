package dev.tocsin.dashboard.pages.checks;

import dev.tocsin.dashboard.board.Run;
import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.dashboard.parts.Pill;
import dev.tocsin.dashboard.parts.RunBar;
import dev.tocsin.dashboard.parts.Sentence;
import dev.tocsin.dashboard.parts.Times;
import dev.tocsin.dashboard.parts.Why;
import dev.tocsin.domain.schedule.Schedules;
import dev.tocsin.store.CheckSettings;
import java.time.Duration;
import java.util.List;

/** One line of the list. */
public record CheckLine(
    Shown check,
    Pill pill,
    Sentence why,
    String schedule,
    String scheduleExactly,
    List<String> tags,
    RunBar bar,
    String pingUrl) {

  /** How many runs a line shows. */
  static final int RUNS = 30;

  static CheckLine of(Shown check, List<Run> runs, String pingUrl) {
    return new CheckLine(
        check,
        Pill.of(check),
        Why.of(check),
        check.rules().schedule().inWords(),
        exactly(check),
        check.tags(),
        RunBar.of(runs, RUNS),
        pingUrl + check.check().code());
  }

  /** What the words on the list leave out. */
  private static String exactly(Shown check) {
    String words = check.rules().schedule().inWordsWithZone();
    CheckSettings set = check.check().settings();
    return set.kind().equals(Schedules.SIMPLE) ? words : words + " · " + set.schedule();
  }

  /** The start of the ids of its elements; short, since there are many. */
  public String id() {
    return "c" + row();
  }

  /** What forms call it. */
  public String row() {
    return RowIds.of(check);
  }

  /** How long its last run took; empty if that is not known. */
  public String took() {
    Duration took = check.check().state().lastDuration();
    return took == null ? "" : Times.span(took);
  }
}
