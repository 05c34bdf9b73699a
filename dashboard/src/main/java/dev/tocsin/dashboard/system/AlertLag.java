package dev.tocsin.dashboard.system;

import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long alerts about missed deadlines took, hour by hour.
 *
 * @param hours the last thirty days, the oldest first; hours without such an alert are missing
 */
public record AlertLag(Instant now, List<Hour> hours) {

  /** So far back. */
  public static final Duration SPAN = Duration.ofDays(30);

  /** As the alerter counts what was in time. */
  public static final Duration PROMPT = Duration.ofSeconds(10);

  public AlertLag {
    hours = List.copyOf(hours);
  }

  /**
   * An hour; durations are null if nobody was tried yet.
   *
   * @param flips missed deadlines of which somebody was to be told
   * @param waiting of these, nobody was tried yet
   * @param prompt of these, tried within {@link #PROMPT} of the deadline
   * @param foundHalf from the deadline to the change of status, half of them; then 99 of 100
   * @param toldHalf from there to the first attempt to tell
   * @param half from the deadline to the first attempt
   */
  public record Hour(
      Instant at,
      long flips,
      long waiting,
      long prompt,
      @Nullable Duration foundHalf,
      @Nullable Duration foundMost,
      @Nullable Duration toldHalf,
      @Nullable Duration toldMost,
      @Nullable Duration half,
      @Nullable Duration most,
      @Nullable Duration longest) {

    private static Hour of(Row row) throws SQLException {
      return new Hour(
          row.instant("hour"),
          row.number("flips"),
          row.number("waiting"),
          row.number("prompt"),
          millis(row, "found_p50"),
          millis(row, "found_p99"),
          millis(row, "told_p50"),
          millis(row, "told_p99"),
          millis(row, "lag_p50"),
          millis(row, "lag_p99"),
          millis(row, "lag_max"));
    }

    private static @Nullable Duration millis(Row row, String column) throws SQLException {
      Long millis = row.numberOrNull(column);
      return millis == null ? null : Duration.ofMillis(Math.max(0, millis));
    }
  }

  static AlertLag read(Tx tx) {
    Instant now =
        tx.first("asking the time", "SELECT now() AS now", row -> row.instant("now")).orElseThrow();
    List<Hour> hours =
        tx.query(
            "reading the lag of alerts",
            "SELECT * FROM alert_lag WHERE hour > now() - ? ORDER BY hour",
            Hour::of,
            SPAN);
    return new AlertLag(now, hours);
  }

  /** Missed deadlines of which somebody was to be told. */
  public long flips() {
    return hours.stream().mapToLong(Hour::flips).sum();
  }

  /** The share of them that was told in time, in percent; 100 if there were none. */
  public double percentPrompt() {
    long flips = flips();
    return flips == 0 ? 100 : hours.stream().mapToLong(Hour::prompt).sum() * 100.0 / flips;
  }

  /** The hour whose slowest alert was the slowest of all; null: there is none. */
  public @Nullable Hour slowest() {
    Hour slowest = null;
    for (Hour hour : hours) {
      Duration longest = hour.longest();
      Duration before = slowest == null ? null : slowest.longest();
      if (longest != null && (before == null || longest.compareTo(before) > 0)) {
        slowest = hour;
      }
    }
    return slowest;
  }
}
