package dev.tocsin.ping.http;

import dev.tocsin.domain.ping.RunId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The query of a ping URL. Of a repeated parameter the last one counts; unknown ones are ignored.
 *
 * @param run the run id; null if there is none or it is malformed
 * @param malformedRun whether {@code rid} is there and no UUID; empty is malformed, too
 * @param create whether {@code create} is exactly {@code 1}
 */
record PingQuery(@Nullable RunId run, boolean malformedRun, boolean create) {

  private static final PingQuery NONE = new PingQuery(null, false, false);

  /** Reads what follows the question mark; null if there is no question mark. */
  static PingQuery parse(@Nullable String query) {
    if (query == null || query.isEmpty()) {
      return NONE;
    }
    String rid = null;
    String create = null;
    for (int from = 0; from <= query.length(); ) {
      int end = query.indexOf('&', from);
      end = end < 0 ? query.length() : end;
      int equals = query.indexOf('=', from);
      int nameEnd = equals < 0 || equals > end ? end : equals;
      String name = PercentCode.decodeForm(query.substring(from, nameEnd));
      if (name.equals("rid")) {
        rid = PercentCode.decodeForm(query.substring(Math.min(nameEnd + 1, end), end));
      } else if (name.equals("create")) {
        create = PercentCode.decodeForm(query.substring(Math.min(nameEnd + 1, end), end));
      }
      from = end + 1;
    }
    UUID run = rid == null ? null : UuidText.parse(rid);
    return new PingQuery(
        run == null ? null : new RunId(run), rid != null && run == null, "1".equals(create));
  }
}
