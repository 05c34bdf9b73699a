package dev.tocsin.dashboard.pages.check;

import dev.tocsin.dashboard.parts.Times;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a check's log: a ping, a flip, a delivery, or that nobody could hear.
 *
 * @param look what it looks like: {@code good}, {@code failed}, {@code start}, {@code log}, {@code
 *     up}, {@code down}, {@code paused}, {@code new}, {@code sent}, {@code waiting}, {@code
 *     unsent}, {@code unverified}, {@code blind}, {@code stopped}
 * @param n the number of a ping; 0 for everything else
 * @param snippet the first words of a ping's body
 * @param took how long the run took that a ping ended
 */
public record LogEntry(
    Instant at,
    String look,
    String what,
    String detail,
    long n,
    int bodyBytes,
    String snippet,
    @Nullable Duration took) {

  /** What it looks like where a search has stopped early. */
  static final String STOPPED = "stopped";

  static LogEntry plain(Instant at, String look, String what, String detail) {
    return new LogEntry(at, look, what, detail, 0, 0, "", null);
  }

  /**
   * Of what happened at the same instant, a ping comes first, then its flip, then the news of it.
   */
  int rank() {
    return switch (look) {
      case "up", "down", "paused", "new" -> 1;
      case "sent", "waiting", "unsent" -> 2;
      case "unverified", "blind" -> 1;
      case STOPPED -> -1;
      default -> 0;
    };
  }

  LogEntry withSnippet(String text) {
    return new LogEntry(at, look, what, detail, n, bodyBytes, text, took);
  }

  /** Whether older entries have not been looked at. */
  public boolean stopped() {
    return look.equals(STOPPED);
  }

  /** How long the run took, or the empty text. */
  public String duration() {
    return took == null ? "" : Times.span(took);
  }
}
