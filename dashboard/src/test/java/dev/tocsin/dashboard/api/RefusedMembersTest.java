package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestProject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a member can be wrong, and what is said about it. */
class RefusedMembersTest {

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
            .flatMap(RefusedMembersTest::wrongTypes);
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
        Refused.of("\"tags\": \"" + "x ".repeat(251) + "\"", "tags is too long"),
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
}
