package dev.tocsin.dashboard.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestProject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client has already, and what it thinks that there is. */
class ConditionalTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));
  private final TestProject project = API.project();

  @AfterAll
  static void stop() {
    API.close();
  }

  private ApiServer.Answer get(String path, String ifNoneMatch) {
    return API.send("GET", path, project.writeKey(), null, "If-None-Match", ifNoneMatch);
  }

  private ApiServer.Answer change(String method, String path, String body, String ifMatch) {
    return API.send(method, path, project.writeKey(), body.getBytes(UTF_8), "If-Match", ifMatch);
  }

  private String tag(UUID code) {
    return API.get("v3/checks/" + code, project.writeKey()).header("ETag");
  }

  @ParameterizedTest
  @ValueSource(strings = {"checks/", "checks/?limit=1", "checks/UUID", "channels/"})
  void what_the_client_has_is_not_sent_again(String path) {
    UUID code = API.create(project, "name", "a");
    project.channel("mail");
    String at = "v3/" + path.replace("UUID", code.toString());
    var first = API.get(at, project.writeKey());
    String tag = first.header("ETag");
    assertThat(tag).matches("\"[\\x21\\x23-\\x7e]+\"");
    assertThat(first.header("Access-Control-Expose-Headers")).isEqualTo("ETag");
    assertThat(first.header("Cache-Control")).isEqualTo("private, no-cache");
    for (String has : List.of(tag, "W/" + tag, "\"x\", W/\"y,z\" ,, " + tag, "*", " * ")) {
      var again = get(at, has);
      assertThat(again.status()).as(has).isEqualTo(304);
      assertThat(again.text()).isEmpty();
      assertThat(again.header("ETag")).isEqualTo(tag);
      assertThat(again.header("Access-Control-Allow-Origin")).isEqualTo("*");
      assertThat(again.header("Access-Control-Allow-Headers")).isEqualTo("X-Api-Key");
      assertThat(again.header("Content-Type")).isEmpty();
    }
    for (String has : List.of("", "x", "\"x\"", tag.replace("\"", ""), tag + "x", "w/" + tag)) {
      assertThat(get(at, has).status()).as(has).isEqualTo(200);
    }
    API.post("v3/checks/" + code, project.writeKey(), "{\"name\": \"b\"}");
    project.channel("slack");
    assertThat(get(at, tag).status()).isEqualTo(200);
  }

  @Test
  void a_ping_makes_another_answer_and_the_same_settings() {
    UUID code = API.create(project);
    String tag = tag(code);
    project.state(code, "n_pings = 1, status = 'up', last_ping = ?", Instant.now());
    assertThat(tag(code)).isNotEqualTo(tag);
    assertThat(tag(code).split("\\.", -1)[0]).isEqualTo(tag.split("\\.", -1)[0]);
    assertThat(change("POST", "v3/checks/" + code, "{\"grace\": 60}", tag).status()).isEqualTo(200);
  }

  @Test
  void keys_see_different_answers_under_different_tags() {
    UUID code = API.create(project);
    String full = API.get("v3/checks/", project.writeKey()).header("ETag");
    var readOnly = API.send("GET", "v3/checks/", project.readKey(), null, "If-None-Match", full);
    assertThat(readOnly.status()).isEqualTo(200);
    assertThat(readOnly.text()).doesNotContain(code.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void older_versions_know_nothing_of_it(String version) {
    UUID code = API.create(project);
    for (String path : List.of("checks/", "checks/" + code)) {
      var answer = get(version + "/" + path, "*");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.raw().headers().map())
          .doesNotContainKeys("etag", "cache-control", "access-control-expose-headers");
    }
    var update = change("POST", version + "/checks/" + code, "{\"name\": \"x\"}", "\"other\"");
    assertThat(update.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"POST,''", "POST,/pause", "POST,/resume", "DELETE,''"})
  void a_change_to_what_is_not_there_any_more_is_refused(String method, String path) {
    UUID code = API.create(project, "name", "first");
    String stale = tag(code);
    API.post("v3/checks/" + code, project.writeKey(), "{\"name\": \"second\"}");
    API.post("v3/checks/" + code + "/pause", project.writeKey(), "");
    String now = tag(code);
    String before = API.get("v3/checks/" + code, project.writeKey()).text();
    long audits = audits();
    for (String tag : List.of(stale, "W/" + now, "\"x\"", "nonsense", "")) {
      var refused = change(method, "v3/checks/" + code + path, "{\"name\": \"third\"}", tag);
      assertThat(refused.status()).as(tag).isEqualTo(412);
      assertThat(refused.error()).startsWith("the check was changed meanwhile");
      assertThat(refused.header("Access-Control-Allow-Origin")).isEqualTo("*");
    }
    assertThat(API.get("v3/checks/" + code, project.writeKey()).text()).isEqualTo(before);
    assertThat(audits()).isEqualTo(audits);
    var done = change(method, "v3/checks/" + code + path, "{\"name\": \"third\"}", "\"x\", " + now);
    assertThat(done.status()).isEqualTo(200);
  }

  private long audits() {
    return project.one("SELECT count(*) AS v FROM audit WHERE project_id = ?", project.id());
  }

  @Test
  void each_answer_to_a_change_has_the_tag_for_the_next_one() {
    var made = API.post("v3/checks/", project.writeKey(), "{}");
    String tag = made.header("ETag");
    String path = "v3/checks/" + made.json().path("uuid").asText();
    for (String body : List.of("{\"tags\": \"a\"}", "{\"tags\": \"b\"}", "{\"channels\": \"*\"}")) {
      var next = change("POST", path, body, tag);
      assertThat(next.status()).isEqualTo(200);
      tag = next.header("ETag");
      assertThat(tag).isEqualTo(API.get(path, project.writeKey()).header("ETag"));
    }
    var paused = change("POST", path + "/pause", "", tag);
    assertThat(paused.status()).isEqualTo(200);
    assertThat(change("POST", path + "/resume", "", tag).status()).isEqualTo(412);
    assertThat(change("POST", path + "/resume", "", "*").status()).isEqualTo(200);
  }

  @Test
  void other_faults_are_told_first() {
    UUID code = API.create(project);
    assertThat(change("POST", "v3/checks/" + code, "{\"grace\": 1}", "\"x\"").status())
        .isEqualTo(400);
    assertThat(change("POST", "v3/checks/" + UUID.randomUUID(), "{}", "*").status()).isEqualTo(404);
    assertThat(change("POST", "v3/checks/" + API.create(API.project()), "{}", "\"x\"").status())
        .isEqualTo(403);
  }

  @Test
  void of_many_that_change_the_same_state_of_a_check_one_succeeds() {
    UUID code = API.create(project, "name", "start");
    String tag = tag(code);
    List<CompletableFuture<Integer>> changes =
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () ->
                            change(
                                    "POST",
                                    "v3/checks/" + code,
                                    "{\"name\": \"by %d\"}".formatted(i),
                                    tag)
                                .status()))
            .toList();
    List<Integer> statuses = changes.stream().map(CompletableFuture::join).sorted().toList();
    assertThat(statuses).startsWith(200).hasSize(12);
    assertThat(statuses.subList(1, 12)).containsOnly(412);
  }

  @Test
  void browsers_may_send_it_if_they_ask() {
    for (String asked : List.of("if-match", "X-Api-Key, If-None-Match")) {
      String path = "v3/checks/" + UUID.randomUUID();
      var answer = API.send("OPTIONS", path, null, null, "Access-Control-Request-Headers", asked);
      assertThat(answer.header("Access-Control-Allow-Headers"))
          .isEqualTo("X-Api-Key, If-Match, If-None-Match");
      var old =
          API.send(
              "OPTIONS",
              path.replace("v3", "v2"),
              null,
              null,
              "Access-Control-Request-Headers",
              asked);
      assertThat(old.header("Access-Control-Allow-Headers")).isEqualTo("X-Api-Key");
    }
    var plain =
        API.send(
            "OPTIONS", "v3/checks/", null, null, "Access-Control-Request-Headers", "x-api-key");
    assertThat(plain.header("Access-Control-Allow-Headers")).isEqualTo("X-Api-Key");
  }
}
