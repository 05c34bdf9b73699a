package dev.tocsin.drills.management;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes for machines: health, operators' figures, and what providers report back. */
class ServiceTest {

  private final Caller nobody = Installation.main().write().key(null);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void the_status_is_ok_without_a_key(int version) {
    Reply reply = nobody.version(version).get("status/");
    reply.is(200, "OK");
    nobody.version(version).key("nonsense").get("status/").is(200, "OK");
  }

  private Reply metrics(int version, String... headers) {
    return nobody.version(version).ask("GET", "metrics/", headers);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void operators_see_how_far_things_are(int version) {
    Installation.main().check().ping("");
    Reply reply = metrics(version, "X-Metrics-Key: " + Installation.METRICS_KEY).is(200);
    JsonNode figures = reply.json();
    assertThat(Reply.members(figures))
        .contains("max_notification_id", "max_ping_id", "num_unprocessed_flips", "ts");
    assertThat(figures.get("ts").asLong())
        .isBetween(System.currentTimeMillis() / 1000 - 60, System.currentTimeMillis() / 1000 + 60);
    assertThat(figures.get("ts").isIntegralNumber()).isTrue();
    assertThat(figures.get("max_ping_id").asLong()).isPositive();
    assertThat(
            figures.get("max_notification_id").isNull()
                || figures.get("max_notification_id").isIntegralNumber())
        .isTrue();
    assertThat(figures.get("num_unprocessed_flips").asLong()).isNotNegative();
  }

  @Test
  void nobody_else_sees_them() {
    metrics(3).is(403);
    for (String wrong : List.of("", "x", Installation.METRICS_KEY + "x", "an operator")) {
      metrics(3, "X-Metrics-Key: " + wrong).is(403);
    }
    metrics(3, "X-Api-Key: " + Installation.METRICS_KEY).is(403);
    metrics(3, "X-Api-Key: " + Installation.main().api().apiKey()).is(403);
    nobody.get("metrics/?key=an%20operator%27s%20key").is(403);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void reports_of_deliveries_are_always_taken(int version) {
    Caller caller = nobody.version(version);
    for (String body :
        List.of(
            "",
            "error=unknown+number",
            "error=gone&mark_disabled=1",
            "MessageStatus=failed",
            "CallStatus=busy",
            "%%%=&&",
            "\u0000",
            "{")) {
      caller.post("notifications/" + UUID.randomUUID() + "/status", body).is(200, "");
    }
    caller.get("notifications/" + UUID.randomUUID() + "/status").is(405);
    caller.post("notifications/nonsense/status", "").is(404);
  }

  @Test
  void a_report_may_be_long_or_binary() {
    String path = "notifications/" + UUID.randomUUID() + "/status";
    nobody.post(path, new byte[] {(byte) 0xff, (byte) 0xfe, 0}).is(200, "");
    nobody.post(path, ("error=" + "x".repeat(100_000)).getBytes(UTF_8)).is(200, "");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void bounces_are_always_taken(int version) {
    Caller caller = nobody.version(version);
    for (String body :
        List.of(
            "",
            "nonsense",
            "From: a@b.example\r\nTo: c@d.example\r\n\r\nhello",
            "Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\n")) {
      Reply reply = caller.post("bounces/", body).is(200);
      assertThat(reply.body()).startsWith("OK");
    }
    caller.get("bounces/").is(405);
  }
}
