package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReportPagesTest {

  private final Fixture mine = new Fixture();
  private final String path = "/projects/" + mine.project.code() + "/reports";

  private String page(String query) {
    return mine.browser.get(path + query).body();
  }

  /** A check that was made in May, came up in June and was down twice in July. */
  private UUID check(String name, String tags) {
    UUID code = mine.check(name);
    Fixture.DASHBOARD.db.update(
        "tagging",
        "UPDATE checks SET tags = ?, created_at = '2026-05-01Z' WHERE code = ?",
        tags,
        code);
    mine.state(code, "status = 'up'");
    flip(code, "2026-06-01T00:00:00Z", "new", "up", "success");
    flip(code, "2026-07-10T00:00:00Z", "up", "down", "timeout");
    flip(code, "2026-07-10T03:06:00Z", "down", "up", "success");
    flip(code, "2026-07-20T00:00:00Z", "up", "down", "fail");
    flip(code, "2026-07-20T01:00:00Z", "down", "up", "success");
    return code;
  }

  private static void flip(UUID code, String at, String from, String to, String reason) {
    Fixture.DASHBOARD.db.update(
        "flipping",
        """
        INSERT INTO flips (check_id, at, old_status, new_status, reason, fanned_out)
        SELECT id, ?, ?, ?, ?, true FROM checks WHERE code = ?
        """,
        Instant.parse(at),
        from,
        to,
        reason,
        code);
  }

  @Test
  void a_project_in_which_nothing_happened_is_told_what_comes() {
    assertThat(page("")).contains("Nothing to report yet");
  }

  @Test
  void months_tags_and_checks_are_added_up() {
    UUID code = check("Back<up", "prod db");
    mine.check("Never pinged");
    String july = page("?period=month&from=2026-06-01&until=2026-07-31");
    assertThat(july)
        .contains("July 2026", "June 2026", "99.44 %", "4 h 6 min", "Back&lt;up", "/checks/" + code)
        .contains("tag=prod", ">db</a>")
        .contains("Never pinged");
    assertThat(page("?period=week&from=2026-07-06&until=2026-07-12"))
        .contains("Week 28, from 6 Jul 2026", "98.15 %");
    assertThat(page("?period=day&from=2026-07-10&until=2026-07-10"))
        .contains("Fri 10 Jul 2026", "87.08 %");
    assertThat(page("?from=2026-07-01&until=2026-07-31&tag=other"))
        .contains("No check with the tag other was watched then.");
  }

  @Test
  void time_in_which_nobody_could_hear_and_runs_that_nobody_heard_count_for_nobody() {
    UUID code = check("Job", "");
    Fixture.DASHBOARD.db.update(
        "being deaf",
        """
        INSERT INTO blind_times (since, until, causes) VALUES (?, ?, '{stopped}')
        """,
        Instant.parse("2026-07-10T01:00:00Z"),
        Instant.parse("2026-07-10T04:00:00Z"));
    Fixture.DASHBOARD.db.update(
        "missing a run",
        """
        INSERT INTO unverified_runs (check_id, due, blind_from, blind_until, certain_at)
        SELECT id, ?, ?, ?, ? FROM checks WHERE code = ?
        """,
        Instant.parse("2026-07-10T02:00:00Z"),
        Instant.parse("2026-07-10T01:00:00Z"),
        Instant.parse("2026-07-10T04:00:00Z"),
        Instant.parse("2026-07-10T05:00:00Z"),
        code);
    String csv = page("?period=day&from=2026-07-10&until=2026-07-10&by=check&format=csv");
    Fixture.DASHBOARD.db.update("hearing again", "DELETE FROM blind_times");
    assertThat(csv).contains(",95.2380,75600,3600,1,1,0,1\r\n");
  }

  @Test
  void files_have_every_period_of_every_line() {
    UUID code = check("=Job", "prod");
    String query = "?period=month&from=2026-06-01&until=2026-07-31";
    assertThat(page(query + "&by=check&format=csv"))
        .startsWith("check,uuid,period,from,to,uptime_percent,watched,down,outages,missed,failed,")
        .contains(
            "'=Job,"
                + code
                + ",2026-07,2026-07-01T00:00:00Z,2026-08-01T00:00:00Z,99.4489,2678400,14760,2,1,1,0")
        .contains(",2026-06,2026-06-01T00:00:00Z,2026-07-01T00:00:00Z,100.0000,2592000,0,0,0,0,0");
    assertThat(page(query + "&by=tag&format=json"))
        .contains("\"by\":\"tag\"", "\"name\":\"prod\"", "\"period\":\"2026-07\"")
        .contains("\"uptime\":99.4489,\"watched\":2678400.000,\"down\":14760.000,\"outages\":2");
  }

  @Test
  void what_cannot_be_shown_is_said_in_words() {
    check("Job", "");
    assertThat(page("?period=year")).contains("period is day, week or month");
    assertThat(page("?from=nonsense")).contains("from and until are dates");
    assertThat(page("?from=2026-02-02&until=2026-01-01")).contains("until lies before from");
    assertThat(page("?from=2999-01-01")).contains("until lies before from");
    assertThat(page("?period=day&from=2020-01-01")).contains("at most 400 days at once");
    assertThat(page("?from=2020-01-01&until=%2B999999999-12-31")).contains("at most 400 months");
  }

  @Test
  void checks_come_in_pages_the_worst_first() {
    UUID worst = check("Worst", "");
    for (int i = 0; i < 55; i++) {
      mine.check("Quiet %02d".formatted(i));
    }
    String query = "?from=2026-07-01&until=2026-07-31";
    assertThat(page(query)).contains("/checks/" + worst, "1 to 50 of 56", "Better");
    assertThat(page(query + "&page=2"))
        .doesNotContain("/checks/" + worst)
        .contains("51 to 56 of 56", "Worse");
    assertThat(page(query + "&page=999")).contains("51 to 56 of 56");
  }

  @Test
  void a_check_whose_old_changes_were_removed_is_not_judged_by_what_nobody_knows() {
    UUID code = check("Old", "");
    Fixture.DASHBOARD.db.update(
        "keeping less", "UPDATE checks SET flips_removed = 3 WHERE code = ?", code);
    Fixture.DASHBOARD.db.update(
        "keeping less",
        "DELETE FROM flips WHERE at < '2026-07-15Z' AND check_id IN (SELECT id FROM checks WHERE"
            + " code = ?)",
        code);
    Duration watched = Duration.ofDays(12);
    assertThat(page("?from=2026-07-01&until=2026-07-31&by=check&format=csv"))
        .contains("," + watched.toSeconds() + ",3600,1,0,1,0");
  }
}
