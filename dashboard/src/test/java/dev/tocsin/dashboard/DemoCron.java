package dev.tocsin.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * A cron line of the demo, whose pings come when it says so.
 *
 * @param lately when it was due last
 */
record DemoCron(String expression, Duration every, ZonedDateTime lately) {

  static final ZoneId ZONE = ZoneId.of("Europe/Kyiv");

  /** That of the check with this number, if it has one. */
  static Optional<DemoCron> of(int check, Instant now) {
    if (check % 10 != 0) {
      return Optional.empty();
    }
    ZonedDateTime settled = now.minus(Duration.ofMinutes(9)).atZone(ZONE);
    if (check > 0) {
      Duration half = Duration.ofMinutes(30);
      Instant lately = Instant.ofEpochSecond(settled.toEpochSecond() / 1800 * 1800);
      return Optional.of(new DemoCron("*/30 * * * *", half, lately.atZone(ZONE)));
    }
    ZonedDateTime night = settled.with(LocalTime.of(4, 20));
    return Optional.of(
        new DemoCron(
            "20 4 * * *", Duration.ofDays(1), night.isAfter(settled) ? night.minusDays(1) : night));
  }

  /** When it was due so many times ago; -1 is when it is due next. */
  Instant due(int ago) {
    return every.toDays() == 1
        ? lately.minusDays(ago).toInstant()
        : lately.toInstant().minus(every.multipliedBy(ago));
  }
}
