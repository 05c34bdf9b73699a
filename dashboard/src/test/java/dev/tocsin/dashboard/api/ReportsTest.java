package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.TestProject;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** How reliable checks were, as programs see it. */
class ReportsTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));

  private final TestProject project = API.project();

  @AfterAll
  static void stop() {
    API.close();
  }

  private JsonNode report(String query) {
    return API.get("v3/reports/" + query, project.readKey()).json();
  }

  private void check() {
    API.post("v3/checks/", project.writeKey(), "{\"name\": \"Job\", \"tags\": \"prod\"}");
    API.db.update(
        "test", "UPDATE checks SET created_at = '2026-05-01Z' WHERE project_id = ?", project.id());
    API.db.update(
        "test",
        """
        INSERT INTO flips (check_id, at, old_status, new_status, reason, fanned_out)
        SELECT id, at::timestamptz, was, is_now, reason, true
          FROM checks, (VALUES ('2026-06-30 23:00Z', 'up', 'down', 'timeout'),
                               ('2026-07-01 01:00Z', 'down', 'paused', 'pause'))
               AS f(at, was, is_now, reason)
         WHERE project_id = ?
        """,
        project.id());
  }

  @Test
  void a_report_has_every_period_of_every_line_in_the_zone_that_was_asked_for() {
    check();
    JsonNode utc = report("?from=2026-06-01&until=2026-08-31");
    JsonNode periods = utc.path("lines").path(0).path("periods");
    assertThat(periods).hasSize(3);
    assertThat(periods.path(0).path("missed").asInt()).isEqualTo(1);
    assertThat(periods.path(1).path("uptime").asDouble(-1)).isZero();
    assertThat(periods.path(1).path("down").asDouble()).isEqualTo(3_600);
    assertThat(periods.path(2).path("uptime").isNull()).as("paused").isTrue();
    JsonNode berlin =
        report("?period=day&from=2026-07-01&until=2026-07-01&tz=Europe/Berlin&by=check&tag=prod");
    JsonNode line = berlin.path("lines").path(0);
    assertThat(line.path("name").asText()).isEqualTo("Job");
    assertThat(line.path("uuid").asText()).hasSize(36);
    assertThat(line.path("total").path("outages").asInt()).isEqualTo(1);
    assertThat(line.path("periods").path(0).path("from").asText())
        .isEqualTo("2026-06-30T22:00:00+00:00");
    assertThat(report("?by=check&tag=other").path("lines")).isEmpty();
  }

  @Test
  void what_cannot_be_had_is_refused_in_words() {
    for (String wrong :
        new String[] {
          "period=year",
          "from=1",
          "by=me",
          "tz=Mars",
          "until=1999-01-01",
          "period=day&from=2011-12-30&until=2011-12-30&tz=Pacific/Apia",
          "period=day&from=2001-01-01"
        }) {
      assertThat(API.get("v3/reports/?" + wrong, project.readKey()).status())
          .as(wrong)
          .isEqualTo(400);
    }
    assertThat(API.get("v2/reports/", project.readKey()).status()).isEqualTo(404);
  }
}
