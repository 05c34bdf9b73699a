package dev.tocsin.channels.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.HttpPeer;
import dev.tocsin.channels.HttpPeer.Asked;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.OutboundConfig;
import dev.tocsin.channels.TestAlerts;
import dev.tocsin.channels.TimeBox;
import dev.tocsin.channels.Verdict;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookChannelTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpPeer peer = new HttpPeer();
  private final TimeBox timeBox = new TimeBox();
  private final Outbound outbound =
      new Outbound(OutboundConfig.DEFAULT.withAllowPrivate(true), timeBox);
  private final WebhookKind kind = new WebhookKind(outbound);

  @AfterEach
  void close() {
    peer.close();
    outbound.close();
    timeBox.close();
  }

  @Test
  void every_placeholder_is_filled() throws Exception {
    String body =
        "$CODE|$STATUS|$NOW|$NAME|$SLUG|$TAGS|$TAG1|$TAG2|$TAG3|$JSON|$BODY|$EXITSTATUS|$NAME_JSON"
            + "|$BODY_JSON|$5|$OTHER|$$";
    Asked asked = send(Map.of("url", url("/x"), "body", body), down("a \"b\"\nç"));
    assertThat(asked.body())
        .isEqualTo(
            TestAlerts.CODE
                + "|down|2026-11-20T05:25:00Z|a \"b\"\nç|nightly-backup|prod db|prod|db||"
                + "{\"name\": \"nightly\", \"n_pings\": 17}|all is well|0|\"a \\\"b\\\"\\nç\""
                + "|\"all is well\"|$5|$OTHER|$$");
    assertThat(asked.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(asked.header("Idempotency-Key")).isEqualTo("key-1");
    assertThat(asked.header("User-Agent")).isEqualTo("Tocsin");
    assertThat(asked.header("Host")).isEqualTo("127.0.0.1:" + peer.port());
  }

  @Test
  void a_check_that_was_never_pinged_has_an_empty_body_and_exit_status_minus_one()
      throws Exception {
    Alert alert = TestAlerts.of("k", TestAlerts.down("x", "timeout", Optional.empty()));
    Asked asked = send(Map.of("url", url("/"), "body", "[$BODY][$EXITSTATUS]"), alert);
    assertThat(asked.body()).isEqualTo("[][-1]");
  }

  @Test
  void a_value_that_looks_like_a_placeholder_is_not_filled_again() throws Exception {
    Asked asked = send(Map.of("url", url("/"), "body", "<$NAME>"), down("$BODY $CODE \\1 $1"));
    assertThat(asked.body()).isEqualTo("<$BODY $CODE \\1 $1>");
  }

  @Test
  void values_in_a_url_are_encoded_and_cannot_leave_their_place() throws Exception {
    Asked asked =
        send(
            Map.of("url", url("/hook/$NAME/ é?q=$NAME&t=$TAGS#part"), "method", "GET"),
            down("a/../b?c&d=e #ü%41\r\nX: y"));
    String name = "a%2F..%2Fb%3Fc%26d%3De%20%23%C3%BC%2541%0D%0AX%3A%20y";
    assertThat(asked.target())
        .isEqualTo("/hook/%s/%%20%%C3%%A9?q=%s&t=prod%%20db".formatted(name, name));
    assertThat(asked.method()).isEqualTo("GET");
    assertThat(asked.headers()).doesNotContainKey("content-type");
  }

  @Test
  void a_value_in_a_header_cannot_begin_another_header() throws Exception {
    Asked asked =
        send(
            Map.of("url", url("/"), "headers", Map.of("X-Name", "<$NAME>", "X-Body", "$BODY")),
            down("Überprüfung\r\nEvil: yes\u0000"));
    assertThat(asked.header("X-Name")).isEqualTo("<Überprüfung  Evil: yes >");
    assertThat(asked.headers()).doesNotContainKey("evil");
  }

  @Test
  void own_headers_replace_ours() throws Exception {
    Asked asked =
        send(
            Map.of(
                "url",
                url("/"),
                "body",
                "{\"name\": $NAME_JSON}",
                "headers",
                Map.of("idempotency-key", "mine", "Content-Type", "application/vnd.me+json")),
            down("x"));
    assertThat(asked.header("Idempotency-Key")).isEqualTo("mine");
    assertThat(asked.header("Content-Type")).isEqualTo("application/vnd.me+json");
    assertThat(JSON.readTree(asked.body()).get("name").textValue()).isEqualTo("x");
  }

  @Test
  void a_body_that_looks_like_json_is_sent_as_json() throws Exception {
    Asked asked = send(Map.of("url", url("/"), "body", " $JSON"), down("x"));
    assertThat(asked.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
    assertThat(JSON.readTree(asked.body()).get("n_pings").intValue()).isEqualTo(17);
  }

  @Test
  void down_and_up_are_separate_and_each_may_be_absent() throws Exception {
    String up = JSON.writeValueAsString(Map.of("up", Map.of("url", url("/up"), "method", "PUT")));
    Verdict down = kind.open(up).deliver(down("x"));
    assertThat(down).isEqualTo(new Verdict.Delivered("not configured for down"));
    assertThat(peer.asked()).isEmpty();
    kind.open(up).deliver(TestAlerts.of("k", TestAlerts.up("x")));
    assertThat(peer.only().target()).isEqualTo("/up");
    assertThat(peer.only().method()).isEqualTo("PUT");
  }

  @Test
  void a_test_takes_the_request_that_there_is_and_says_so() throws Exception {
    String up =
        JSON.writeValueAsString(Map.of("up", Map.of("url", url("/"), "body", "$NAME $STATUS")));
    kind.open(up).deliver(TestAlerts.test("k"));
    assertThat(peer.only().body()).isEqualTo("TEST up");
    assertThat(peer.only().header("Tocsin-Test")).isEqualTo("true");
  }

  @Test
  void it_never_speaks_of_two_checks_at_once() throws Exception {
    assertThat(kind.open(settings(Map.of("url", url("/")))).groups()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"down\": {\"url\": \"\"}} | down.url: enter a URL for down, for up, or for both",
        "{\"down\": {\"url\": \"ftp://x/\"}} | down.url: must begin with https:// or http://",
        "{\"up\": {\"url\": \"http://\"}} | up.url: has no valid host or port",
        "{\"up\": {\"url\": \"http://a_b/\"}} | up.url: has no valid host or port",
        "{\"up\": {\"url\": \"http://x:99999/\"}} | up.url: has no valid host or port",
        "{\"up\": {\"url\": \"http://$NAME/\"}}"
            + " | up.url: placeholders may stand in path and query, not in the host",
        "{\"up\": {\"url\": \"http://x/\", \"method\": \"BREW\"}}"
            + " | up.method: must be GET, HEAD, POST, PUT, PATCH or DELETE",
        "{\"up\": {\"url\": \"http://x/\", \"method\": \"get\", \"body\": \"b\"}}"
            + " | up.body: leave it empty for GET, or choose POST",
        "{\"up\": {\"url\": \"http://x/\", \"headers\": {\"Host\": \"y\"}}}"
            + " | up.headers.Host: is set by the sender, remove it",
        "{\"up\": {\"url\": \"http://x/\", \"headers\": {\"A b\": \"y\"}}}"
            + " | up.headers: a name may hold letters, digits and hyphens",
        "{\"up\": {\"url\": \"http://x/\", \"headers\": {\"A\": \"y\\nB: z\"}}}"
            + " | up.headers.A: must be one line of at most 1000 characters",
        "{\"up\": {\"url\": \"http://x/\", \"headers\": [1]}}"
            + " | up.headers: must be an object of at most 20 texts",
        "{\"up\": {\"url\": \"http://x/\", \"verb\": \"GET\"}} | up.verb: unknown field",
      })
  void problems_say_which_field_and_what_to_do(String json, String problem) {
    assertThat(kind.problems(json)).containsExactly(problem);
  }

  @Test
  void an_international_host_name_is_fine_and_the_summary_shows_only_hosts() {
    String json = "{\"down\": {\"url\": \"https://bücher.example/s3cret?$NAME\"}}";
    assertThat(kind.problems(json)).isEmpty();
    assertThat(kind.summary(json)).isEqualTo("POST xn--bcher-kva.example when down");
  }

  private String url(String path) {
    return "http://127.0.0.1:%d%s".formatted(peer.port(), path);
  }

  private static String settings(Map<String, ?> down) throws Exception {
    return JSON.writeValueAsString(Map.of("down", down));
  }

  private Asked send(Map<String, ?> down, Alert alert) throws Exception {
    assertThat(kind.problems(settings(down))).isEmpty();
    Verdict verdict = kind.open(settings(down)).deliver(alert);
    assertThat(verdict).isEqualTo(new Verdict.Delivered("answered 200"));
    return peer.only();
  }

  private static Alert down(String name) {
    return TestAlerts.of("key-1", TestAlerts.down(name));
  }
}
