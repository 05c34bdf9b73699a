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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Making and changing checks: every member, every message. */
class CreateUpdateTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));
  private final TestProject project = API.project();

  @AfterAll
  static void stop() {
    API.close();
  }

  /** Members of a body, and the message that they get. */
  record Refused(String members, String message) {
    static Refused of(String members, String message) {
      return new Refused(members, message);
    }
  }

  static Stream<Refused> refused() {
    Stream<Refused> types =
        Stream.of(
                "channels desc failure_kw name schedule slug start_kw subject subject_fail"
                    + " success_kw tags tz=string",
                "filter_subject filter_body filter_http_body filter_default_fail"
                    + " manual_resume=boolean",
                "timeout grace=number",
                "unique=array")
            .flatMap(CreateUpdateTest::wrongTypes);
    Stream<Refused> tooLong =
        Stream.of("start_kw", "success_kw", "failure_kw", "subject", "subject_fail")
            .map(
                m ->
                    Refused.of("\"%s\": \"%s\"".formatted(m, "x".repeat(201)), m + " is too long"));
    Stream<Refused> periods =
        Stream.of("timeout", "grace")
            .flatMap(
                m ->
                    Stream.of(
                        Refused.of("\"%s\": 59".formatted(m), m + " is too small"),
                        Refused.of("\"%s\": 0".formatted(m), m + " is too small"),
                        Refused.of("\"%s\": -1".formatted(m), m + " is too small"),
                        Refused.of("\"%s\": true".formatted(m), m + " is too small"),
                        Refused.of("\"%s\": false".formatted(m), m + " is too small"),
                        Refused.of(
                            "\"%s\": -99999999999999999999".formatted(m), m + " is too small"),
                        Refused.of("\"%s\": 31536001".formatted(m), m + " is too large"),
                        Refused.of("\"%s\": 100000000000000".formatted(m), m + " is too large"),
                        Refused.of(
                            "\"%s\": 99999999999999999999".formatted(m), m + " is too large"),
                        Refused.of("\"%s\": 60.0".formatted(m), m + " is not a number"),
                        Refused.of("\"%s\": 1e3".formatted(m), m + " is not a number"),
                        Refused.of("\"%s\": 1e999999".formatted(m), m + " is not a number"),
                        Refused.of("\"%s\": NaN".formatted(m), m + " is not a number"),
                        Refused.of("\"%s\": -Infinity".formatted(m), m + " is not a number")));
    return Stream.of(types, tooLong, periods, others()).flatMap(s -> s);
  }

  private static Stream<Refused> wrongTypes(String membersAndType) {
    String[] parts = membersAndType.split("=", -1);
    String article = parts[1].equals("array") ? "an " : "a ";
    List<String> good =
        switch (parts[1]) {
          case "string" -> List.of("\"text\"");
          case "boolean" -> List.of("true", "false");
          case "number" -> List.of("7", "true", "false");
          default -> List.of("[]");
        };
    return Stream.of(parts[0].split(" ", -1))
        .flatMap(
            member ->
                Stream.of(
                        "null", "7", "\"text\"", "\"60\"", "true", "[]", "{}", "[\"name\"]", "0.5")
                    .filter(value -> good.stream().noneMatch(value::equals))
                    .filter(value -> !(parts[1].equals("string") && value.startsWith("\"")))
                    .filter(value -> !(parts[1].equals("array") && value.startsWith("[")))
                    .map(
                        value ->
                            Refused.of(
                                "\"%s\": %s".formatted(member, value),
                                member + " is not " + article + parts[1])));
  }

  private static Stream<Refused> others() {
    return Stream.of(
        Refused.of("\"name\": \"" + "x".repeat(101) + "\"", "name is too long"),
        Refused.of("\"name\": \"" + "\\ud83d\\ude00".repeat(101) + "\"", "name is too long"),
        Refused.of("\"slug\": \"" + "X".repeat(101) + "\"", "slug is too long"),
        Refused.of("\"slug\": \"Upper\"", "slug does not match pattern"),
        Refused.of("\"slug\": \"a b\"", "slug does not match pattern"),
        Refused.of("\"slug\": \"é\"", "slug does not match pattern"),
        Refused.of("\"slug\": \"abc\\n\"", "slug does not match pattern"),
        Refused.of("\"schedule\": \"" + "*".repeat(101) + "\"", "schedule is too long"),
        schedule(""),
        schedule("* * * * * *"),
        schedule("@daily"),
        schedule("0 0 30 2 *"),
        schedule("0 0 * * FRI-MON"),
        schedule("*:*/15"),
        schedule("25:00"),
        zone(""),
        zone("utc"),
        zone("europe/riga"),
        zone("localtime"),
        zone("Factory"),
        zone("posixrules"),
        zone("+02:00"),
        zone("SystemV/PST8"),
        zone("Europe/Riga\\u0000"),
        methods("\"post\""),
        methods("\"GET\""),
        methods("null"),
        methods("7"),
        methods("[]"),
        Refused.of("\"unique\": [\"status\"]", "an item in 'unique' has unexpected value"),
        Refused.of("\"unique\": [7]", "an item in 'unique' has unexpected value"),
        Refused.of("\"unique\": [null]", "an item in 'unique' has unexpected value"),
        Refused.of("\"unique\": [\"name\", \"Name\"]", "an item in 'unique' has unexpected value"),
        Refused.of("\"timeout\": 1, \"name\": 5", "name is not a string"),
        Refused.of("\"unique\": 1, \"tz\": 1, \"tags\": 1", "tags is not a string"),
        Refused.of(
            "\"tags\": \"x\", \"grace\": 1, \"filter_body\": 1", "filter_body is not a boolean"),
        Refused.of("\"name\": \"good\", \"name\": 5", "name is not a string"));
  }

  private static Refused schedule(String text) {
    return Refused.of(
        "\"schedule\": \"%s\"".formatted(text),
        "schedule is not a valid cron or OnCalendar expression");
  }

  private static Refused zone(String text) {
    return Refused.of("\"tz\": \"%s\"".formatted(text), "tz is not a valid timezone");
  }

  private static Refused methods(String value) {
    return Refused.of("\"methods\": " + value, "methods has unexpected value");
  }

  @ParameterizedTest
  @MethodSource("refused")
  void a_wrong_member_is_refused_in_these_words_and_changes_nothing(Refused refused) {
    UUID code = API.create(project, "name", "kept");
    String before = API.get("v3/checks/", project.writeKey()).text();
    String body = "{%s}".formatted(refused.members());
    for (String path : new String[] {"v3/checks/", "v3/checks/" + code}) {
      var answer = API.post(path, project.writeKey(), body);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().toString())
          .isEqualTo("{\"error\":\"json validation error: " + refused.message() + "\"}");
    }
    assertThat(API.get("v3/checks/", project.writeKey()).text()).isEqualTo(before);
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
    UUID code = API.create(project, "name", name, "tags", "t".repeat(2000));
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
