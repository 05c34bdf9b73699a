package dev.tocsin.dashboard.api;

import dev.tocsin.domain.schedule.Schedule;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The place of an item in a list that is ordered by time. */
record Place(Instant at, long id) {
  private static final Pattern CURSOR = Pattern.compile("([0-9]{1,17})-([0-9]{1,18})");

  /** Before the first page. */
  static final Place START = new Place(Schedule.NEVER, Long.MAX_VALUE);

  String cursor() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "-" + id;
  }

  static Optional<Place> of(String cursor) {
    Matcher parts = CURSOR.matcher(cursor);
    return parts.matches()
        ? Optional.of(
            new Place(
                Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS),
                Long.parseLong(parts.group(2))))
        : Optional.empty();
  }
}
