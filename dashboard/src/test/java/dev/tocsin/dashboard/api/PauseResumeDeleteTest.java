package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.TestProject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What listing shows, and what pausing, resuming and deleting do. */
class PauseResumeDeleteTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));
  private final TestProject project = API.project();

  @AfterAll
  static void stop() {
    API.close();
  }

  @Test
  void the_list_is_filtered_by_whole_tags_and_exact_slug() {
    API.create(project, "name", "1", "tags", "eu  batch", "slug", "one");
    API.create(project, "name", "2", "tags", "eu", "slug", "two");
    API.create(project, "name", "3", "tags", "eupper EU");
    assertThat(names("")).containsExactly("1", "2", "3");
    assertThat(names("?tag=eu")).containsExactly("1", "2");
    assertThat(names("?tag=eu&tag=batch")).containsExactly("1");
    assertThat(names("?tag=EU")).containsExactly("3");
    assertThat(names("?tag=")).isEmpty();
    assertThat(names("?tag=e%25")).isEmpty();
    assertThat(names("?tag=eu&tag=")).isEmpty();
    assertThat(names("?tag=%00")).isEmpty();
    assertThat(names("?tag=%ff%zz%")).isEmpty();
    assertThat(names("?slug=two")).containsExactly("2");
    API.create(project, "name", "4", "tags", "café");
    assertThat(names("?tag=caf%C3%A9")).containsExactly("4");
    assertThat(names("?tag=café")).as("raw UTF-8").containsExactly("4");
    assertThat(names("?slug=one&slug=two")).containsExactly("2");
    assertThat(names("?slug=two&tag=batch")).isEmpty();
    assertThat(names("?slug=&nothing=1&&=")).hasSize(4);
    assertThat(names("?slug=t_o")).isEmpty();
  }

  private List<String> names(String query) {
    // The client refuses malformed escapes, so a raw request line does it.
    JsonNode checks = RawHttp.get(API.port(), "/api/v3/checks/" + query, project.writeKey());
    return checks.path("checks").findValuesAsText("name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"new", "up", "down"})
  void pausing_stops_the_clock_and_keeps_what_was(String stored) {
    UUID code = API.create(project);
    Instant last = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
    project.state(
        code,
        "status = ?, last_ping = ?, last_start = ?, n_pings = 3, last_duration = 2000000,"
            + " deadline = now(), wake_at = now()",
        stored,
        last,
        last);
    var paused = API.post("v3/checks/" + code + "/pause", project.writeKey(), "");
    assertThat(paused.status()).isEqualTo(200);
    assertThat(paused.json().path("status").asText()).isEqualTo("paused");
    assertThat(paused.json().path("started").asBoolean()).isFalse();
    assertThat(paused.json().path("next_ping").isNull()).isTrue();
    assertThat(Instant.parse(paused.json().path("last_ping").asText().replace("+00:00", "Z")))
        .isEqualTo(last);
    assertThat(paused.json().path("n_pings").asInt()).isEqualTo(3);
    assertThat(paused.json().path("last_duration").asInt()).isEqualTo(2);
    assertThat(flips(code)).containsExactly(stored + ">paused pause false");
    assertThat(count("check_state WHERE deadline IS NULL AND switched_at IS NOT NULL", code))
        .isEqualTo(1);
    assertThat(count("audit WHERE action = 'check.pause' AND actor LIKE 'api:%'", null))
        .isEqualTo(1);

    project.state(code, "last_start = now()");
    var again = API.post("v3/checks/" + code + "/pause", project.writeKey(), "{}");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().path("started").asBoolean()).isTrue();
    assertThat(flips(code)).hasSize(1);
  }

  @Test
  void resuming_makes_a_paused_check_as_good_as_new() {
    UUID code = API.create(project);
    String path = "v3/checks/" + code + "/resume";
    var refused = API.post(path, project.writeKey(), "");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text()).isEqualTo("check is not paused");
    assertThat(refused.header("Content-Type")).startsWith("text/plain");
    assertThat(refused.header("Access-Control-Allow-Origin")).isEqualTo("*");
    project.state(
        code, "status = 'paused', last_ping = now(), last_start = now(), deadline = now()");
    var resumed = API.post(path, project.writeKey(), "");
    assertThat(resumed.status()).isEqualTo(200);
    assertThat(resumed.json().path("status").asText()).isEqualTo("new");
    assertThat(resumed.json().path("last_ping").isNull()).isTrue();
    assertThat(resumed.json().path("started").asBoolean()).isFalse();
    assertThat(flips(code)).containsExactly("paused>new resume false");
    assertThat(count("check_state WHERE deadline IS NULL", code)).isEqualTo(1);
  }

  @Test
  void deleting_takes_everything_with_it_and_returns_what_was() {
    project.channel("mail");
    UUID code = API.create(project, "name", "gone", "slug", "gone", "channels", "*");
    long id = project.checkId(code);
    project.ping(code, 1, "success", Instant.now(), null, "body");
    API.post("v3/checks/" + code + "/pause", project.writeKey(), "");
    var gone = API.delete("v3/checks/" + code, project.writeKey());
    assertThat(gone.status()).isEqualTo(200);
    assertThat(gone.json().path("name").asText()).isEqualTo("gone");
    assertThat(gone.json().path("channels").asText()).isEmpty();
    assertThat(gone.json()).hasSize(29);
    for (String table : List.of("pings", "flips", "check_state", "check_channels")) {
      assertThat(project.one("SELECT count(*) AS v FROM " + table + " WHERE check_id = ?", id))
          .as(table)
          .isZero();
    }
    for (String tail : List.of("", "/pings/", "/flips/")) {
      assertThat(API.get("v3/checks/" + code + tail, project.writeKey()).status()).isEqualTo(404);
    }
    assertThat(API.delete("v3/checks/" + code, project.writeKey()).status()).isEqualTo(404);
    assertThat(count("audit WHERE action = 'check.delete'", null)).isEqualTo(1);
  }

  private long count(String from, @Nullable UUID code) {
    return code == null
        ? project.one("SELECT count(*) AS v FROM " + from + " AND project_id = ?", project.id())
        : project.one(
            "SELECT count(*) AS v FROM " + from + " AND check_id = ?", project.checkId(code));
  }

  private List<String> flips(UUID code) {
    return API.db.query(
        "reading flips",
        "SELECT old_status || '>' || new_status || ' ' || reason || ' ' || fanned_out::text AS v"
            + " FROM flips WHERE check_id = ? ORDER BY id",
        row -> row.string("v"),
        project.checkId(code));
  }
}
