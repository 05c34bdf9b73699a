package dev.tocsin.drills.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How true a run was: what must be zero, and what is counted besides. */
final class Score {

  /** How many examples of each deviation are kept. */
  private static final int EXAMPLES = 3;

  private final Map<String, Integer> deviations = new TreeMap<>();
  private final Map<String, Integer> counted = new TreeMap<>();
  private final List<String> examples = new ArrayList<>();

  /** Something that must never be. */
  void deviation(String kind, String example) {
    if (deviations.merge(kind, 1, Integer::sum) <= EXAMPLES) {
      examples.add(kind + ": " + example);
    }
  }

  /** Something that may be, and is told. */
  void count(String what, int by) {
    counted.merge(what, by, Integer::sum);
  }

  boolean isClean() {
    return deviations.isEmpty();
  }

  /** How often that happened which must never be. */
  int of(String kind) {
    return deviations.getOrDefault(kind, 0);
  }

  int counted(String what) {
    return counted.getOrDefault(what, 0);
  }

  @Override
  public String toString() {
    return "deviations %s, counted %s%s"
        .formatted(
            deviations, counted, examples.isEmpty() ? "" : "\n  " + String.join("\n  ", examples));
  }
}
