package dev.tocsin.dashboard.api;

import dev.tocsin.store.Db;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls by which operators see that the installation as a whole moves. */
final class OperatorRequests {

  private final Db db;
  private final Optional<String> metricsKey;

  /**
   * @param metricsKey what callers must present; empty: nobody may
   */
  OperatorRequests(Db db, Optional<String> metricsKey) {
    this.db = db;
    this.metricsKey = metricsKey;
  }

  /**
   * How far pings, deliveries and flips have come. Pings have no number across checks here: theirs
   * is how many all checks together have heard.
   */
  Reply metrics(@Nullable String presented, Instant now) {
    if (presented == null || !metricsKey.map(key -> same(key, presented)).orElse(false)) {
      return Reply.error(403, "wrong metrics key");
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("ts", now.getEpochSecond());
    db.query(
        "reading how far pings, deliveries and flips have come",
        """
        SELECT (SELECT nullif(sum(n_pings), 0) FROM check_state)::bigint AS pings,
               (SELECT max(id) FROM deliveries) AS deliveries,
               (SELECT count(*) FROM flips WHERE NOT fanned_out) AS flips
        """,
        row -> {
          json.put("max_ping_id", row.numberOrNull("pings"));
          json.put("max_notification_id", row.numberOrNull("deliveries"));
          return json.put("num_unprocessed_flips", row.number("flips"));
        });
    return Reply.json(200, json);
  }

  private static boolean same(String key, String presented) {
    return MessageDigest.isEqual(
        key.getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
  }
}
