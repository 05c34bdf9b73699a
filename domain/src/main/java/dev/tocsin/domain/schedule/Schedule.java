package dev.tocsin.domain.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** When the next ping of a check is due. */
public sealed interface Schedule permits Period, Cron, OnCalendar {

  /** Later than any deadline: keeps comparisons free of null for schedules that are exhausted. */
  Instant NEVER = Instant.parse("3000-01-01T00:00:00Z");

  /**
   * The first instant strictly after {@code last} at which a ping is due, or {@link #NEVER}.
   *
   * @param last the last completion of the job
   */
  Instant nextAfter(Instant last);

  /**
   * In plain English, for pages and messages: "Every 5 minutes", "At 04:20 every weekday". A
   * sentence without its full stop; where words would mislead, it quotes the expression.
   */
  String inWords();

  /** The time zone whose clocks it goes by; empty if it goes by elapsed time. */
  Optional<ZoneId> zone();

  /** As {@link #inWords}, with the zone: "At 04:20 every weekday, Europe/Kyiv". */
  default String inWordsWithZone() {
    return inWords() + zone().map(zone -> ", " + zone).orElse("");
  }

  /**
   * The next instants at which a ping would be due, each counted from the one before.
   *
   * @param count at most so many; fewer if the schedule ends
   */
  default List<Instant> upcoming(Instant after, int count) {
    return Stream.iterate(nextAfter(after), at -> at.isBefore(NEVER), this::nextAfter)
        .limit(count)
        .toList();
  }
}
