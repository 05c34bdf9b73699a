package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.TestProject;
import dev.tocsin.store.CheckObject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What checks depend on, and how often people are reminded of them. */
class TellingTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));
  private final TestProject project = API.project();
  private final UUID router = API.create(project, "slug", "router");
  private final UUID server = API.create(project, "slug", "server");
  private final UUID backup = API.create(project, "slug", "backup");

  @AfterAll
  static void stop() {
    API.close();
  }

  private ApiServer.Answer post(UUID check, String body) {
    return API.post("v3/checks/" + check, project.writeKey(), body.replace('\'', '"'));
  }

  private static String dependsOn(Object on) {
    return "{'depends_on': ['%s']}".formatted(on);
  }

  @Test
  void a_check_depends_on_others_by_slug_or_code_and_shows_their_codes() {
    JsonNode made = post(backup, "{'depends_on': ['server', '%s']}".formatted(router)).json();
    assertThat(made.path("depends_on").toString())
        .isEqualTo("[\"%s\",\"%s\"]".formatted(router, server));
    JsonNode read = API.get("v3/checks/" + CheckObject.uniqueKey(backup), project.readKey()).json();
    assertThat(read.path("depends_on").path(0).asText()).isEqualTo(CheckObject.uniqueKey(router));
    JsonNode list = API.get("v3/checks/?slug=backup", project.writeKey()).json();
    assertThat(list.path("checks").path(0).path("depends_on")).isEqualTo(made.path("depends_on"));
    assertThat(API.get("v2/checks/" + backup, project.writeKey()).json().has("depends_on"))
        .isFalse();
    assertThat(post(backup, "{'name': 'same'}").json().path("depends_on")).hasSize(2);
    assertThat(post(backup, "{'depends_on': []}").json().has("depends_on")).isFalse();
  }

  private ApiServer.Answer bulk(String set) {
    String body =
        "{'action': 'update', 'filter': {'uuids': ['%s', '%s']}, 'set': %s}"
            .formatted(server, backup, set);
    return API.post("v3/checks/bulk", project.writeKey(), body.replace('\'', '"'));
  }

  @Test
  void many_checks_are_told_of_in_the_same_way_at_once() {
    JsonNode done = bulk("{'depends_on': ['router'], 'remind_every': 600}").json();
    assertThat(done.path("changed").asInt()).isEqualTo(2);
    assertThat(done.path("checks").path(0).path("changes").toString())
        .isEqualTo("{\"depends_on\":[\"\",\"%s\"],\"remind_every\":[\"\",600]}".formatted(router));
    for (UUID check : new UUID[] {server, backup}) {
      JsonNode is = API.get("v3/checks/" + check, project.writeKey()).json();
      assertThat(is.path("depends_on").path(0).asText()).isEqualTo(router.toString());
      assertThat(is.path("remind_every").asInt()).isEqualTo(600);
    }
    assertThat(
            bulk("{'depends_on': ['router'], 'remind_every': 600}").json().path("changed").asInt())
        .isZero();
    assertThat(bulk("{'remind_every': 0}").json().path("changed").asInt()).isEqualTo(2);
    assertThat(API.get("v3/checks/" + server, project.writeKey()).json().path("depends_on"))
        .as("what it does not say stays")
        .hasSize(1);
    assertThat(bulk("{'depends_on': ['server']}").error()).contains("closes a circle in check");
    assertThat(bulk("{'depends_on': ['nobody']}").error()).contains("names no check: nobody");
    post(router, dependsOn("backup"));
    bulk("{'depends_on': [], 'remind_every': null}");
    assertThat(API.get("v3/checks/" + backup, project.writeKey()).json().has("depends_on"))
        .isFalse();
  }

  @Test
  void circles_are_refused_however_long() {
    assertThat(post(backup, dependsOn("backup")).status()).isEqualTo(400);
    post(backup, dependsOn("server"));
    post(server, dependsOn("router"));
    ApiServer.Answer circle = post(router, "{'name': 'x', 'depends_on': ['backup']}");
    assertThat(circle.status()).isEqualTo(400);
    assertThat(circle.error()).contains("closes a circle");
    assertThat(API.get("v3/checks/" + router, project.writeKey()).json().path("name").asText())
        .as("nothing of it was changed")
        .isEmpty();
    assertThat(post(router, dependsOn(API.create(API.project(), "slug", "other"))).status())
        .as("a check of another project")
        .isEqualTo(400);
  }

  @Test
  void a_slug_of_several_checks_means_none_of_them() {
    API.create(project, "slug", "server");
    assertThat(post(backup, dependsOn("server")).error()).contains("more than one");
    assertThat(post(backup, dependsOn(server)).status()).isEqualTo(200);
  }

  @Test
  void reminders_of_a_check_are_its_own_or_its_channels() {
    assertThat(post(backup, "{'remind_every': 3600}").json().path("remind_every").asInt())
        .isEqualTo(3_600);
    assertThat(post(backup, "{'remind_every': 0}").json().path("remind_every").asInt(-1)).isZero();
    assertThat(post(backup, "{'remind_every': null}").json().has("remind_every")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'depends_on': 'router'}",
        "{'depends_on': [5]}",
        "{'depends_on': ['nothing']}",
        "{'remind_every': 59}",
        "{'remind_every': -1}",
        "{'remind_every': true}",
        "{'remind_every': 99999999999}",
      })
  void what_is_wrong_is_refused(String body) {
    ApiServer.Answer answer = post(backup, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
  }

  @Test
  void a_change_of_it_is_a_change_of_the_check() {
    String tag = API.get("v3/checks/" + backup, project.writeKey()).header("ETag");
    post(backup, dependsOn("server"));
    assertThat(API.get("v3/checks/" + backup, project.writeKey()).header("ETag")).isNotEqualTo(tag);
    assertThat(
            project.one(
                """
                SELECT count(*) AS v FROM audit
                 WHERE project_id = ? AND detail->'changes'->'depends_on' IS NOT NULL
                """,
                project.id()))
        .isEqualTo(1);
  }
}
