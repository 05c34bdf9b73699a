package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Silences, maintenance and escalation, by people. */
class QuietPagesTest {

  private final Fixture mine = new Fixture();
  private final String base = "/projects/" + mine.project.code() + "/quiet";
  private final UUID check = mine.check("Nightly dump");

  private HttpResponse<String> submit(String action, String... fields) {
    return mine.browser.submit(base, base + action, fields);
  }

  private UUID only(String table) {
    return Fixture.DASHBOARD
        .db
        .first(
            "reading a code",
            "SELECT code FROM " + table + " WHERE project_id = ?",
            row -> row.uuid("code"),
            mine.project.id())
        .orElseThrow();
  }

  @Test
  void a_silence_is_made_shown_on_the_page_of_its_check_and_ended() {
    assertThat(mine.browser.get(base).body()).contains("No silence is on", "Nightly dump");
    assertThat(
            submit(
                    "/silences",
                    "range",
                    "check:" + check,
                    "lasts",
                    "2",
                    "lasts-unit",
                    "h",
                    "reason",
                    "New <disk>")
                .statusCode())
        .isEqualTo(303);
    assertThat(mine.browser.get(base).body())
        .contains("New &lt;disk&gt;", mine.account.email(), "End now");
    assertThat(mine.browser.get("/checks/" + check).body())
        .contains("Silent until", "New &lt;disk&gt;");
    submit("/silences/" + only("silences") + "/end");
    assertThat(mine.browser.get("/checks/" + check).body()).doesNotContain("Silent until");
  }

  @Test
  void one_press_on_the_page_of_a_check_silences_it_for_an_hour() {
    String page = "/checks/" + check;
    assertThat(mine.browser.submit(page, page + "/silence").statusCode()).isEqualTo(303);
    assertThat(
            Fixture.number(
                "SELECT extract(epoch FROM ends_at - starts_at)::bigint AS v FROM silences WHERE code = ?",
                only("silences")))
        .isEqualTo(3_600);
  }

  @Test
  void whoever_makes_one_sees_what_it_is_for_and_what_of_that_is_down() {
    UUID down = mine.check("Dump <b>");
    mine.state(down, "status = 'down'");
    Fixture.DASHBOARD.db.update("tagging", "UPDATE checks SET tags = 'db' WHERE code = ?", down);
    assertThat(mine.browser.get(base).body()).contains("2 checks match", "1 of them down");
    assertThat(covers("tag:db")).contains("1 check matches", "and is down", "Dump &lt;b&gt;");
    assertThat(covers("check:" + check)).contains("1 check matches", "Nightly dump");
    assertThat(covers("check:" + check)).doesNotContain("down</b>");
    assertThat(covers("tag:nobody")).contains("No check matches now");
    assertThat(covers("check:" + new Fixture().check("theirs"))).doesNotContain("theirs");
    assertThat(covers("nonsense")).contains("Choose what it is for");
  }

  private String covers(String range) {
    return mine.browser.get(base + "/covers?range=" + range).body();
  }

  @Test
  void maintenance_is_previewed_planned_and_deleted() {
    String query =
        "when=schedule&schedule=%s&tz=Europe/Riga&lasts=90&lasts-unit=min"
            .formatted(URLEncoder.encode("0 2 * * 0", StandardCharsets.UTF_8));
    assertThat(mine.browser.get(base + "/preview?" + query).body())
        .contains("Sunday", "02:00", "until 03:30");
    assertThat(mine.browser.get(base + "/preview?when=once").body()).contains("Enter when");
    assertThat(
            submit(
                    "/maintenance",
                    "range",
                    "all",
                    "name",
                    "Reboot",
                    "when",
                    "schedule",
                    "schedule",
                    "* * * * *",
                    "tz",
                    "Europe/Riga",
                    "lasts",
                    "90",
                    "lasts-unit",
                    "min")
                .statusCode())
        .isEqualTo(303);
    assertThat(mine.browser.get(base).body()).contains("Reboot", "Europe/Riga", "1 h 30 min");
    assertThat(mine.browser.get("/checks/" + check).body()).contains("Maintenance until");
    submit("/maintenance/" + only("maintenance") + "/delete");
    assertThat(mine.browser.get(base).body()).doesNotContain("Reboot");
  }

  @Test
  void what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept() {
    assertThat(submit("/silences", "range", "check:x", "lasts", "0", "reason", "why").body())
        .contains("Choose what it is for.", "Enter how long.", "value=\"why\"");
    assertThat(
            submit(
                    "/maintenance",
                    "range",
                    "all",
                    "when",
                    "schedule",
                    "schedule",
                    "61 * * * *",
                    "tz",
                    "Europe/Riga",
                    "lasts",
                    "1",
                    "lasts-unit",
                    "h")
                .body())
        .contains("61 * * * *", "class=\"error\"");
  }

  @Test
  void steps_of_the_escalation_are_added_and_removed() {
    String path = "/projects/" + mine.project.code() + "/escalation";
    assertThat(mine.browser.get(path).body()).contains("three in the morning", "no channel yet");
    mine.browser.submit(
        mine.channels() + "/new/email",
        mine.channels() + "/new/email",
        "name",
        "Boss",
        "to",
        "boss@example.org",
        "down",
        "on");
    String boss = only("channels").toString();
    assertThat(mine.browser.submit(path, path, "after", "15", "channel", boss).statusCode())
        .isEqualTo(303);
    assertThat(mine.browser.get(path).body()).contains("After 15 min", "Boss");
    assertThat(mine.browser.submit(path, path, "after", "x").body())
        .contains("Enter a number of minutes.", "Choose at least one.");
    assertThat(mine.browser.submit(path, path + "/reminders", "every." + boss, "3600").statusCode())
        .isEqualTo(303);
    assertThat(mine.browser.get(path).body()).contains("<option value=\"3600\" selected>Every 1 h");
    mine.browser.submit(path, path + "/remove", "after", "900");
    assertThat(mine.browser.get(path).body()).contains("three in the morning");
  }
}
