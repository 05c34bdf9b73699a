package dev.tocsin.drills.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;

/** Updates: what they change, what they leave, and when a check becomes one of another kind. */
class KindTest {

  private final Project project = Installation.main();

  @Test
  void what_is_not_said_stays() {
    Check check =
        project.check(
            "\"name\": \"n\", \"slug\": \"s\", \"tags\": \"t\", \"desc\": \"d\", \"timeout\": 7200, \"grace\": 120,"
                + " \"methods\": \"POST\", \"manual_resume\": true, \"start_kw\": \"a\"");
    String before = check.object().toString();
    check.edit("");
    assertThat(check.object().toString()).isEqualTo(before);
    check.edit("\"grace\": 180");
    assertThat(check.object().toString())
        .isEqualTo(before.replace("\"grace\":120", "\"grace\":180"));
  }

  @Test
  void a_schedule_makes_it_one_that_goes_by_the_clock_and_a_timeout_back() {
    Check check = project.check("\"timeout\": 7200");
    JsonNode clock = check.edit("\"schedule\": \"5 4 * * *\", \"tz\": \"Asia/Tokyo\"").json();
    assertThat(clock.has("timeout")).isFalse();
    assertThat(clock.get("schedule").asText()).isEqualTo("5 4 * * *");
    JsonNode period = check.edit("\"timeout\": 600").json();
    assertThat(period.has("schedule")).isFalse();
    assertThat(period.has("tz")).isFalse();
    JsonNode calendar = check.edit("\"schedule\": \"Mon 04:05\"").json();
    assertThat(calendar.get("tz").asText()).as("kept while nobody saw it").isEqualTo("Asia/Tokyo");
    assertThat(calendar.has("timeout")).isFalse();
  }

  @Test
  void a_timeout_beside_a_schedule_is_validated_and_ignored() {
    Reply both =
        project.write().post("checks/", "{\"schedule\": \"* * * * *\", \"timeout\": 60}").is(201);
    assertThat(both.json().has("timeout")).isFalse();
    project
        .write()
        .post("checks/", "{\"schedule\": \"* * * * *\", \"timeout\": 1}")
        .isInvalid("timeout is too small");
  }

  @Test
  void a_zone_alone_is_remembered_but_not_shown() {
    Check check = project.check("\"tz\": \"Asia/Tokyo\"");
    assertThat(check.object().has("tz")).isFalse();
    assertThat(check.edit("\"schedule\": \"0 0 * * *\"").get("tz")).isEqualTo("Asia/Tokyo");
  }

  @Test
  void the_next_ping_follows_the_change_at_once() {
    Check check = project.check("\"timeout\": 3600, \"grace\": 60").ping("");
    JsonNode object = check.edit("\"timeout\": 86400").json();
    assertThat(
            Duration.between(
                OffsetDateTime.parse(object.get("last_ping").asText()),
                OffsetDateTime.parse(object.get("next_ping").asText())))
        .isEqualTo(Duration.ofDays(1));
    OffsetDateTime next =
        OffsetDateTime.parse(check.edit("\"schedule\": \"17 4 * * *\"").get("next_ping"));
    assertThat(next.getMinute()).isEqualTo(17);
    assertThat(next.getHour()).isEqualTo(4);
  }

  @Test
  void the_status_follows_the_change_unless_it_is_down() {
    Check check = project.check("\"timeout\": 3600, \"grace\": 3600").ping("");
    check.age(Duration.ofMinutes(30));
    assertThat(check.edit("\"timeout\": 60").get("status")).isEqualTo("grace");
    assertThat(check.edit("\"timeout\": 7200").get("status")).isEqualTo("up");
    check.ping("/fail");
    assertThat(check.edit("\"timeout\": 86400").get("status")).isEqualTo("down");
    assertThat(check.ping("").get("status")).isEqualTo("up");
  }

  @Test
  void the_older_names_of_keywords_set_the_filter() {
    Check check = project.check("\"subject\": \"ok\", \"subject_fail\": \"bad\"");
    assertThat(check.get("success_kw")).isEqualTo("ok");
    assertThat(check.get("failure_kw")).isEqualTo("bad");
    assertThat(check.get("filter_subject")).isEqualTo("true");
    assertThat(check.get("subject")).isEqualTo("ok");
    assertThat(check.get("subject_fail")).isEqualTo("bad");
    check.edit("\"subject\": \"\"");
    assertThat(check.get("filter_subject")).isEqualTo("true");
    check.edit("\"subject_fail\": \"\"");
    assertThat(check.get("filter_subject")).isEqualTo("false");
  }

  @Test
  void keywords_show_under_their_older_names_only_with_the_filter_on() {
    Check check = project.check("\"success_kw\": \"ok\", \"failure_kw\": \"bad\"");
    assertThat(check.get("subject")).isEmpty();
    assertThat(check.get("subject_fail")).isEmpty();
    check.edit("\"filter_subject\": true");
    assertThat(check.get("subject")).isEqualTo("ok");
    assertThat(check.get("subject_fail")).isEqualTo("bad");
  }

  @Test
  void the_newer_names_win_over_the_older_ones() {
    Check check =
        project.check(
            "\"subject\": \"old\", \"success_kw\": \"new\", \"subject_fail\": \"old\","
                + " \"failure_kw\": \"newer\", \"filter_subject\": false");
    assertThat(check.get("success_kw")).isEqualTo("new");
    assertThat(check.get("failure_kw")).isEqualTo("newer");
    assertThat(check.get("filter_subject")).isEqualTo("false");
  }
}
