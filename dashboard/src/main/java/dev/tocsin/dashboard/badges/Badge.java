package dev.tocsin.dashboard.badges;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.tocsin.dashboard.board.Tally;
import dev.tocsin.domain.check.Standing;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What a badge says.
 *
 * @param label what it is about
 * @param total how many checks there are
 * @param grace how many of them are late, whether or not the badge tells
 * @param down how many of them are down
 */
record Badge(String label, Status status, int total, int grace, int down) {

  /** In place of a tag: all checks of the project. */
  static final String ALL = "*";

  /** The states of a badge, with the colours of the protocol. */
  enum Status {
    UP("up", "success", "#4c1"),
    LATE("late", "important", "#fe7d37"),
    DOWN("down", "critical", "#e05d44"),
    /** The database is away: neither up nor down would be true. */
    UNKNOWN("unknown", "inactive", "#9f9f9f");

    final String word;
    final String shields;
    final String colour;

    Status(String word, String shields, String colour) {
      this.word = word;
      this.shields = shields;
      this.colour = colour;
    }
  }

  /** Nothing is known of these checks now. */
  static Badge unknown(String label) {
    return new Badge(label, Status.UNKNOWN, 0, 0, 0);
  }

  /** Of checks: down if one is, else late if one is and the badge tells, else up. */
  static Badge of(String label, Tally checks, boolean threeStates) {
    int down = checks.of(Standing.DOWN);
    int grace = checks.of(Standing.GRACE);
    Status status = down > 0 ? Status.DOWN : grace > 0 && threeStates ? Status.LATE : Status.UP;
    return new Badge(label, status, checks.all(), grace, down);
  }

  byte[] as(Format format, Look.Style style) {
    String text =
        switch (format) {
          case SVG -> Svg.of(label, status.word, status.colour, style);
          case JSON ->
              String.format(
                  Locale.ROOT,
                  "{\"status\": \"%s\", \"total\": %d, \"grace\": %d, \"down\": %d}",
                  status.word,
                  total,
                  grace,
                  down);
          case SHIELDS ->
              "{\"schemaVersion\": 1, \"label\": \"%s\", \"message\": \"%s\", \"color\": \"%s\"}"
                  .formatted(quoted(label), status.word, status.shields);
        };
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String quoted(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }
}
