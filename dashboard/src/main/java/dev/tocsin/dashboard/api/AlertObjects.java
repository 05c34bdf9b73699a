package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.channels.Delivery;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries as the API shows them.
 *
 * @param siteUrl the root of the pages, without a slash at the end
 */
record AlertObjects(String siteUrl) {

  /** The object of a delivery. */
  Map<String, @Nullable Object> of(Delivery delivery) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", delivery.id());
    json.put("reason", delivery.reason());
    json.put("state", delivery.state());
    json.put("created", LogRequests.date(delivery.createdAt()));
    Delivery.To to = delivery.to();
    json.put("channel", members("id", to.code(), "name", to.name(), "kind", to.kind()));
    json.put(
        "check",
        delivery.check().map(c -> members("uuid", c.code(), "name", c.name())).orElse(null));
    json.put("flip", delivery.check().map(AlertObjects::flip).orElse(null));
    json.put(
        "notice",
        delivery
            .notice()
            .map(n -> members("kind", n.kind(), "level", n.level(), "title", n.title()))
            .orElse(null));
    json.put("withheld", delivery.withheld().orElse(null));
    json.put("origin", delivery.origin().map(AlertObjects::origin).orElse(null));
    Optional<Delivery.Message> message = delivery.message();
    json.put("message", message.map(Delivery.Message::code).orElse(null));
    json.put(
        "next_attempt",
        message
            .filter(sent -> delivery.state().equals("sending"))
            .map(sent -> LogRequests.date(sent.nextAt()))
            .orElse(null));
    json.put(
        "settled",
        message
            .flatMap(sent -> Optional.ofNullable(sent.settledAt()))
            .map(LogRequests::date)
            .orElse(null));
    json.put("n_attempts", message.map(Delivery.Message::attempts).orElse(0));
    json.put(
        "attempts",
        message
            .map(sent -> sent.log().stream().map(AlertObjects::attempt).toList())
            .orElse(List.of()));
    json.put("url", siteUrl + "/api/v3/deliveries/" + delivery.id());
    return json;
  }

  private static Map<String, @Nullable Object> origin(Delivery.Origin origin) {
    return members(
        "id",
        origin.id(),
        "channel",
        members("id", origin.channel(), "name", origin.channelName()));
  }

  private static Map<String, @Nullable Object> flip(Delivery.About about) {
    return members(
        "timestamp",
        LogRequests.date(about.at()),
        "from",
        about.from(),
        "to",
        about.to(),
        "reason",
        about.why());
  }

  private static Map<String, @Nullable Object> attempt(Delivery.Attempt attempt) {
    return members(
        "timestamp",
        LogRequests.date(attempt.at()),
        "verdict",
        attempt.verdict(),
        "took",
        thousandths(attempt.took()),
        "detail",
        attempt.detail());
  }

  /** Seconds, to the millisecond. */
  static BigDecimal thousandths(Duration duration) {
    return BigDecimal.valueOf(duration.toNanos(), 9).setScale(3, RoundingMode.HALF_EVEN);
  }

  /** An object of these members: name, value, name, value. */
  static Map<String, @Nullable Object> members(Object... namesAndValues) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      json.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return json;
  }
}
