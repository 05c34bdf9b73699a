package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.TestProject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Providers that call back, and mail that comes back. */
class LateRequestsTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));
  private final TestProject project = API.project();
  private final UUID channel = project.channel("Phone");
  private final UUID code = UUID.randomUUID();
  private final long delivery = sent("webhook", "delivered");

  @AfterAll
  static void stop() {
    API.close();
  }

  private long sent(String kind, String state) {
    API.db.update("setting a kind", "UPDATE channels SET kind = ? WHERE code = ?", kind, channel);
    return project.one(
        """
        WITH m AS (INSERT INTO messages (channel_id, key, state, attempts, settled_at)
          SELECT id, ?, ?, 1, now() FROM channels WHERE code = ? RETURNING id, channel_id)
        INSERT INTO deliveries (channel_id, reason, message_id) SELECT channel_id, 'test', id FROM m
        RETURNING id AS v
        """,
        code.toString().replace("-", ""),
        state,
        channel);
  }

  private JsonNode delivery() {
    return API.get("v3/deliveries/" + delivery, project.writeKey()).json();
  }

  private JsonNode channel() {
    return API.get("v3/channels/" + channel, project.writeKey()).json();
  }

  private ApiServer.Answer call(String body) {
    return call(body.getBytes(StandardCharsets.UTF_8));
  }

  private ApiServer.Answer call(byte[] body) {
    var answer = API.send("POST", "v1/notifications/" + code + "/status", null, body);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEmpty();
    return answer;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "error=no+such+n%C3%BCmber | the provider said: no such nümber",
        "error=line%0D%0Abreak%00 | the provider said: line  break",
        "MessageSid=SM1&MessageStatus=undelivered | the provider said: delivery failed (status=undelivered)",
        "CallStatus=failed&Called=%2B371 | the provider said: delivery failed (status=failed)",
        "CallStatus=no-answer | the provider said: delivery failed (status=no-answer)",
      })
  void a_failure_is_recorded_with_the_delivery(String body, String detail) {
    call(body);
    JsonNode now = delivery();
    assertThat(now.path("state").asText()).isEqualTo("failed");
    assertThat(now.path("attempts")).hasSize(1);
    assertThat(now.path("attempts").get(0).path("verdict").asText()).isEqualTo("returned");
    assertThat(now.path("attempts").get(0).path("detail").asText()).isEqualTo(detail);
    assertThat(channel().path("broken_since").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "MessageStatus=delivered",
    "MessageStatus=sent",
    "CallStatus=completed",
    "error=",
    "mark_disabled=1",
    "x"
  })
  void what_is_no_failure_changes_nothing(String body) {
    call(body);
    assertThat(delivery().path("state").asText()).isEqualTo("delivered");
    assertThat(delivery().path("attempts")).isEmpty();
    assertThat(channel().path("broken_since").isNull()).isTrue();
  }

  @Test
  void with_mark_disabled_the_channel_is_broken() {
    call("error=unsubscribed&mark_disabled=1");
    assertThat(channel().path("broken_since").isTextual()).isTrue();
    assertThat(channel().path("broken_why").asText()).isEqualTo("the provider said: unsubscribed");
  }

  @Test
  void unknown_and_old_ones_are_answered_alike_and_change_nothing() {
    var unknown =
        API.send(
            "POST",
            "v3/notifications/" + UUID.randomUUID() + "/status",
            null,
            "error=x".getBytes(StandardCharsets.UTF_8));
    assertThat(unknown.status()).isEqualTo(200);
    assertThat(unknown.text()).isEmpty();
    API.db.update("aging", "UPDATE messages SET settled_at = now() - interval '61 min'");
    call("error=x");
    assertThat(delivery().path("state").asText()).isEqualTo("delivered");
    for (String method : new String[] {"GET", "DELETE", "PUT"}) {
      assertThat(API.send(method, "v3/notifications/" + code + "/status", null, null).status())
          .isEqualTo(405);
    }
  }

  @Test
  void whatever_is_sent_the_answer_is_the_same_and_the_rows_are_bounded() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] noise = new byte[100_000];
    random.nextBytes(noise);
    call(noise);
    byte[] huge = new byte[ApiConfig.MAX_BODY_BYTES + 1];
    Arrays.fill(huge, (byte) 'a');
    call(huge);
    call("error=" + "%F0%9F%92%A9".repeat(3_000));
    call("error=%ED%A0%80%FF%C3" + "&error".repeat(9_000) + "=x");
    for (int i = 0; i < 40; i++) {
      call("error=again");
    }
    assertThat(
            project.one(
                "SELECT count(*) AS v FROM attempts WHERE verdict = 'returned' AND length(detail) <= 500"))
        .as("seed %d", seed)
        .isLessThanOrEqualTo(20);
  }

  private ApiServer.Answer bounce(String mail) {
    var answer = API.send("POST", "v3/bounces/", null, mail.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).startsWith("OK");
    return answer;
  }

  private static String report(String action, String status, UUID message) {
    return """
        From: MAILER-DAEMON@mx.example.org
        To: alerts@example.org
        Subject: Undelivered Mail Returned to Sender
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain

        This is the mail system.
        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.org

        Final-Recipient: rfc822; ops@example.org
        Action: ACTION
        Status: STATUS
        Diagnostic-Code: smtp; 550 User
          unknown
        --b
        Content-Type: text/rfc822-headers

        Message-ID: <KEY@example.org>
        Subject: DOWN: backup
        --b--
        """
        .replace("ACTION", action)
        .replace("STATUS", status)
        .replace("KEY", message.toString().replace("-", ""));
  }

  @Test
  void what_comes_back_is_counted_once_with_its_channel() {
    API.db.update(
        "making a lane",
        "INSERT INTO lanes (channel_id, delivered) SELECT id, 1 FROM channels WHERE code = ?",
        channel);
    call("error=one");
    call("error=two");
    String failed =
        "SELECT l.failed AS v FROM lanes l JOIN channels c ON c.id = l.channel_id WHERE c.code = ?";
    assertThat(project.one(failed, channel)).isEqualTo(1);
  }

  @Test
  void a_mail_that_comes_back_for_good_breaks_its_channel() {
    API.db.update("setting a kind", "UPDATE channels SET kind = 'email' WHERE code = ?", channel);
    assertThat(bounce(report("delayed", "4.4.1", code)).text())
        .isEqualTo("OK: no delivery failed for good");
    assertThat(delivery().path("state").asText()).isEqualTo("delivered");

    assertThat(bounce(report("failed", "5.1.1", code)).text()).isEqualTo("OK: recorded");
    String why = "the mail came back: ops@example.org 5.1.1 smtp; 550 User unknown";
    assertThat(delivery().path("state").asText()).isEqualTo("failed");
    assertThat(delivery().path("attempts").get(0).path("detail").asText()).isEqualTo(why);
    assertThat(channel().path("broken_why").asText()).isEqualTo(why);
  }

  @Test
  void a_mail_given_up_after_days_of_trying_is_lost_and_its_channel_is_not_broken() {
    API.db.update("setting a kind", "UPDATE channels SET kind = 'email' WHERE code = ?", channel);
    bounce(report("failed", "4.4.7", code));
    assertThat(delivery().path("state").asText()).isEqualTo("failed");
    assertThat(channel().path("broken_since").isNull()).isTrue();
  }

  @Test
  void who_cannot_name_a_mail_of_ours_breaks_nothing() {
    API.db.update("setting a kind", "UPDATE channels SET kind = 'email' WHERE code = ?", channel);
    assertThat(bounce(report("failed", "5.1.1", UUID.randomUUID())).text())
        .isEqualTo("OK: not a mail of ours");
    bounce(report("failed", "5.1.1", channel));
    API.db.update("setting a kind", "UPDATE channels SET kind = 'webhook' WHERE code = ?", channel);
    bounce(report("failed", "5.1.1", code));
    bounce("");
    bounce("\0\0".repeat(1_000_000));
    assertThat(API.send("POST", "v3/bounces/", null, new byte[ApiConfig.MAX_BODY_BYTES + 1]).text())
        .isEqualTo("OK: too long, not read");
    assertThat(delivery().path("state").asText()).isEqualTo("delivered");
    assertThat(channel().path("broken_since").isNull()).isTrue();
    assertThat(API.get("v3/bounces/", null).status()).isEqualTo(405);
  }
}
