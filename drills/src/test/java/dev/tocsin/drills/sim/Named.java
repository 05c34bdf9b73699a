package dev.tocsin.drills.sim;

import dev.tocsin.channels.Alert;
import dev.tocsin.drills.sim.Provider.Arrived;
import dev.tocsin.store.Db;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Holds what people were told of blind time against the runs that were named: each name leaves once
 * on each channel of its check.
 */
final class Named {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private record Run(long check, String name, Instant due) {
    String line() {
      return "%s, due %s".formatted(name, TIME.format(due));
    }
  }

  private final Score score;
  private final Map<String, Map<String, Integer>> linesOf = new HashMap<>();

  Named(Score score, Collection<Provider> providers) {
    this.score = score;
    providers.forEach(provider -> linesOf.put(provider.name, lines(provider)));
  }

  /** How often each line of a notice arrived; what was sent again for a cut answer, once. */
  private static Map<String, Integer> lines(Provider provider) {
    Map<String, Alert.Notice> notices = new HashMap<>();
    for (Arrived message : provider.arrived()) {
      message.alert().notice().ifPresent(notice -> notices.put(message.alert().key(), notice));
    }
    Map<String, Integer> lines = new HashMap<>();
    for (Alert.Notice notice : notices.values()) {
      notice.lines().forEach(line -> lines.merge(line, 1, Integer::sum));
    }
    return lines;
  }

  /**
   * Counts names that did not leave.
   *
   * @param until what was named after that may still be waiting for its likes
   */
  void compare(Db db, List<Watched> fleet, Instant until) {
    Map<Long, List<Run>> runs = new HashMap<>();
    db.query(
            "reading what was named",
            """
            SELECT u.check_id, c.name, u.due
              FROM unverified_runs u JOIN checks c ON c.id = u.check_id WHERE u.noted_at < ?
            """,
            row -> new Run(row.number("check_id"), row.string("name"), row.instant("due")),
            until)
        .forEach(run -> runs.computeIfAbsent(run.check(), id -> new ArrayList<>()).add(run));
    for (Watched check : fleet) {
      for (Run run : runs.getOrDefault(check.id(), List.of())) {
        check.channels().forEach(channel -> compare(channel, run));
      }
    }
  }

  private void compare(String channel, Run run) {
    int times = linesOf.getOrDefault(channel, Map.of()).getOrDefault(run.line(), 0);
    if (times == 0) {
      score.deviation("lost names", "%s was not told of %s".formatted(channel, run));
    } else if (times > 1) {
      score.deviation("duplicate alerts", "%s was told twice of %s".formatted(channel, run));
    } else {
      score.count("names told", 1);
    }
  }
}
