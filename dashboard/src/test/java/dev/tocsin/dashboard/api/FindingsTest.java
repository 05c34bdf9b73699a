package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.TestProject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The schedule doctor, as programs see it. */
class FindingsTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));

  private final TestProject project = API.project();

  @AfterAll
  static void stop() {
    API.close();
  }

  private String check(String body) {
    return API.post("v3/checks/", project.writeKey(), body).json().path("uuid").asText();
  }

  /** Heard at 18:00 UTC, for five weeks. */
  private void nightly(String code) {
    long id = project.checkId(UUID.fromString(code));
    API.db.update(
        "pinging",
        """
        INSERT INTO pings (check_id, n, at, kind, scheme, method, ua)
        SELECT ?, n, date_trunc('day', now() - interval '18 h 5 min') - (35 - n) * interval '1 day'
               + interval '18 h' + n * interval '1 s', 'success', 'https', 'GET', 'curl/8.5.0'
          FROM generate_series(1, 35) n
        """,
        id);
    API.db.update("counting", "UPDATE check_state SET n_pings = 35 WHERE check_id = ?", id);
  }

  private JsonNode findings(String code) {
    return API.get("v3/checks/" + code + "/findings/", project.writeKey()).json().path("findings");
  }

  @Test
  void a_finding_comes_with_its_evidence_and_a_cure_that_the_check_takes() {
    String code = check("{\"schedule\": \"0 3 * * *\", \"tz\": \"UTC\", \"grace\": 1800}");
    assertThat(findings(code)).isEmpty();
    nightly(code);
    String other = check("{\"schedule\": \"0 3 * * *\", \"tz\": \"UTC\", \"grace\": 1801}");
    nightly(other); // what was said of the first one is remembered for a minute
    JsonNode finding = findings(other).path(0);
    assertThat(finding.path("kind").asText()).isEqualTo("zone");
    assertThat(finding.path("evidence").size()).isGreaterThan(1);
    assertThat(finding.path("examples")).hasSize(5);
    assertThat(finding.path("lateness").path("max").asDouble()).isEqualTo(35);
    JsonNode remedy = finding.path("remedy");
    assertThat(remedy.path("settings").toString()).isEqualTo("{\"tz\":\"Asia/Tokyo\"}");
    assertThat(remedy.path("before").path("alarms").asInt()).isGreaterThan(30);
    assertThat(remedy.path("after").path("alarms").asInt()).isZero();
    API.post("v3/checks/" + other, project.writeKey(), remedy.path("settings").toString());
    assertThat(findings(other)).isEmpty();
  }

  @Test
  void a_check_made_without_a_schedule_learns_it_and_one_told_the_default_does_not() {
    String untold = check("{\"name\": \"untold\"}");
    String told = check("{\"timeout\": 86400}");
    nightly(untold);
    nightly(told);
    JsonNode remedy = findings(untold).path(0).path("remedy");
    assertThat(remedy.path("settings").toString())
        .isEqualTo("{\"schedule\":\"0 18 * * *\",\"grace\":1800}");
    assertThat(findings(told)).isEmpty();
  }

  @Test
  void findings_tell_who_pinged_so_they_need_a_key_that_may_see_pings() {
    String code = check("{}");
    String path = "/checks/" + code + "/findings/";
    assertThat(API.get("v3" + path, project.readKey()).status()).isEqualTo(401);
    assertThat(API.get("v2" + path, project.writeKey()).status()).isEqualTo(404);
    assertThat(API.get("v3" + path, API.project().writeKey()).status()).isEqualTo(403);
  }
}
