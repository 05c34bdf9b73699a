package dev.tocsin.dashboard.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * For whom a page is made.
 *
 * @param zone the browser's time zone, told by a cookie; UTC until it has told
 * @param now the instant for which relative times are computed
 * @param theme {@code light}, {@code dark}, or empty: as the system says
 * @param compact lists shall be dense
 */
public record Viewer(ZoneId zone, Instant now, String theme, boolean compact) {

  static Viewer of(String zone, String theme, boolean compact, Instant now) {
    boolean known = theme.equals("light") || theme.equals("dark");
    return new Viewer(parse(zone), now, known ? theme : "", compact);
  }

  private static ZoneId parse(String zone) {
    try {
      return zone.isEmpty() ? ZoneOffset.UTC : ZoneId.of(zone);
    } catch (DateTimeException e) {
      return ZoneOffset.UTC;
    }
  }

  /** The same viewer at another instant. */
  public Viewer at(Instant instant) {
    return new Viewer(zone, instant, theme, compact);
  }
}
