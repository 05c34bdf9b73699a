package dev.tocsin.dashboard.blind;

import dev.tocsin.domain.check.Interval;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Time in which nobody could hear, noted once it was over.
 *
 * @param causes what a listener noted ({@code refused}, {@code stalled}, …), or why one ended
 */
public record BlindTime(long id, Interval at, List<String> causes) {

  /**
   * The latest first.
   *
   * @param from only what ended after that
   * @param to only what began before that
   * @param before only what began before that: the place of a page
   */
  public static List<BlindTime> read(Tx tx, Instant from, Instant to, Instant before, int limit) {
    return tx.query(
        "reading blind times",
        """
        SELECT id, since, until, causes FROM blind_times
         WHERE until > ? AND since < ? AND since < ? ORDER BY since DESC LIMIT ?
        """,
        BlindTime::of,
        from,
        to,
        before,
        limit);
  }

  private static BlindTime of(Row row) throws SQLException {
    return new BlindTime(
        row.number("id"),
        new Interval(row.instant("since"), row.instant("until")),
        row.strings("causes"));
  }

  /** The causes for people: "it was stopped, the disk was full"; empty if none is known. */
  public String why() {
    return String.join(", ", causes.stream().map(BlindTime::words).toList());
  }

  private static String words(String cause) {
    return switch (cause) {
      case "stopped" -> "it was stopped";
      case "ended" -> "it ended unexpectedly";
      case "dead" -> "its process was gone";
      case "cut_off" -> "it could not reach the database";
      case "suspended" -> "its machine was paused or starved";
      case "stalled" -> "it was stuck";
      case "unbound" -> "its port was not open";
      case "journal_full" -> "its journal was full";
      case "disk_low" -> "its disk was nearly full";
      case "refused" -> "it turned pings away";
      case "clock_forward" -> "its clock jumped forward";
      case "restored" -> "its database was restored from a backup";
      case "lost" -> "what it had heard was lost";
      default -> cause.replace('_', ' '); // of a later version, or unknown
    };
  }
}
