package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.TestProject;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.Members;
import dev.tocsin.dashboard.people.Role;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What programs do about incidents. */
class IncidentsTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));
  private final TestProject project = API.project();
  private final UUID check = API.create(project, "name", "Backup");

  @AfterAll
  static void stop() {
    API.close();
  }

  private String open() {
    flip("up", "down");
    project.incidents();
    JsonNode one = API.get("v3/incidents/", project.writeKey()).json().path("incidents").path(0);
    return "v3/incidents/" + one.path("id").asText();
  }

  private void flip(String from, String to) {
    API.db.update(
        "flipping",
        """
        INSERT INTO flips (check_id, at, old_status, new_status, reason)
        VALUES (?, now(), ?, ?, 'fail')
        """,
        project.checkId(check),
        from,
        to);
  }

  private ApiServer.Answer post(String path, String body) {
    return API.post(path, project.writeKey(), body);
  }

  private String audited() {
    return String.join(
        " ",
        API.db.query(
            "reading the audit log",
            """
            SELECT action FROM audit WHERE project_id = ? AND action LIKE 'incident.%' ORDER BY id
            """,
            row -> row.string("action"),
            project.id()));
  }

  @Test
  void what_nobody_could_hear_is_no_downtime() {
    API.db.update(
        "two starts of a listener",
        """
        INSERT INTO streams (id, node, opened_at, heard_through, closed_at, closed_why)
        VALUES (gen_random_uuid(), 'a', '2020-01-01T00:00Z', '2020-01-01T00:10Z',
                '2020-01-01T00:10Z', 'stopped'),
               (gen_random_uuid(), 'a', '2020-01-01T00:14Z', '2020-01-01T01:00Z', NULL, NULL)
        """);
    for (String[] flip : new String[][] {{"00:05", "up", "down"}, {"00:20", "down", "up"}}) {
      API.db.update(
          "flipping",
          """
          INSERT INTO flips (check_id, at, old_status, new_status, reason)
          VALUES (?, ('2020-01-01T' || ? || 'Z')::timestamptz, ?, ?, 'fail')
          """,
          project.checkId(check),
          flip[0],
          flip[1],
          flip[2]);
    }
    project.incidents();
    JsonNode one = API.get("v3/incidents/", project.writeKey()).json().path("incidents").path(0);
    assertThat(one.path("duration").asInt()).isEqualTo(660);
    assertThat(one.path("unheard").asInt()).isEqualTo(240);
    API.db.update("forgetting them", "DELETE FROM streams");
  }

  @Test
  void an_incident_is_acknowledged_once_and_that_can_be_taken_back() {
    String incident = open();
    JsonNode acked = post(incident + "/ack", "").json().path("acknowledged");
    assertThat(acked.path("by").asText()).startsWith("api:");
    assertThat(acked.path("how").asText()).isEqualTo("api");
    assertThat(post(incident + "/ack", "").json().path("acknowledged")).isEqualTo(acked);
    JsonNode read = API.get(incident, project.readKey()).json();
    assertThat(read.path("acknowledged").path("at")).isEqualTo(acked.path("at"));
    assertThat(read.path("acknowledged").has("by")).isFalse();
    assertThat(post(incident + "/unack", "").json().path("acknowledged").isNull()).isTrue();
    assertThat(project.one("SELECT count(*) AS v FROM incidents WHERE look_at IS NOT NULL"))
        .as("reminders go on")
        .isEqualTo(1);
    assertThat(audited()).isEqualTo("incident.acknowledge incident.unacknowledge");
  }

  @Test
  void what_is_over_is_not_acknowledged_any_more_but_can_be_noted_on() {
    String incident = open();
    flip("down", "up");
    API.db.update("closing", "UPDATE incidents SET closed_at = now(), closed_by = 'up'");
    assertThat(post(incident + "/ack", "").status()).isEqualTo(409);
    JsonNode noted = post(incident + "/notes", "{\"text\": \" The disk was full. \"}").json();
    assertThat(noted.path("notes").path(0).path("text").asText()).isEqualTo("The disk was full.");
    assertThat(noted.path("notes").path(0).path("author").asText()).startsWith("api:");
    assertThat(API.get(incident, project.readKey()).json().has("notes")).isFalse();
  }

  @Test
  void only_members_are_assigned() {
    String incident = open();
    String email = "ada." + project.id() + "@example.org";
    // The first account there is becomes an owner of whatever has none.
    new Accounts(API.db).create("first@example.org", "correct horse", "cli");
    new Accounts(API.db).create(email, "correct horse", "cli");
    String ada = "{\"assignee\": \"%s\"}".formatted(email);
    assertThat(post(incident + "/assign", ada).status()).isEqualTo(400);
    new Members(API.db).add(project.id(), email, Role.MEMBER, Acting.operator()).orElseThrow();
    assertThat(post(incident + "/assign", ada).json().path("assignee").asText()).isEqualTo(email);
    assertThat(post(incident + "/assign", "{\"assignee\": \"\"}").json().path("assignee").isNull())
        .isTrue();
    assertThat(post(incident + "/assign", "{}").status()).isEqualTo(400);
    assertThat(post(incident + "/notes", "{\"text\": \"  \"}").status()).isEqualTo(400);
  }

  @Test
  void an_incident_is_its_project_s_business_and_read_keys_change_nothing() {
    String incident = open();
    assertThat(API.post(incident + "/ack", project.readKey(), "").status()).isEqualTo(401);
    assertThat(API.post(incident + "/ack", API.project().writeKey(), "").status()).isEqualTo(403);
    assertThat(post("v3/incidents/" + UUID.randomUUID() + "/ack", "").status()).isEqualTo(404);
    assertThat(API.get(incident.replace("v3", "v2"), project.writeKey()).status()).isEqualTo(404);
  }
}
