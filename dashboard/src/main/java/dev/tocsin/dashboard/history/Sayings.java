package dev.tocsin.dashboard.history;

import dev.tocsin.domain.ping.PingText;
import dev.tocsin.store.Db;
import dev.tocsin.store.StoredCheck;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What the successes of a check said, as far as that is kept and short. Blocking. */
final class Sayings {

  /** Longer bodies are not read: there may be a thousand of them. */
  private static final int LONGEST = 10_000;

  private Sayings() {}

  /**
   * By the number of the ping. Mails are left out, and bodies that were removed or are long: of
   * these nobody knows here what they say.
   */
  static Map<Long, PingText> read(Db db, StoredCheck check, int most) {
    record Said(long n, PingText text) {}
    return db
        .query(
            "reading what the successes of check %s said".formatted(check.code()),
            """
            SELECT p.n, coalesce(p.body, ''::bytea) AS body
              FROM (SELECT n, body, kind, scheme FROM pings
                     WHERE check_id = ? ORDER BY n DESC LIMIT ?) p
             WHERE p.kind = 'success' AND p.scheme <> 'email'
               AND coalesce(octet_length(p.body), 0) <= ?
               AND p.n > (SELECT bodies_removed FROM checks WHERE id = ?)
            """,
            row -> new Said(row.number("n"), text(Objects.requireNonNull(row.bytes("body")))),
            check.id(),
            most,
            LONGEST,
            check.id())
        .stream()
        .collect(Collectors.toMap(Said::n, Said::text));
  }

  private static PingText text(byte[] body) {
    return new PingText(new String(body, StandardCharsets.UTF_8), false);
  }
}
