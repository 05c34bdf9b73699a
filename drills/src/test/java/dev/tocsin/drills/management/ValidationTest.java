package dev.tocsin.drills.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each member may be, what is said when it is not, and that nothing was changed then. */
class ValidationTest {

  private static final String SCHEDULE = "schedule is not a valid cron or OnCalendar expression";

  private static final Project PROJECT = Installation.get().project("validation");

  private static Arguments row(String member, String json, String problem) {
    return Arguments.of(member, json, problem);
  }

  private static String text(int length) {
    return "\"" + "x".repeat(length) + "\"";
  }

  static Stream<Arguments> wrong() {
    List<Arguments> rows = new ArrayList<>();
    List<String> noText = List.of("5", "true", "null", "[]", "{}", "1.5");
    for (String member :
        List.of(
            "name",
            "slug",
            "tags",
            "desc",
            "schedule",
            "tz",
            "channels",
            "start_kw",
            "success_kw",
            "failure_kw",
            "subject",
            "subject_fail")) {
      noText.forEach(json -> rows.add(row(member, json, member + " is not a string")));
    }
    for (String member :
        List.of(
            "manual_resume",
            "filter_subject",
            "filter_body",
            "filter_http_body",
            "filter_default_fail")) {
      for (String json : List.of("1", "0", "\"true\"", "null", "[]", "{}")) {
        rows.add(row(member, json, member + " is not a boolean"));
      }
    }
    for (String member : List.of("timeout", "grace")) {
      for (String json :
          List.of(
              "\"60\"",
              "60.0",
              "1e3",
              "6E1",
              "NaN",
              "Infinity",
              "-Infinity",
              "null",
              "[]",
              "{}",
              "\"\"")) {
        rows.add(row(member, json, member + " is not a number"));
      }
      for (String json :
          List.of(
              "59", "0", "-1", "true", "false", "-100000000000000", "-99999999999999999999999")) {
        rows.add(row(member, json, member + " is too small"));
      }
      for (String json :
          List.of(
              "31536001",
              "2147483648",
              "100000000000000",
              "9223372036854775808",
              "9".repeat(400))) {
        rows.add(row(member, json, member + " is too large"));
      }
    }
    for (String member : List.of("name", "slug", "schedule")) {
      rows.add(row(member, text(101), member + " is too long"));
    }
    for (String member :
        List.of("start_kw", "success_kw", "failure_kw", "subject", "subject_fail")) {
      rows.add(row(member, text(201), member + " is too long"));
    }
    rows.add(row("slug", "\"" + "X".repeat(101) + "\"", "slug is too long"));
    for (String json :
        List.of(
            "\"Upper\"",
            "\"a b\"",
            "\"\u00e9\"",
            "\"abc\\n\"",
            "\"a.b\"",
            "\"a/b\"",
            "\"\u0661\"",
            "\" \"")) {
      rows.add(row("slug", json, "slug does not match pattern"));
    }
    for (String json :
        List.of(
            "\"post\"", "\"GET\"", "\"POST \"", "5", "true", "null", "[]", "{}", "[\"POST\"]")) {
      rows.add(row("methods", json, "methods has unexpected value"));
    }
    for (String json : List.of("\"name\"", "null", "{}", "5", "true")) {
      rows.add(row("unique", json, "unique is not an array"));
    }
    for (String json :
        List.of(
            "[\"status\"]",
            "[5]",
            "[null]",
            "[[\"name\"]]",
            "[\"name\", \"uuid\"]",
            "[\"Name\"]",
            "[\"\"]")) {
      rows.add(row("unique", json, "an item in 'unique' has unexpected value"));
    }
    for (String json :
        List.of(
            "utc",
            "",
            "europe/riga",
            "localtime",
            "Europe/Nowhere",
            "+02:00",
            "Europe/Riga ",
            "../etc/passwd",
            "posixrules")) {
      rows.add(row("tz", "\"" + json + "\"", "tz is not a valid timezone"));
    }
    for (String json :
        List.of(
            "",
            " ",
            "* * * * * *",
            "@daily",
            "0 0 30 2 *",
            "* * * * FRI-MON",
            "*:*/15",
            "25:00",
            "nonsense",
            "60 * * * *",
            "* * * *",
            "* * * * *\\n* * * * *",
            "Mon 25:00")) {
      rows.add(row("schedule", "\"" + json + "\"", SCHEDULE));
    }
    return rows.stream();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("wrong")
  void a_wrong_member_is_named(String member, String json, String problem) {
    String body = "{\"desc\": \"was this saved?\", \"" + member + "\": " + json + "}";
    Check check = check();
    PROJECT.write().post("checks/", body).isInvalid(problem);
    PROJECT.write().post(check.path(), body).isInvalid(problem);
    PROJECT.write().version(1).post(check.path(), body).isInvalid(problem);
    assertThat(check.get("desc")).isEmpty();
  }

  private static Check check() {
    if (shared == null) {
      shared = PROJECT.check("\"slug\": \"shared\"");
    }
    return shared;
  }

  private static @Nullable Check shared;

  static Stream<Arguments> right() {
    String longest = "x".repeat(100);
    String faces = "\ud83d\ude00".repeat(100);
    return Stream.of(
        Arguments.of("name", "\"" + longest + "\"", longest),
        Arguments.of("name", "\"" + faces + "\"", faces),
        Arguments.of("name", "\"\"", ""),
        Arguments.of("slug", "\"" + "_-0a".repeat(25) + "\"", "_-0a".repeat(25)),
        Arguments.of("slug", "\"\"", ""),
        Arguments.of("tags", "\"" + "t".repeat(500) + "\"", "t".repeat(500)),
        Arguments.of("desc", "\"" + "d".repeat(10_000) + "\"", "d".repeat(10_000)),
        Arguments.of("timeout", "60", "60"),
        Arguments.of("timeout", "31536000", "31536000"),
        Arguments.of("grace", "60", "60"),
        Arguments.of("grace", "31536000", "31536000"),
        Arguments.of("methods", "\"POST\"", "POST"),
        Arguments.of("methods", "\"\"", ""),
        Arguments.of("manual_resume", "true", "true"),
        Arguments.of("filter_subject", "true", "true"),
        Arguments.of("filter_body", "true", "true"),
        Arguments.of("filter_http_body", "true", "true"),
        Arguments.of("filter_default_fail", "true", "true"),
        Arguments.of("start_kw", "\"" + "k".repeat(200) + "\"", "k".repeat(200)),
        Arguments.of("success_kw", "\"ok, fine\"", "ok, fine"),
        Arguments.of("failure_kw", "\"ERROR\"", "ERROR"),
        Arguments.of("schedule", "\"*/5 * * * *\"", "*/5 * * * *"),
        Arguments.of("schedule", "\"0 0 * * MON-FRI\"", "0 0 * * MON-FRI"),
        Arguments.of("schedule", "\"Mon..Fri 04:05\"", "Mon..Fri 04:05"),
        Arguments.of("schedule", "\"hourly\"", "hourly"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("right")
  void a_right_member_is_kept(String member, String json, String value) {
    String body = "{\"" + member + "\": " + json + "}";
    Reply made = PROJECT.write().post("checks/", body).is(201);
    assertThat(made.get(member)).isEqualTo(value);
    String path = "checks/" + made.get("uuid");
    assertThat(PROJECT.write().post(path, body).is(200).get(member)).isEqualTo(value);
    assertThat(PROJECT.write().get(path).get(member)).isEqualTo(value);
    PROJECT.write().delete(path).is(200);
  }

  /** The order in which members are looked at. */
  private static final List<String> ORDER =
      List.of(
          "channels",
          "desc",
          "failure_kw",
          "filter_subject",
          "filter_body",
          "filter_http_body",
          "filter_default_fail",
          "grace",
          "manual_resume",
          "methods",
          "name",
          "schedule",
          "slug",
          "start_kw",
          "subject",
          "subject_fail",
          "success_kw",
          "tags",
          "timeout",
          "tz",
          "unique");

  @Test
  void of_several_wrong_members_the_first_in_order_is_named() {
    for (int first = 0; first < ORDER.size(); first++) {
      List<String> members = new ArrayList<>();
      ORDER.subList(first, ORDER.size()).forEach(name -> members.add(0, "\"" + name + "\": {}"));
      Reply reply = PROJECT.write().post("checks/", "{" + String.join(", ", members) + "}").is(400);
      assertThat(reply.get("error")).startsWith("json validation error: " + ORDER.get(first) + " ");
    }
    PROJECT
        .write()
        .post("checks/", "{\"timeout\": 1, \"name\": 5}")
        .isInvalid("name is not a string");
  }

  @Test
  void of_a_request_with_a_wrong_member_nothing_is_saved() {
    int before = PROJECT.write().get("checks/").items("checks").size();
    PROJECT.write().post("checks/", "{\"name\": \"half\", \"tz\": \"x\"}").is(400);
    PROJECT.write().post("checks/", "{\"name\": \"half\", \"channels\": \"x\"}").is(400);
    assertThat(PROJECT.write().get("checks/").items("checks")).hasSize(before);
  }
}
