package dev.tocsin.drills.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.drills.harness.RawHttp;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** §5: what is recorded of a ping. */
@ParameterizedClass
@EnumSource(Door.class)
class RecordTest {

  private final Door door;

  RecordTest(Door door) {
    this.door = door;
  }

  private void assertRecorded(Check check, String member, String expected, String... headers)
      throws IOException {
    assertThat(door.get(check.path(), headers).brief())
        .as(String.join(",", headers))
        .isEqualTo("200 OK");
    assertThat(check.last().get(member).asText()).as(String.join(",", headers)).isEqualTo(expected);
  }

  @Test
  void pings_are_numbered_without_gaps_whatever_their_kind() throws IOException {
    Check check = Check.create("\"methods\":\"POST\",");
    for (String word : new String[] {"", "/log", "/start", "/fail", "/300", "?rid=x", "/9"}) {
      door.ask("POST", check.path() + word);
      door.ask("GET", check.slugPath() + word);
    }
    assertThat(check.pings("n")).containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
    assertThat(check.kinds())
        .containsExactly(
            "success", "ign", "log", "ign", "start", "ign", "fail", "ign", "fail", "ign");
  }

  @Test
  void the_date_is_the_moment_of_the_ping() throws IOException {
    Check check = Check.create();
    Instant before = Instant.now().minusMillis(50); // stamps follow the database's clock
    door.get(check.path());
    Instant after = Instant.now().plusMillis(50);
    String date = check.last().get("date").asText();
    assertThat(OffsetDateTime.parse(date).toInstant()).isBetween(before, after);
    assertThat(date).endsWith("+00:00");
  }

  @Test
  void the_sender_is_the_first_forwarded_address_or_the_socket_s() throws IOException {
    Check check = Check.create();
    assertRecorded(check, "remote_addr", "127.0.0.1");
    Map<String, String> cases = new LinkedHashMap<>();
    cases.put("203.0.113.7", "203.0.113.7");
    cases.put("203.0.113.7, 10.0.0.1, 10.0.0.2", "203.0.113.7");
    cases.put("203.0.113.7,10.0.0.1", "203.0.113.7");
    cases.put("203.0.113.7:4711", "203.0.113.7");
    cases.put("203.0.113.7:4711, 10.0.0.1:80", "203.0.113.7");
    cases.put("2001:0db8:0:0::1", "2001:db8::1");
    cases.put("2001:DB8::A", "2001:db8::a");
    cases.put("::1", "::1");
    cases.put("::ffff:1.1.1.1", "::ffff:1.1.1.1");
    cases.put("", "null");
    cases.put(",10.0.0.1", "null");
    for (Map.Entry<String, String> one : cases.entrySet()) {
      assertRecorded(check, "remote_addr", one.getValue(), "X-Forwarded-For: " + one.getKey());
    }
    assertRecorded(check, "remote_addr", "1.2.3.4", "x-forwarded-for: 1.2.3.4");
    assertRecorded(
        check, "remote_addr", "1.2.3.4", "X-Forwarded-For: 1.2.3.4", "X-Forwarded-For: 5.6.7.8");
  }

  @Test
  void garbage_for_a_sender_is_the_socket_s_address() throws IOException {
    Check check = Check.create();
    for (String garbage :
        new String[] {
          "unknown",
          "_hidden",
          "1.2.3",
          "1.2.3.4.5",
          "1.2.3.400",
          "1.2.3.4:",
          "1.2.3.4:http",
          "[2001:db8::1]:80",
          "2001:db8::1::2",
          "%s%n",
          "'; DROP TABLE pings; --",
          "\u00e9",
          "x".repeat(2_000),
          "for=1.2.3.4"
        }) {
      assertRecorded(check, "remote_addr", "127.0.0.1", "X-Forwarded-For: " + garbage);
    }
  }

  @Test
  void the_scheme_is_what_proxies_say() throws IOException {
    Check check = Check.create();
    assertRecorded(check, "scheme", "http");
    assertRecorded(check, "scheme", "https", "X-Forwarded-Proto: https");
    assertRecorded(check, "scheme", "gopherspac", "X-Forwarded-Proto: gopherspace+tls");
  }

  @Test
  void the_method_is_cut_to_ten_characters() throws IOException {
    Check check = Check.create();
    door.ask("VERSION-CONTROL", check.path());
    assertThat(check.last().get("method").asText()).isEqualTo("VERSION-CO");
  }

  @Test
  void the_user_agent_is_cut_to_200_characters() throws IOException {
    Check check = Check.create();
    assertRecorded(check, "ua", "");
    assertRecorded(check, "ua", "", "User-Agent: ");
    assertRecorded(check, "ua", "curl/7.88.1", "User-Agent: curl/7.88.1");
    assertRecorded(check, "ua", "a".repeat(200), "User-Agent: " + "a".repeat(200));
    assertRecorded(check, "ua", "a".repeat(200), "User-Agent: " + "a".repeat(5_000));
  }

  @Test
  void what_is_not_sent_is_null_or_empty() throws IOException {
    Check check = Check.create();
    door.get(check.path());
    JsonNode ping = check.last();
    assertThat(ping.get("rid").isNull()).isTrue();
    assertThat(ping.get("body_url").isNull()).isTrue();
    assertThat(ping.has("duration")).isFalse();
    assertThat(ping.get("type").asText()).isEqualTo("success");
    assertThat(ping.get("scheme").asText()).isEqualTo("http");
    assertThat(ping.get("method").asText()).isEqualTo("GET");
  }

  @Test
  void heads_of_requests_up_to_their_bounds_are_taken_and_beyond_refused() throws IOException {
    Check check = Check.create();
    assertThat(door.get(check.path(), "X-Long: " + "x".repeat(16_000)).brief()).isEqualTo("200 OK");
    assertThat(door.get(check.path() + "?x=" + "y".repeat(6_000)).brief()).isEqualTo("200 OK");
    assertThat(door.get(check.path(), "X-Long: " + "x".repeat(40_000)).status()).isEqualTo(431);
    assertThat(door.get(check.path() + "?x=" + "y".repeat(10_000)).status()).isEqualTo(414);
    try (RawHttp http = door.open()) { // and nobody else is any the worse for it
      assertThat(http.ask("GET", door.at(check.path())).brief()).isEqualTo("200 OK");
    }
    assertThat(check.kinds()).hasSize(3);
  }

  @Test
  void a_ping_is_seen_by_the_api_when_its_answer_is_there() throws IOException {
    Check check = Check.create();
    for (int n = 1; n <= 20; n++) {
      assertThat(door.get(check.path()).status()).isEqualTo(200);
      assertThat(check.object().get("n_pings").asInt()).isEqualTo(n);
    }
    Instant last = OffsetDateTime.parse(check.get("last_ping")).toInstant();
    assertThat(Duration.between(last, Instant.now())).isLessThan(Duration.ofMinutes(1));
  }
}
