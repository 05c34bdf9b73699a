package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.TestProject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Making and changing checks: what is kept, found and limited. */
class CreateUpdateTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));
  private final TestProject project = API.project();

  @AfterAll
  static void stop() {
    API.close();
  }

  @Test
  void every_member_is_kept_as_given() {
    String members =
        """
        "name":"Größe 😀","slug":"a_b-9","tags":" eu  batch ","desc":"two\\nlines","grace":60,\
        "manual_resume":true,"methods":"POST","start_kw":"begin","success_kw":"fine","failure_kw":"bad",\
        "filter_subject":true,"filter_body":true,"filter_http_body":true,"filter_default_fail":true,\
        "timeout":31536000""";
    var made =
        API.post("v3/checks/", project.writeKey(), "{" + members + ",\"tz\":\"Europe/Riga\"}");
    assertThat(made.status()).isEqualTo(201);
    for (String member : members.split(",", -1)) {
      assertThat(made.text()).contains(member);
    }
    assertThat(made.json().path("subject").asText()).isEqualTo("fine");
    assertThat(made.json().path("subject_fail").asText()).isEqualTo("bad");
    assertThat(made.json().has("tz")).isFalse();
    String path = "v3/checks/" + made.json().path("uuid").asText();
    assertThat(API.post(path, project.writeKey(), "{\"unknown\": null}").text())
        .isEqualTo(made.text());
    var changed = API.post(path, project.writeKey(), "{\"name\": \"b\", \"name\": \"c\"}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().path("name").asText()).isEqualTo("c");
    assertThat(changed.json().path("slug").asText()).isEqualTo("a_b-9");
    assertThat(changed.json().path("timeout").asInt()).isEqualTo(31536000);
  }

  @Test
  void a_name_may_have_100_characters_that_need_two_units_each() {
    String name = "😀".repeat(100);
    UUID code = API.create(project, "name", name, "tags", "t".repeat(500));
    assertThat(API.get("v3/checks/" + code, project.writeKey()).json().path("name").asText())
        .isEqualTo(name);
  }

  @Test
  void the_legacy_subjects_set_words_and_filter_and_explicit_members_win() {
    JsonNode made = make("\"subject\": \"ok\"");
    assertThat(made.path("success_kw").asText()).isEqualTo("ok");
    assertThat(made.path("filter_subject").asBoolean()).isTrue();
    String path = "v3/checks/" + made.path("uuid").asText();
    JsonNode off = API.post(path, project.writeKey(), "{\"subject\": \"\"}").json();
    assertThat(off.path("filter_subject").asBoolean()).isFalse();
    JsonNode explicit =
        make(
            "\"subject\": \"a\", \"success_kw\": \"b\", \"filter_subject\": false, \"subject_fail\": \"f\"");
    assertThat(explicit.path("success_kw").asText()).isEqualTo("b");
    assertThat(explicit.path("failure_kw").asText()).isEqualTo("f");
    assertThat(explicit.path("filter_subject").asBoolean()).isFalse();
    assertThat(explicit.path("subject").asText()).isEmpty();
  }

  private JsonNode make(String members) {
    return API.post("v3/checks/", project.writeKey(), "{" + members + "}").json();
  }

  @Test
  void a_slug_follows_the_name_in_versions_1_and_2_only() {
    for (int version = 1; version <= 3; version++) {
      String path = "v%d/checks/".formatted(version);
      JsonNode made = API.post(path, project.writeKey(), "{\"name\": \"Größe & Co__\"}").json();
      assertThat(made.path("slug").asText()).isEqualTo(version == 3 ? "" : "groe-co");
      JsonNode given =
          API.post(path, project.writeKey(), "{\"name\": \"Größe\", \"slug\": \"mine\"}").json();
      assertThat(given.path("slug").asText()).isEqualTo("mine");
    }
    assertThat(Slugs.of("日本")).isEmpty();
    assertThat(Slugs.of("  -_Nightly   DB - dump_- ")).isEqualTo("nightly-db-dump");
  }

  @Test
  void unique_finds_the_oldest_check_with_all_the_values() {
    UUID first = API.create(project, "name", "a", "tags", "x", "timeout", 120);
    API.create(project, "name", "a", "tags", "x", "timeout", 120);
    var found =
        API.post(
            "v3/checks/",
            project.writeKey(),
            """
            {"name": "a", "tags": "x", "timeout": 120, "desc": "found",
             "unique": ["name", "tags", "timeout"]}
            """);
    assertThat(found.status()).isEqualTo(200);
    assertThat(found.json().path("uuid").asText()).isEqualTo(first.toString());
    assertThat(found.json().path("desc").asText()).isEqualTo("found");
    for (String members :
        List.of(
            "\"name\": \"A\", \"unique\": [\"name\"]",
            "\"name\": \"a\", \"tags\": \"y\", \"unique\": [\"name\", \"tags\"]",
            "\"name\": \"a\", \"unique\": [\"name\", \"grace\"]",
            "\"name\": \"a\", \"unique\": []")) {
      var made = API.post("v3/checks/", project.writeKey(), "{" + members + "}");
      assertThat(made.status()).as(members).isEqualTo(201);
    }
  }

  @Test
  void the_limit_stops_new_checks_and_not_those_that_are_found() {
    project.limit(1);
    API.create(project, "slug", "one");
    var refused = API.post("v3/checks/", project.writeKey(), "{\"slug\": \"two\"}");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).isEmpty();
    assertThat(refused.header("Access-Control-Allow-Origin")).isEqualTo("*");
    String upsert = "{\"slug\": \"one\", \"unique\": [\"slug\"]}";
    assertThat(API.post("v3/checks/", project.writeKey(), upsert).status()).isEqualTo(200);
  }

  @Test
  void upserts_at_the_same_time_make_one_check() {
    String upsert = "{\"slug\": \"same\", \"unique\": [\"slug\"]}";
    List<ApiServer.Answer> answers =
        IntStream.range(0, 24)
            .parallel()
            .mapToObj(i -> API.post("v3/checks/", project.writeKey(), upsert))
            .toList();
    Set<String> codes =
        answers.stream().map(a -> a.json().path("uuid").asText()).collect(Collectors.toSet());
    assertThat(codes).hasSize(1);
    assertThat(answers.stream().filter(a -> a.status() == 201)).hasSize(1);
    assertThat(answers.stream().filter(a -> a.status() == 200)).hasSize(23);
  }

  @Test
  void a_retired_zone_is_stored_under_its_current_name() {
    JsonNode made = make("\"tz\": \"Europe/Kiev\"");
    assertThat(
            project.one(
                "SELECT count(*) AS v FROM checks WHERE code = ? AND tz = 'Europe/Kyiv'",
                UUID.fromString(made.path("uuid").asText())))
        .isEqualTo(1);
  }

  @Test
  void the_shortest_period_is_a_setting() {
    try (ApiServer quick = new ApiServer(Duration.ofSeconds(1))) {
      TestProject project = quick.project();
      assertThat(quick.create(project, "timeout", 1, "grace", 1)).isNotNull();
      assertThat(quick.post("v3/checks/", project.writeKey(), "{\"grace\": 0}").error())
          .isEqualTo("json validation error: grace is too small");
    }
  }
}
