package dev.tocsin.dashboard.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.PublicServer;
import dev.tocsin.dashboard.TestProject;
import dev.tocsin.store.CheckObject;
import dev.tocsin.store.TestPostgres;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Prometheus endpoint row by row of the contract, over HTTP. */
class ProjectMetricsTest {

  private static final PublicServer SERVER = new PublicServer(TestPostgres.freshDatabase());

  private static final String ANY = "/projects/" + UUID.randomUUID();

  @AfterAll
  static void close() {
    SERVER.close();
  }

  private static String page(TestProject project) {
    HttpResponse<String> answer = SERVER.get(ANY + "/metrics/" + project.readKey());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  private static List<String> samples(String page, String family) {
    return page.lines().filter(line -> line.startsWith(family)).toList();
  }

  private static String labels(String name, String tags, UUID code) {
    return "{name=\"%s\", tags=\"%s\", unique_key=\"%s\"}"
        .formatted(name, tags, CheckObject.uniqueKey(code));
  }

  @Test
  void the_families_of_the_protocol_come_first_and_to_the_byte() {
    TestProject project = SERVER.project();
    UUID down = SERVER.check(project, "nightly dump", "db prod", "status = 'down'");
    UUID late =
        SERVER.check(
            project,
            "late",
            "prod",
            "status = 'up', last_ping = now() - interval '65 min', last_start = now()");
    UUID paused = SERVER.check(project, "paused", "", "status = 'paused'");
    String one = labels("nightly dump", "db prod", down);
    String two = labels("late", "prod", late);
    String three = labels("paused", "", paused);
    assertThat(page(project))
        .startsWith(
            """
            # HELP hc_check_up Whether the check is up: 1, or 0 if it is down.
            # TYPE hc_check_up gauge
            hc_check_up%1$s 0
            hc_check_up%2$s 1
            hc_check_up%3$s 1

            # HELP hc_check_started Whether a run of the check is in progress: 1, or 0.
            # TYPE hc_check_started gauge
            hc_check_started%1$s 0
            hc_check_started%2$s 1
            hc_check_started%3$s 0

            # HELP hc_check_grace Whether the check is late and within its grace time: 1, or 0.
            # TYPE hc_check_grace gauge
            hc_check_grace%1$s 0
            hc_check_grace%2$s 1
            hc_check_grace%3$s 0

            # HELP hc_check_paused Whether the check is paused: 1, or 0.
            # TYPE hc_check_paused gauge
            hc_check_paused%1$s 0
            hc_check_paused%2$s 0
            hc_check_paused%3$s 1

            # HELP hc_tag_up Whether all checks with the tag are up: 1, or 0.
            # TYPE hc_tag_up gauge
            hc_tag_up{tag="db"} 0
            hc_tag_up{tag="prod"} 0

            # HELP hc_checks_total How many checks there are.
            # TYPE hc_checks_total gauge
            hc_checks_total 3

            # HELP hc_checks_down_total How many checks are down.
            # TYPE hc_checks_down_total gauge
            hc_checks_down_total 1

            # HELP hc_check_last_duration_seconds"""
                .formatted(one, two, three));
  }

  @Test
  void labels_are_escaped_and_nothing_else_is() {
    TestProject project = SERVER.project();
    UUID code = SERVER.check(project, "a\\b \"c\"\nd é 🚀", "x\"y z\\w", "");
    String page = page(project);
    String labels = labels("a\\\\b \\\"c\\\"\\nd é 🚀", "x\\\"y z\\\\w", code);
    assertThat(samples(page, "hc_check_up")).containsExactly("hc_check_up" + labels + " 1");
    assertThat(samples(page, "hc_tag_up"))
        .containsExactly("hc_tag_up{tag=\"x\\\"y\"} 1", "hc_tag_up{tag=\"z\\\\w\"} 1");
    assertThat(page).doesNotContain("\r").endsWith("\n");
  }

  @Test
  void more_families_follow_with_the_same_labels() {
    TestProject project = SERVER.project();
    UUID code =
        SERVER.check(
            project,
            "job",
            "",
            "status = 'up', n_pings = 7, n_start = 2, n_fail = 1, last_duration = 1500000, last_ping = now() - interval '5 min'");
    UUID fresh = SERVER.check(project, "new", "", "");
    project.db().update("", "UPDATE checks SET flips_removed = 40 WHERE code = ?", code);
    for (int i = 0; i < 2; i++) {
      project
          .db()
          .update(
              "",
              """
              INSERT INTO flips (check_id, at, old_status, new_status, reason)
              VALUES (?, now(), 'up', 'down', 'fail')
              """,
              project.checkId(code));
    }
    String page = page(project);
    String job = labels("job", "", code);
    String never = labels("new", "", fresh);
    assertThat(samples(page, "hc_check_last_duration_seconds"))
        .containsExactly("hc_check_last_duration_seconds" + job + " 1.5");
    assertThat(samples(page, "hc_check_pings_total"))
        .containsExactly(
            pings(job, "success") + " 4",
            pings(job, "fail") + " 1",
            pings(job, "start") + " 2",
            pings(never, "success") + " 0",
            pings(never, "fail") + " 0");
    assertThat(samples(page, "hc_check_flips_total"))
        .containsExactly(
            "hc_check_flips_total" + job + " 42", "hc_check_flips_total" + never + " 0");
    String age = samples(page, "hc_check_last_ping_age_seconds").get(0);
    assertThat(Double.parseDouble(age.substring(age.lastIndexOf(' ')))).isBetween(300.0, 330.0);
    long deadline =
        project.one(
            """
            SELECT extract(epoch FROM last_ping + interval '70 min')::bigint AS v
              FROM check_state WHERE check_id = ?
            """,
            project.checkId(code));
    String sample = samples(page, "hc_check_deadline_timestamp_seconds").get(0);
    assertThat(Double.parseDouble(sample.substring(sample.lastIndexOf(' '))))
        .isBetween(deadline - 1.0, deadline + 1.0);
    assertThat(samples(page, "hc_check_deadline_timestamp_seconds")).hasSize(1);
    assertThat(page)
        .contains("# TYPE hc_check_pings_total counter", "# TYPE hc_check_flips_total counter");
  }

  private static String pings(String labels, String kind) {
    return "hc_check_pings_total" + labels.replace("}", ", kind=\"" + kind + "\"}");
  }

  @Test
  void deliveries_are_counted_by_channel_and_result() {
    TestProject project = SERVER.project();
    UUID channel = project.channel("on \"call\"");
    long id = project.one("SELECT id AS v FROM channels WHERE code = ?", channel);
    project
        .db()
        .update("", "INSERT INTO lanes (channel_id, delivered, failed) VALUES (?, 5, 2)", id);
    project.db().update("", "INSERT INTO deliveries (channel_id, reason) VALUES (?, 'test')", id);
    String page = page(project);
    String labels =
        "{name=\"on \\\"call\\\"\", kind=\"webhook\", unique_key=\"%s\""
            .formatted(CheckObject.uniqueKey(channel));
    assertThat(samples(page, "hc_channel"))
        .containsExactly(
            "hc_channel_deliveries_total" + labels + ", result=\"delivered\"} 5",
            "hc_channel_deliveries_total" + labels + ", result=\"failed\"} 2",
            "hc_channel_deliveries_waiting" + labels + "} 1");
  }

  @Test
  void the_key_may_stand_in_either_path_or_in_the_header() {
    TestProject project = SERVER.project();
    SERVER.check(project, "job", "", "");
    String key = project.readKey();
    for (HttpResponse<String> answer :
        List.of(
            SERVER.get(ANY + "/metrics/" + key),
            SERVER.get(ANY + "/checks/metrics/" + key),
            SERVER.get(ANY + "/metrics/", "Authorization", "Bearer " + key))) {
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain");
      assertThat(answer.body()).contains("hc_checks_total 1\n");
    }
    assertThat(SERVER.get(ANY + "/metrics/" + key, "Accept-Encoding", "gzip").headers().map())
        .containsEntry("Content-Encoding", List.of("gzip"));
  }

  @Test
  void only_a_read_only_key_is_taken() {
    TestProject project = SERVER.project();
    assertThat(SERVER.get(ANY + "/metrics/" + project.writeKey()).statusCode()).isEqualTo(403);
    assertThat(SERVER.get(ANY + "/metrics/" + "x".repeat(32)).statusCode()).isEqualTo(403);
    assertThat(SERVER.get(ANY + "/metrics/short").statusCode()).isEqualTo(400);
    assertThat(SERVER.get(ANY + "/metrics/").statusCode()).isEqualTo(401);
    assertThat(SERVER.get(ANY + "/metrics/", "Authorization", "Basic eA==").statusCode())
        .isEqualTo(401);
    assertThat(SERVER.get(ANY + "/metrics/", "Authorization", "Bearer x").statusCode())
        .isEqualTo(400);
    assertThat(
            SERVER
                .get(ANY + "/metrics/", "Authorization", "Bearer " + project.writeKey())
                .statusCode())
        .isEqualTo(403);
    assertThat(SERVER.send("POST", ANY + "/metrics/" + project.readKey()).statusCode())
        .isEqualTo(405);
  }

  @Test
  void a_confined_key_reads_what_it_is_for() {
    TestProject project = SERVER.project();
    SERVER.check(project, "job", "", "");
    project.channel("hook");
    assertThat(samples(page(project), "hc_channel")).hasSize(3);
    scopes(project, "{checks}");
    assertThat(samples(page(project), "hc_check_up")).hasSize(1);
    assertThat(samples(page(project), "hc_channel")).isEmpty();
    scopes(project, "{channels,project}");
    assertThat(SERVER.get(ANY + "/metrics/" + project.readKey()).statusCode()).isEqualTo(403);
  }

  private static void scopes(TestProject project, String scopes) {
    project
        .db()
        .update(
            "confining a key",
            "UPDATE api_keys SET scopes = ?::text[] WHERE project_id = ? AND read_only",
            scopes,
            project.id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/projects/none/metrics/KEY",
        "/projects/0C5F8F0E-7B1D-4C57-8F43-2F3F6F8F9A10/metrics/KEY",
        "/projects/0c5f8f0e-7b1d-4c57-8f43-2f3f6f8f9a10/metrics/KEY/",
        "/projects/0c5f8f0e-7b1d-4c57-8f43-2f3f6f8f9a10/metrics/a.b"
      })
  void other_paths_lead_nowhere(String path) {
    String key = SERVER.project().readKey();
    // Or to where people sign in, as any page of a project does: never to metrics.
    assertThat(SERVER.get(path.replace("KEY", key)).statusCode()).isIn(303, 404);
  }

  @Test
  void operators_ask_the_api_with_a_key_of_their_own() {
    assertThat(SERVER.get("/api/v3/metrics/", "X-Metrics-Key", "whatever").statusCode())
        .as("none is configured")
        .isEqualTo(403);
  }
}
