package dev.tocsin.dashboard.status.memory;

import dev.tocsin.dashboard.parts.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * That a page is older than it should be, in words for its visitors. It changes once a minute, so
 * that a page that is old is made anew that often and not more.
 *
 * @param asOf when it was last known to be right
 * @param minutes how long ago that is
 * @param away the database cannot be reached; false: it can, and news of checks are delayed
 */
record Age(Instant asOf, long minutes, boolean away) {

  /** What is not older than that is fresh. */
  static final Duration FRESH = Duration.ofSeconds(45);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ENGLISH);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM, HH:mm 'UTC'", Locale.ENGLISH);

  /** The age of a page; empty if it is fresh. */
  static Optional<Age> of(Instant asOf, Instant now, boolean away) {
    Duration age = Duration.between(asOf, now);
    return age.compareTo(FRESH) <= 0
        ? Optional.empty()
        : Optional.of(new Age(asOf, Math.max(1, age.toMinutes()), away));
  }

  /** "As of 14:03 UTC, 6 minutes ago: we cannot reach our database." */
  String inWords() {
    boolean today = minutes < 12 * 60;
    String when = (today ? TIME : DAY).format(asOf.atZone(ZoneOffset.UTC));
    String ago = minutes == 1 ? "1 minute" : minutes < 120 ? minutes + " minutes" : span();
    return "As of %s, %s ago: %s."
        .formatted(
            when,
            ago,
            away ? "we cannot reach our database" : "news from what is watched are delayed");
  }

  private String span() {
    return Times.span(Duration.ofMinutes(minutes));
  }

  String html() {
    return "<p class=\"note\" role=\"status\">" + inWords() + "</p>";
  }
}
