package dev.tocsin.drills.management;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log of pings, and their bodies. */
class PingsTest {

  private static final String RID = "6A1F7C52-59CF-4D43-9A9C-3B7A0C3D7E55";

  private final Project project = Installation.main();
  private final Caller key = project.write();

  private List<JsonNode> pings(Check check) {
    return key.get(check.path() + "/pings/").items("pings");
  }

  @Test
  void the_log_has_every_kind_newest_first() {
    Check check = project.check("\"methods\": \"POST\"");
    check.ping("", "a").ping("/start", "b").ping("/fail", "c").ping("/log", "d").ping("");
    List<JsonNode> pings = pings(check);
    assertThat(pings)
        .extracting(ping -> ping.get("type").asText())
        .containsExactly("ign", "log", "fail", "start", "success");
    assertThat(pings).extracting(ping -> ping.get("n").asInt()).containsExactly(5, 4, 3, 2, 1);
  }

  @Test
  void an_entry_has_these_members_and_no_other() {
    Check check = project.check();
    check.ping("POST", "?rid=" + RID, "x".getBytes(UTF_8), "User-Agent: a-job/1.0");
    JsonNode ping = pings(check).get(0);
    assertThat(Reply.members(ping))
        .containsExactly(
            "body_url", "date", "method", "n", "remote_addr", "rid", "scheme", "type", "ua");
    assertThat(ping.get("scheme").asText()).isEqualTo("http");
    assertThat(ping.get("method").asText()).isEqualTo("POST");
    assertThat(ping.get("ua").asText()).isEqualTo("a-job/1.0");
    assertThat(ping.get("remote_addr").asText()).isEqualTo("127.0.0.1");
    assertThat(ping.get("rid").asText()).isEqualTo(RID.toLowerCase(Locale.ROOT));
    assertThat(ping.get("date").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{6})?\\+00:00");
    assertThat(ping.get("body_url").asText())
        .isEqualTo(Installation.get().site() + "/api/v3/" + check.path() + "/pings/1/body");
  }

  @Test
  void what_is_not_known_is_null() {
    JsonNode ping = pings(project.check().ping("")).get(0);
    assertThat(ping.get("rid").isNull()).isTrue();
    assertThat(ping.get("body_url").isNull()).isTrue();
    assertThat(ping.get("ua").asText()).isEmpty();
  }

  @Test
  void a_moment_without_a_fraction_is_written_without_one() {
    Check check = project.check().ping("").ping("");
    Installation.get()
        .db()
        .update(
            "a round moment",
            "UPDATE pings SET at = timestamptz '2026-02-03 04:05:06' + (n - 1) * interval '120 ms'"
                + " FROM checks c WHERE c.id = check_id AND c.code = ?",
            check.code());
    assertThat(pings(check))
        .extracting(ping -> ping.get("date").asText())
        .containsExactly("2026-02-03T04:05:06.120000+00:00", "2026-02-03T04:05:06+00:00");
  }

  @Test
  void durations_are_in_seconds_with_two_decimals() {
    Check check = project.check();
    check.ping("/start").age(Duration.ofMillis(12_345)).ping("").ping("/log").ping("/fail");
    List<JsonNode> pings = pings(check);
    assertThat(pings.get(2).get("type").asText()).isEqualTo("success");
    double seconds = pings.get(2).get("duration").asDouble();
    assertThat(seconds).isBetween(12.3, 20.0);
    assertThat(seconds * 100)
        .isCloseTo(Math.rint(seconds * 100), org.assertj.core.data.Offset.offset(1e-6));
    assertThat(pings.get(0).has("duration")).as("no start since").isFalse();
    assertThat(pings.get(1).has("duration")).isFalse();
    assertThat(pings.get(3).has("duration")).isFalse();
  }

  @Test
  void runs_are_told_apart_by_their_ids() {
    String other = "11111111-2222-4333-8444-555555555555";
    Check check = project.check();
    check.ping("/start?rid=" + RID).age(Duration.ofSeconds(30)).ping("/start?rid=" + other);
    check.ping("?rid=" + other).ping("/fail?rid=" + RID);
    List<JsonNode> pings = pings(check);
    assertThat(pings.get(0).get("duration").asDouble()).isBetween(30.0, 40.0);
    assertThat(pings.get(1).get("duration").asDouble()).isBetween(0.0, 9.0);
  }

  @Test
  void a_body_comes_back_byte_for_byte() throws Exception {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    Check check = project.check().ping("POST", "", bytes);
    HttpResponse<byte[]> body = bytes(check, 1);
    assertThat(body.statusCode()).isEqualTo(200);
    assertThat(body.headers().allValues("Content-Type")).containsExactly("text/plain");
    assertThat(body.body()).isEqualTo(bytes);
  }

  private HttpResponse<byte[]> bytes(Check check, int n) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(
                    URI.create(
                        Installation.get().site()
                            + key.root()
                            + check.path()
                            + "/pings/"
                            + n
                            + "/body"))
                .header("X-Api-Key", project.api().apiKey())
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2", "3", "99", "9999999999", "99999999999999999999"})
  void a_body_that_is_not_there_is_not_found(String n) {
    Check check = project.check().ping("", "one").ping("");
    key.get(check.path() + "/pings/" + n + "/body").is(404);
  }

  @Test
  void only_the_newest_pings_are_kept() {
    Project few = Installation.get().project("few");
    Installation.get()
        .db()
        .update(
            "a short log",
            "UPDATE projects SET ping_log_limit = 3 WHERE code = ?",
            few.api().projectCode());
    Check check = few.check();
    for (int i = 1; i <= 5; i++) {
      check.ping("", "body " + i);
    }
    assertThat(few.write().get(check.path() + "/pings/").each("pings", "n"))
        .containsExactly("5", "4", "3");
    few.write().get(check.path() + "/pings/2/body").is(404);
    few.write().get(check.path() + "/pings/3/body").is(200, "body 3");
  }

  @Test
  void a_check_without_pings_has_an_empty_log() {
    key.get(project.check().path() + "/pings/").is(200, "{\"pings\":[]}");
  }
}
