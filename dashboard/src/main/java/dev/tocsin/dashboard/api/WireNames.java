package dev.tocsin.dashboard.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the columns of a check are called in the API, and how it writes their values. */
final class WireNames {

  /** All others have one name. */
  private static final Map<String, String> MEMBERS =
      Map.of(
          "description", "desc",
          "post_only", "methods",
          "early", "early_tolerance",
          "overlapping", "overlapping_runs");

  private WireNames() {}

  static String member(String column) {
    return MEMBERS.getOrDefault(column, column);
  }

  static Object value(String column, Object value) {
    if (value instanceof Duration time) {
      return time.toSeconds();
    }
    if (value instanceof List<?> channels) {
      return channels.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
    boolean methods = column.equals("post_only");
    return methods ? (value.equals(true) ? "POST" : "") : value;
  }
}
