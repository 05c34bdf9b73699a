package dev.tocsin.alerter.blind;

import dev.tocsin.alerter.notices.NewNotice;
import dev.tocsin.channels.Alert;
import dev.tocsin.domain.check.Interval;
import dev.tocsin.domain.schedule.Words;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is said of blind time to the people of a project. */
final class BlindWords {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private BlindWords() {}

  static NewNotice notice(BlindProject project, List<UnverifiedRun> runs, int named) {
    long last = runs.stream().mapToLong(UnverifiedRun::id).max().orElse(0);
    return new NewNotice(
        project.projectId(),
        "unverified-%d-%d-%d".formatted(project.projectId(), project.blindId(), last),
        "blind-" + project.blindId(),
        "unverified",
        runs.isEmpty() ? Alert.Level.INFO : Alert.Level.PROBLEM,
        title(project, runs),
        lines(project, runs, named),
        "/projects/%s/blind".formatted(project.projectCode()));
  }

  private static String title(BlindProject project, List<UnverifiedRun> runs) {
    String length = Words.of(project.blind().length());
    if (runs.isEmpty()) {
      return "Tocsin could not hear for %s, no run is missing".formatted(length);
    }
    return runs.size() == 1
        ? "%s is unverified: Tocsin could not hear for %s".formatted(runs.get(0).check(), length)
        : "%d runs are unverified: Tocsin could not hear for %s".formatted(runs.size(), length);
  }

  private static List<String> lines(BlindProject project, List<UnverifiedRun> runs, int named) {
    List<String> lines = new ArrayList<>();
    Interval blind = project.blind();
    String why = project.causes().isEmpty() ? "" : " (" + String.join(", ", project.causes()) + ")";
    lines.add(
        "From %s to %s nobody could hear pings%s."
            .formatted(time(blind.since()), time(blind.until()), why.replace('_', ' ')));
    if (project.runs() > 0) {
      lines.add(
          project.runs() == 1
              ? "1 run was due in it."
              : "%d runs were due in it.".formatted(project.runs()));
    }
    if (!runs.isEmpty()) {
      lines.add("Not heard since, and taken for done:");
      runs.stream()
          .limit(named)
          .forEach(run -> lines.add("%s, due %s".formatted(run.check(), time(run.due()))));
      if (runs.size() > named) {
        lines.add("and %d more.".formatted(runs.size() - named));
      }
      lines.add("The next ping of each says that it is well again; silence is an alarm as ever.");
    }
    if (project.pending() > 0) {
      lines.add(
          project.pending() == 1
              ? "1 more may still be heard."
              : "%d more may still be heard.".formatted(project.pending()));
    }
    return lines;
  }

  private static String time(Instant at) {
    return TIME.format(at);
  }
}
