package dev.tocsin.dashboard.system;

import dev.tocsin.store.Row;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A ping that could not be applied.
 *
 * @param node that heard it; empty: not known any more
 * @param at when it was set aside
 * @param text its beginning, for people; what cannot be seen is written out
 * @param bytes of all of it
 * @param wanted since when it is to be applied again; null: nobody asks for it
 * @param tried when that failed last, null: it never did
 * @param settled {@code replayed} or {@code discarded}; null: neither
 */
public record AsidePing(
    long id,
    String node,
    Instant heard,
    Instant at,
    String why,
    String text,
    long bytes,
    @Nullable Instant wanted,
    @Nullable Instant tried,
    String triedWhy,
    @Nullable String settled,
    @Nullable Instant settledAt,
    String settledBy) {

  /** As much is read for a page; the rest is in the download. */
  static final int SHOWN_BYTES = 8_000;

  static final String COLUMNS =
      """
      SELECT q.id, coalesce(s.node, '') AS node, q.heard_at, q.at, q.why,
             substring(q.record FOR %d) AS beginning, length(q.record) AS bytes, q.wanted_at,
             q.tried_at, q.tried_why, q.settled, q.settled_at, q.settled_by
        FROM quarantine q LEFT JOIN streams s ON s.id = q.stream_id
      """
          .formatted(SHOWN_BYTES);

  static AsidePing of(Row row) throws SQLException {
    return new AsidePing(
        row.number("id"),
        row.string("node"),
        row.instant("heard_at"),
        row.instant("at"),
        visible(row.string("why")),
        visible(new String(row.bytes("beginning"), StandardCharsets.UTF_8)),
        row.number("bytes"),
        row.instantOrNull("wanted_at"),
        row.instantOrNull("tried_at"),
        visible(row.string("tried_why")),
        row.stringOrNull("settled"),
        row.instantOrNull("settled_at"),
        row.string("settled_by"));
  }

  public boolean open() {
    return settled == null;
  }

  /** How much of it the text leaves out. */
  public long more() {
    return Math.max(0, bytes - SHOWN_BYTES);
  }

  /**
   * What ends lines, moves the cursor or turns the direction of writing would show something else
   * than there is.
   */
  public static String visible(String text) {
    StringBuilder seen = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              boolean hidden =
                  (type == Character.CONTROL && c != '\n' && c != '\t')
                      || type == Character.FORMAT
                      || type == Character.LINE_SEPARATOR
                      || type == Character.PARAGRAPH_SEPARATOR;
              if (hidden) {
                seen.append("\\u{%04x}".formatted(c));
              } else {
                seen.appendCodePoint(c);
              }
            });
    return seen.toString();
  }
}
