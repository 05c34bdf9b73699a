package dev.tocsin.dashboard.parts;

import dev.tocsin.dashboard.board.Run;
import dev.tocsin.dashboard.board.Run.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The last runs as bars, newest right: colour and shape tell the outcome, the height how long a run
 * took, relative to the 95th percentile of those shown.
 */
public record RunBar(List<Bar> bars, int places) {

  /** Units of the drawing, which scales. */
  public static final int HEIGHT = 24;

  /** From one bar to the next. */
  public static final int STEP = 5;

  /** The width of a bar. */
  public static final int WIDTH = 3;

  private static final int SHORTEST = 5;
  private static final int UNKNOWN = 16;

  /** Rungs of a ladder instead of a full bar. */
  private static final String HATCH = "h3m0 4h-3m0 4h3m0 4h-3m0 4h3m0 4h-3m0 4h3";

  /**
   * One bar.
   *
   * @param x its left edge
   * @param height at most {@link #HEIGHT}
   */
  public record Bar(Run run, int x, int height) {

    public int y() {
      return HEIGHT - height;
    }

    /** {@code good}, {@code failed}, {@code missed}, {@code unverified}, {@code running}. */
    public String look() {
      return RunBar.look(run.outcome());
    }
  }

  /**
   * The bar of these runs.
   *
   * @param places how many bars there is room for; fewer runs stand on the right
   */
  public static RunBar of(List<Run> runs, int places) {
    long tall = percentile95(runs);
    List<Bar> bars = new ArrayList<>();
    int x = STEP * (places - Math.min(places, runs.size()));
    for (Run run : runs.subList(Math.max(0, runs.size() - places), runs.size())) {
      bars.add(new Bar(run, x, height(run, tall)));
      x += STEP;
    }
    return new RunBar(List.copyOf(bars), places);
  }

  private static long percentile95(List<Run> runs) {
    List<Long> took =
        runs.stream()
            .map(Run::took)
            .filter(Objects::nonNull)
            .map(Duration::toMillis)
            .sorted()
            .toList();
    return took.isEmpty() ? 0 : Math.max(1, took.get((took.size() - 1) * 95 / 100));
  }

  private static int height(Run run, long tall) {
    if (run.outcome() != Outcome.GOOD && run.outcome() != Outcome.FAILED) {
      return HEIGHT;
    }
    Duration took = run.took();
    if (took == null) {
      return UNKNOWN;
    }
    return (int) Math.max(SHORTEST, Math.min(HEIGHT, HEIGHT * took.toMillis() / Math.max(1, tall)));
  }

  private static String look(Outcome outcome) {
    return switch (outcome) {
      case GOOD -> "good";
      case FAILED -> "failed";
      case MISSED -> "missed";
      case UNVERIFIED -> "unverified";
      case RUNNING -> "running";
    };
  }

  public int width() {
    return places * STEP - (STEP - WIDTH);
  }

  /**
   * One path for all bars of a look, by look, those without bars left out: a hundred lists of
   * thirty bars must stay small.
   */
  public Map<String, String> paths() {
    Map<Outcome, StringBuilder> drawn = new EnumMap<>(Outcome.class);
    for (Bar bar : bars) {
      Outcome outcome = bar.run().outcome();
      StringBuilder path = drawn.computeIfAbsent(outcome, first -> new StringBuilder(256));
      path.append('M').append(bar.x()).append(' ').append(bar.y());
      if (outcome == Outcome.UNVERIFIED) {
        path.append(HATCH);
      } else {
        path.append("h3v").append(bar.height()).append("h-3z");
      }
    }
    Map<String, String> paths = new LinkedHashMap<>();
    drawn.forEach((outcome, path) -> paths.put(look(outcome), path.toString()));
    return paths;
  }

  /**
   * All runs for the script that tells about the one under the pointer, oldest first: the first
   * letter of the outcome, seconds since the run before (the first: since 1970), then a dot and
   * milliseconds if it is known how long it took, then an exclamation mark and its exit status.
   * Numbers but the last have base 36: regular jobs compress to nearly nothing.
   */
  public String data() {
    StringBuilder data = new StringBuilder();
    long before = 0;
    for (Bar bar : bars) {
      Run run = bar.run();
      long at = run.at().getEpochSecond();
      data.append(data.isEmpty() ? "" : " ").append(bar.look().charAt(0));
      data.append(Long.toString(at - before, 36));
      if (run.took() != null) {
        data.append('.').append(Long.toString(run.took().toMillis(), 36));
      }
      if (run.exitStatus() != null) {
        data.append('!').append(run.exitStatus());
      }
      before = at;
    }
    return data.toString();
  }

  /** For those who cannot see it: "30 runs: 27 good, 2 failed, 1 missed". */
  public String summary() {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    bars.forEach(bar -> counts.merge(bar.run().outcome(), 1, Integer::sum));
    List<String> words = new ArrayList<>();
    counts.forEach((outcome, n) -> words.add(n + " " + look(outcome)));
    return bars.isEmpty()
        ? "No runs yet"
        : "%s: %s"
            .formatted(
                bars.size() == 1 ? "The only run" : "Last %d runs".formatted(bars.size()),
                String.join(", ", words));
  }
}
