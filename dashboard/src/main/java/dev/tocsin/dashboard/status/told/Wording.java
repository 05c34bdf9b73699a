package dev.tocsin.dashboard.status.told;

import dev.tocsin.dashboard.status.told.Announcement.Impact;
import dev.tocsin.dashboard.status.told.Announcement.Kind;
import dev.tocsin.dashboard.status.told.Announcement.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A new announcement, with the first that is said about it.
 *
 * @param ends of maintenance
 * @param tell whether subscribers are told
 */
public record Wording(
    Kind kind,
    String title,
    Impact impact,
    Instant starts,
    @Nullable Instant ends,
    State state,
    String body,
    boolean tell) {

  /** The longest title, in characters. */
  public static final int LONGEST_TITLE = 200;

  /** The longest message. */
  public static final int LONGEST_BODY = 5_000;

  /** The longest planned maintenance. */
  static final Duration LONGEST_WORK = Duration.ofDays(31);

  /** As far as anybody plans, or remembers. */
  static final Duration FAR = Duration.ofDays(366);

  /** What is wrong with it. */
  Optional<String> problem(Instant now) {
    if (title.isBlank() || length(title) > LONGEST_TITLE) {
      return Optional.of("a title has 1 to %d characters".formatted(LONGEST_TITLE));
    }
    if (state.kind() != kind) {
      return Optional.of("this cannot be said of " + kind.word());
    }
    if (Duration.between(now, starts).abs().compareTo(FAR) > 0) {
      return Optional.of("it starts within a year");
    }
    if (kind == Kind.INCIDENT && starts.isAfter(now)) {
      return Optional.of("an incident has begun: plan maintenance for what is to come");
    }
    boolean whole =
        ends != null && ends.isAfter(starts) && !ends.isAfter(starts.plus(LONGEST_WORK));
    return kind == Kind.MAINTENANCE && !whole
        ? Optional.of("maintenance ends after it starts, within 31 days")
        : bodyProblem(body);
  }

  /** What is wrong with a message. */
  static Optional<String> bodyProblem(String body) {
    return body.isBlank() || length(body) > LONGEST_BODY
        ? Optional.of("a message has 1 to %d characters".formatted(LONGEST_BODY))
        : Optional.empty();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
