package dev.tocsin.alerter.operators;

import dev.tocsin.store.Db;
import dev.tocsin.store.Processes;
import dev.tocsin.store.Processes.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Processes of one role that are not alike: another version, other settings, other rules for time
 * zones. A rolling restart does that for a while; what stays is a restart that was forgotten, or a
 * variable that reached some machines only.
 */
public final class MixedFleet implements Condition {

  private final Db db;
  private volatile List<Difference> last = List.of();

  public MixedFleet(Db db) {
    this.db = db;
  }

  /** How many differences the last look found. Thread-safe, never blocks. */
  public int size() {
    return last.size();
  }

  @Override
  public List<Finding> find() {
    List<Difference> differences =
        db.transaction("comparing the processes", Processes::differences);
    last = differences;
    return differences.stream().collect(Collectors.groupingBy(Difference::role)).entrySet().stream()
        .map(role -> finding(role.getKey(), role.getValue()))
        .toList();
  }

  private static Finding finding(String role, List<Difference> differences) {
    List<String> lines = new ArrayList<>();
    for (Difference difference : differences) {
      difference
          .nodes()
          .forEach(
              (value, nodes) ->
                  lines.add(
                      "%s %s: %s".formatted(words(difference), value, String.join(", ", nodes))));
    }
    lines.add(
        "If no upgrade is under way, start again those that have the older one. The page System"
            + " shows the settings of each.");
    return new Finding(
        "mixed-fleet-" + role,
        "processes of the role %s differ in %s"
            .formatted(
                role,
                differences.stream().map(MixedFleet::words).collect(Collectors.joining(", "))),
        lines,
        "Which processes run",
        Again.NEVER);
  }

  private static String words(Difference difference) {
    return switch (difference.what()) {
      case "settings" -> "settings (fingerprint)";
      case "secrets" -> "secrets (fingerprint)";
      case "tzdata" -> "time zone data";
      default -> difference.what();
    };
  }
}
