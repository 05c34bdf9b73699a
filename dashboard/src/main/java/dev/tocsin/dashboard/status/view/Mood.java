package dev.tocsin.dashboard.status.view;

import dev.tocsin.dashboard.status.told.Announcement;
import dev.tocsin.dashboard.status.told.Announcement.Impact;
import dev.tocsin.dashboard.status.told.Announcement.Kind;
import java.time.Instant;
import java.util.List;

/**
 * A page in one sentence.
 *
 * @param look {@code up}, {@code late}, {@code down}, {@code unverified} or {@code paused}: the
 *     icon and the colour
 */
public record Mood(String look, String words) {

  /** What follows from the checks and from what people said. The worse of both counts. */
  static Mood of(List<Line> lines, List<Announcement> said, Instant now) {
    List<Announcement> on = said.stream().filter(one -> one.isOn(now)).toList();
    long watched = lines.stream().filter(line -> line.state().isWatched()).count();
    long down = lines.stream().filter(line -> line.state() == Line.State.DOWN).count();
    boolean major = on.stream().anyMatch(one -> isIncident(one) && one.impact() == Impact.MAJOR);
    boolean incident = on.stream().anyMatch(one -> isIncident(one) && one.impact() != Impact.NONE);
    boolean work = on.stream().anyMatch(one -> one.kind() == Kind.MAINTENANCE);
    if (down > 0) {
      String words =
          down == watched
              ? watched == 1 ? "Down" : "All %d are down".formatted(watched)
              : "%d of %d down".formatted(down, watched);
      return new Mood(
          down == watched || major ? "down" : "late",
          work ? "Maintenance is under way, " + lowerFirst(words) : words);
    }
    if (incident) {
      return new Mood(major ? "down" : "late", "There is a problem, and people are on it");
    }
    if (work) {
      return new Mood("paused", "Maintenance is under way");
    }
    long unsure = lines.stream().filter(line -> line.state() == Line.State.UNVERIFIED).count();
    if (unsure > 0) {
      return new Mood("unverified", "%d of %d could not be verified".formatted(unsure, watched));
    }
    return watched == 0
        ? new Mood("paused", "Nothing is watched at the moment")
        : new Mood("up", "Everything is up");
  }

  private static boolean isIncident(Announcement one) {
    return one.kind() == Kind.INCIDENT;
  }

  private static String lowerFirst(String words) {
    return Character.toLowerCase(words.charAt(0)) + words.substring(1);
  }
}
