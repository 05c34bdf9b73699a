package dev.tocsin.dashboard.history;

import dev.tocsin.dashboard.board.Run;
import dev.tocsin.dashboard.board.Run.Outcome;
import dev.tocsin.dashboard.parts.Times;
import dev.tocsin.dashboard.web.Viewer;
import dev.tocsin.domain.check.Status;
import dev.tocsin.domain.insight.DurationStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Runs along time: where a bar stands is when it ended, how high it is tells how long it took; what
 * is behind the bars is when the check was down. Made here and not in the browser, so that it needs
 * no script.
 *
 * @param tallest what the full height means
 * @param some whether it is known of any run how long it took
 * @param step since when runs take longer, or less long, if they do
 */
public record RunChart(
    List<Bar> bars,
    List<Band> downs,
    List<Mark> marks,
    Duration tallest,
    boolean some,
    Took took,
    Optional<Step> step) {

  public static final int WIDTH = 1000;
  public static final int HEIGHT = 140;

  private static final int UNKNOWN = 44;
  private static final int SHORTEST = 4;

  /** Bars stand at least this far from the edges. */
  private static final int MARGIN = 6;

  /** One run. */
  public record Bar(double x, int y, int height, String look, long at, String words) {}

  /** A time in which it was down. */
  public record Band(double x, double width) {}

  /** A time on the axis, as a part of its width. */
  public record Mark(double percent, Instant at) {}

  /** How long runs take: nothing if nobody knows. */
  public record Took(Duration median, Duration p95, Duration longest) {}

  /** A lasting change of how long runs take. */
  public record Step(double x, String words) {}

  /** The chart of runs, oldest first. */
  public static RunChart of(List<Run> runs, Past past, Viewer viewer) {
    List<Duration> took = runs.stream().map(Run::took).filter(Objects::nonNull).sorted().toList();
    Duration tallest = took.isEmpty() ? Duration.ofSeconds(1) : took.get(took.size() - 1);
    Instant from = runs.isEmpty() ? viewer.now() : runs.get(0).at();
    Axis axis = new Axis(from, viewer.now());
    List<Bar> bars = runs.stream().map(run -> bar(run, axis, tallest, viewer)).toList();
    List<Band> downs =
        past.stretches().stream()
            .filter(s -> s.status() == Status.DOWN && s.to().isAfter(from))
            .map(s -> new Band(axis.x(s.from()), Math.max(2, axis.x(s.to()) - axis.x(s.from()))))
            .toList();
    List<Mark> marks = new ArrayList<>();
    for (int quarter = 0; quarter <= 4 && runs.size() > 1; quarter++) {
      Duration at = Duration.between(from, viewer.now()).multipliedBy(quarter).dividedBy(4);
      marks.add(new Mark(quarter * 25.0, from.plus(at)));
    }
    return new RunChart(
        bars, downs, marks, tallest, !took.isEmpty(), took(took), step(runs, axis, viewer));
  }

  private static Optional<Step> step(List<Run> runs, Axis axis, Viewer viewer) {
    List<Run> timed = runs.stream().filter(run -> run.took() != null).toList();
    return DurationStep.in(timed.stream().map(Run::took).filter(Objects::nonNull).toList())
        .map(
            step -> {
              Instant since = timed.get(step.at()).at();
              String words =
                  "Since %s they take %s: half up to %s, before that up to %s."
                      .formatted(
                          Times.clock(since, viewer),
                          howLong(step.times()),
                          Times.span(step.after()),
                          Times.span(step.before()));
              return new Step(axis.x(since), words);
            });
  }

  private static String howLong(double times) {
    return times > 1
        ? String.format(Locale.ROOT, "%.1f times as long", times)
        : "%d %% of the time".formatted(Math.round(100 * times));
  }

  private static Took took(List<Duration> sorted) {
    int last = sorted.size() - 1;
    return sorted.isEmpty()
        ? new Took(Duration.ZERO, Duration.ZERO, Duration.ZERO)
        : new Took(sorted.get(last / 2), sorted.get(last * 95 / 100), sorted.get(last));
  }

  private record Axis(Instant from, Instant to) {

    double x(Instant at) {
      double all = Math.max(1, Duration.between(from, to).toMillis());
      double part = Math.max(0, Duration.between(from, at).toMillis()) / all;
      return Math.round(10 * (MARGIN + part * (WIDTH - 2 * MARGIN))) / 10.0;
    }
  }

  private static Bar bar(Run run, Axis axis, Duration tallest, Viewer viewer) {
    boolean open = run.outcome() != Outcome.GOOD && run.outcome() != Outcome.FAILED;
    Duration took = run.took();
    int height = open ? HEIGHT : UNKNOWN;
    if (!open && took != null) {
      long part = HEIGHT * took.toMillis() / Math.max(1, tallest.toMillis());
      height = (int) Math.max(SHORTEST, part);
    }
    return new Bar(
        axis.x(run.at()),
        HEIGHT - height,
        height,
        run.outcome().name().toLowerCase(Locale.ROOT),
        run.at().getEpochSecond() + 1,
        words(run, viewer));
  }

  private static String words(Run run, Viewer viewer) {
    String when = Times.exact(run.at(), viewer);
    Duration took = run.took();
    Integer exit = run.exitStatus();
    return switch (run.outcome()) {
      case MISSED -> "Missed: nothing was heard by " + when;
      case UNVERIFIED -> "Unverified: due %s, nobody could hear".formatted(when);
      case RUNNING -> "Running since " + when;
      case GOOD, FAILED ->
          (run.outcome() == Outcome.GOOD ? "Good " : "Failed ")
              + when
              + (took == null ? "" : ", took " + Times.span(took))
              + (exit == null ? "" : ", exit status " + exit);
    };
  }
}
