package dev.tocsin.dashboard.bounces;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a delivery status (RFC 3464) says of one reader. */
record StatusReport(String action, String status, String recipient, String diagnostic) {

  /** Of one mail: ours go to twenty readers at most. */
  private static final int MOST = 100;

  /** The reports of a part; groups of fields are apart by empty lines. */
  static List<StatusReport> all(String text) {
    List<StatusReport> reports = new ArrayList<>();
    for (String group : text.replace("\r", "").split("\n[ \t]*\n", -1)) {
      Map<String, String> fields = fields(group);
      if (fields.containsKey("action") && reports.size() < MOST) {
        reports.add(
            new StatusReport(
                fields.get("action").toLowerCase(Locale.ROOT),
                fields.getOrDefault("status", ""),
                address(fields.getOrDefault("final-recipient", "")),
                fields.getOrDefault("diagnostic-code", "")));
      }
    }
    return reports;
  }

  private static Map<String, String> fields(String group) {
    Map<String, String> fields = new HashMap<>();
    for (String line : group.replaceAll("\n[ \t]+", " ").split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.putIfAbsent(
            line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
            line.substring(colon + 1).strip());
      }
    }
    return fields;
  }

  /** Without the type in front: {@code rfc822; ops@example.org}. */
  private static String address(String typed) {
    return typed.substring(typed.indexOf(';') + 1).strip();
  }

  /** Whether this reader will not get the mail; it may still be only late. */
  boolean failed() {
    return action.equals("failed");
  }

  Bounce.Failure failure() {
    String words =
        Stream.of(recipient, status, diagnostic)
            .filter(word -> !word.isBlank())
            .collect(Collectors.joining(" "));
    return new Bounce.Failure(status.startsWith("5."), words);
  }
}
