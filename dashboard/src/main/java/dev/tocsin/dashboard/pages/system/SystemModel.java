package dev.tocsin.dashboard.pages.system;

import dev.tocsin.dashboard.system.Overview;
import dev.tocsin.dashboard.system.ProcessState;
import dev.tocsin.dashboard.web.Viewer;
import dev.tocsin.store.Processes.Difference;
import dev.tocsin.store.Processes.Running;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The installation at a glance, in words.
 *
 * @param here what this process knows of itself; only while the database is away
 */
public record SystemModel(
    Overview overview, Optional<LagChart> chart, Optional<ProcessState> here) {

  /** The parts that stand one below the other. */
  static final List<String> PARTS =
      List.of("here", "matters", "lag", "aside", "processes", "ends", "heard", "lanes", "blind");

  private static final long STEP = 1024;

  /**
   * @param here asked only if the database told nothing at all
   */
  static SystemModel of(Overview overview, Viewer viewer, Supplier<Running> here) {
    return new SystemModel(
        overview,
        overview.lag().map(lag -> LagChart.of(lag, viewer)),
        overview.equals(Overview.NOTHING)
            ? Optional.of(ProcessState.of(here.get()))
            : Optional.empty());
  }

  /** The parts of which there is something to say: of the others, what was said last holds. */
  List<String> parts() {
    return here.isPresent() ? PARTS.subList(0, 1) : PARTS;
  }

  /** "99.93". */
  public static String percent(double percent) {
    return String.format(Locale.ROOT, "%.2f", Math.floor(percent * 100) / 100);
  }

  /** "1.5 MiB". */
  public static String bytes(long bytes) {
    if (bytes < STEP) {
      return bytes + " B";
    }
    double rest = bytes;
    int unit = -1;
    while (rest >= STEP) {
      rest /= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %siB", rest, "KMGTPE".charAt(unit));
  }

  /** "version: 1.0 on a, b; 1.1 on c". */
  public static String words(Difference difference) {
    return difference.what()
        + ": "
        + difference.nodes().entrySet().stream()
            .map(one -> one.getKey() + " on " + String.join(", ", one.getValue()))
            .collect(Collectors.joining("; "));
  }

  /** Whether a process is one of those that differ from others of its role. */
  public boolean differs(ProcessState process) {
    return overview.fleet().stream()
            .flatMap(fleet -> fleet.differences().stream())
            .anyMatch(difference -> difference.role().equals(process.row().self().role()))
        && process.row().alive();
  }

  /** "open files 12 %, connections 3 %"; empty: it did not say. */
  public static String inUse(ProcessState process) {
    return process.loads().stream()
        .map(load -> load.of() + " " + load.percent() + " %")
        .collect(Collectors.joining(", "));
  }

  /** Lines about a process, the worst first. */
  public List<String> lines(ProcessState process) {
    return process.notReady().isEmpty() ? process.trouble() : process.notReady();
  }
}
