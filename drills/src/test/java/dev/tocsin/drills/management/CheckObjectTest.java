package dev.tocsin.drills.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The members of a check, in every version and for both kinds of key. */
class CheckObjectTest {

  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+00:00";

  /** What both kinds of key see of every check. */
  private static final List<String> ALWAYS =
      List.of(
          "name",
          "slug",
          "tags",
          "desc",
          "grace",
          "n_pings",
          "status",
          "started",
          "last_ping",
          "next_ping",
          "manual_resume",
          "methods",
          "subject",
          "subject_fail",
          "start_kw",
          "success_kw",
          "failure_kw",
          "filter_subject",
          "filter_body",
          "filter_http_body",
          "filter_default_fail",
          "badge_url");

  private static final List<String> WRITE_ONLY =
      List.of("uuid", "ping_url", "update_url", "pause_url", "resume_url", "channels");

  private final Project project = Installation.main();

  private static List<String> names(List<String> first, String... more) {
    List<String> names = new ArrayList<>(first);
    names.addAll(List.of(more));
    names.sort(null);
    return names;
  }

  private static List<String> full(String... more) {
    List<String> all = new ArrayList<>(ALWAYS);
    all.addAll(WRITE_ONLY);
    return names(all, more);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void a_check_has_these_members_and_no_other(int version) {
    Check period = project.check();
    Check clock = project.check("\"schedule\": \"5 4 * * *\"");
    Check calendar = project.check("\"schedule\": \"04:05\", \"tz\": \"Asia/Tokyo\"");
    Caller write = project.write().version(version);
    Caller read = project.read().version(version);
    assertThat(Reply.members(write.get(period.path()).is(200).json()))
        .hasSize(29)
        .isEqualTo(full("timeout"));
    for (Check check : List.of(clock, calendar)) {
      assertThat(Reply.members(write.get(check.path()).json())).isEqualTo(full("schedule", "tz"));
      assertThat(Reply.members(read.get(check.path()).json()))
          .isEqualTo(names(ALWAYS, "schedule", "tz", "unique_key"));
    }
    assertThat(Reply.members(read.get(period.path()).json()))
        .hasSize(24)
        .isEqualTo(names(ALWAYS, "timeout", "unique_key"));
  }

  @Test
  void a_new_check_has_all_defaults() {
    JsonNode check = project.check().object();
    for (String text :
        List.of(
            "name",
            "slug",
            "tags",
            "desc",
            "methods",
            "subject",
            "subject_fail",
            "start_kw",
            "success_kw",
            "failure_kw",
            "channels")) {
      assertThat(check.get(text).isTextual()).as(text).isTrue();
      assertThat(check.get(text).asText()).as(text).isEmpty();
    }
    for (String flag :
        List.of(
            "started",
            "manual_resume",
            "filter_subject",
            "filter_body",
            "filter_http_body",
            "filter_default_fail")) {
      assertThat(check.get(flag).isBoolean()).as(flag).isTrue();
      assertThat(check.get(flag).asBoolean()).as(flag).isFalse();
    }
    assertThat(check.get("timeout").isInt()).isTrue();
    assertThat(check.get("timeout").asInt()).isEqualTo(86_400);
    assertThat(check.get("grace").asInt()).isEqualTo(3_600);
    assertThat(check.get("n_pings").asInt()).isZero();
    assertThat(check.get("status").asText()).isEqualTo("new");
    assertThat(check.get("last_ping").isNull()).isTrue();
    assertThat(check.get("next_ping").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void urls_are_absolute_and_of_the_version_that_was_asked(int version) {
    Check check = project.check();
    JsonNode object = project.write().version(version).get(check.path()).json();
    String site = Installation.get().site();
    String update = site + "/api/v" + version + "/checks/" + check.code();
    assertThat(object.get("update_url").asText()).isEqualTo(update);
    assertThat(object.get("pause_url").asText()).isEqualTo(update + "/pause");
    assertThat(object.get("resume_url").asText()).isEqualTo(update + "/resume");
    assertThat(object.get("ping_url").asText()).isEqualTo(site + "/ping/" + check.code());
    assertThat(object.get("badge_url").asText())
        .matches(Pattern.quote(site) + "/b/2/[0-9a-f-]{36}\\.svg")
        .doesNotContain(check.code().toString());
  }

  @Test
  void the_uuid_is_nowhere_in_what_a_read_only_key_sees() {
    Check check = project.check("\"name\": \"secret\"");
    check.ping("").ping("/fail");
    String code = check.code().toString();
    for (String path :
        List.of("checks/", check.path(), "checks/" + check.uniqueKey(), check.path() + "/flips/")) {
      for (int version = 1; version <= 3; version++) {
        assertThat(project.read().version(version).get(path).is(200).body())
            .as(path)
            .doesNotContain(code)
            .doesNotContain(code.replace("-", ""));
      }
    }
    assertThat(project.read().get(check.path()).get("unique_key")).isEqualTo(check.uniqueKey());
  }

  @Test
  void by_unique_key_a_write_key_sees_all() {
    Check check = project.check();
    Reply reply = project.write().get("checks/" + check.uniqueKey()).is(200);
    assertThat(reply.get("uuid")).isEqualTo(check.code().toString());
    assertThat(reply.json().has("unique_key")).isFalse();
    project.write().get("checks/" + check.uniqueKey().toUpperCase(Locale.ROOT)).is(404, "");
  }

  @Test
  void times_are_utc_in_whole_seconds() {
    Check check = project.check("\"timeout\": 3600, \"grace\": 300");
    JsonNode object = check.ping("").object();
    assertThat(object.get("last_ping").asText()).matches(TIME);
    assertThat(object.get("next_ping").asText()).matches(TIME);
    assertThat(Duration.between(time(object, "last_ping"), time(object, "next_ping")))
        .isEqualTo(Duration.ofHours(1));
    assertThat(object.get("n_pings").asInt()).isEqualTo(1);
  }

  private static OffsetDateTime time(JsonNode object, String member) {
    return OffsetDateTime.parse(object.get(member).asText());
  }

  @Test
  void the_status_is_computed_for_this_moment() {
    Check check = project.check("\"timeout\": 3600, \"grace\": 300");
    assertThat(check.ping("").get("status")).isEqualTo("up");
    assertThat(check.age(Duration.ofSeconds(3_700)).get("status")).isEqualTo("grace");
    assertThat(check.get("next_ping")).matches(TIME);
    assertThat(check.age(Duration.ofMinutes(5)).get("status")).isEqualTo("down");
    assertThat(check.ping("").get("status")).isEqualTo("up");
    assertThat(check.ping("/fail").get("status")).isEqualTo("down");
    assertThat(check.object().get("next_ping").isNull()).isTrue();
  }

  @Test
  void a_run_in_progress_is_started_and_in_version_1_a_status() {
    Check check = project.check();
    check.ping("").ping("/start");
    for (int version = 1; version <= 3; version++) {
      Reply reply = project.write().version(version).get(check.path());
      assertThat(reply.json().get("started").asBoolean()).isTrue();
      assertThat(reply.get("status")).isEqualTo(version == 1 ? "started" : "up");
    }
    assertThat(project.write().version(1).get("checks/").is(200).body()).contains("\"started\"");
  }

  @Test
  void the_last_duration_is_there_only_if_a_run_was_completed() {
    Check check = project.check();
    assertThat(check.ping("").object().has("last_duration")).isFalse();
    check.ping("/start").age(Duration.ofSeconds(75)).ping("");
    assertThat(check.object().get("last_duration").asInt()).isBetween(75, 80);
    assertThat(Reply.members(check.object())).hasSize(30);
    assertThat(check.ping("").object().has("last_duration")).isFalse();
    check.ping("/start").ping("/fail");
    assertThat(check.object().get("last_duration").asInt()).isBetween(0, 5);
  }

  @Test
  void pings_of_every_kind_are_counted() {
    Check check = project.check("\"methods\": \"POST\"");
    check.ping("").ping("/log").ping("", "counts").ping("/start");
    assertThat(check.get("n_pings")).isEqualTo("4");
  }

  @Test
  void text_comes_back_as_it_was() {
    String text = "<b>\\\" \u00e9\u65e5\u672c \ud83d\ude00 \\u2028 \\t&amp;</b>";
    Check check =
        project.check(
            "\"name\": \"" + text + "\", \"desc\": \"" + text + "\", \"tags\": \"  a   b  \"");
    String expected = Reply.parse("\"" + text + "\"").asText();
    assertThat(check.get("name")).isEqualTo(expected);
    assertThat(check.get("desc")).isEqualTo(expected);
    assertThat(check.get("tags")).isEqualTo("  a   b  ");
  }

  @Test
  void the_code_is_a_uuid_of_its_own_and_the_badges_is_another() {
    JsonNode one = project.check().object();
    JsonNode two = project.check().object();
    assertThat(UUID.fromString(one.get("uuid").asText()))
        .isNotEqualTo(UUID.fromString(two.get("uuid").asText()));
    assertThat(one.get("badge_url").asText()).isNotEqualTo(two.get("badge_url").asText());
  }
}
