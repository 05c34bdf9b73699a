package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The past of a check on its page: chart, days, log, and what other settings had made of it. */
class CheckPageTest {

  private final Fixture mine = new Fixture();
  private final UUID code = mine.check("Backup");
  private final String page = "/checks/" + code;

  private String get(String path) {
    HttpResponse<String> answer = mine.browser.get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body();
  }

  /** Every hour of a day, with a gap of three; a failure with a body in the middle. */
  private void aDayOfPings() {
    Fixture.DASHBOARD.db.update(
        "pinging",
        """
        INSERT INTO pings (check_id, n, at, kind, scheme, method, ua, exit_status, body)
        SELECT c.id, n, now() - (30 - n) * interval '1 h' - CASE WHEN n < 12 THEN interval '3 h' ELSE interval '0 h' END,
               CASE WHEN n = 20 THEN 'fail' ELSE 'success' END, 'https', 'POST', 'curl/8.5.0',
               CASE WHEN n = 20 THEN 3 ELSE 0 END,
               CASE WHEN n = 20 THEN '\\x00fe'::bytea || 'No SPACE left on <device>'::bytea END
          FROM checks c, generate_series(1, 30) n WHERE c.code = ?
        """,
        code);
    mine.state(code, "status = 'up', n_pings = 30, last_ping = now()");
    Fixture.DASHBOARD.db.update(
        "flipping",
        """
        INSERT INTO flips (check_id, at, old_status, new_status, reason, fanned_out)
        SELECT id, now() - interval '10 h', 'up', 'down', 'fail', true FROM checks WHERE code = ?
        UNION ALL
        SELECT id, now() - interval '9 h', 'down', 'up', 'success', true FROM checks WHERE code = ?
        """,
        code,
        code);
  }

  @Test
  void the_past_is_there_without_a_script() {
    aDayOfPings();
    String html = get(page);
    assertThat(html)
        .contains("The last 30 runs along time", "at-good", "at-failed", "exit status 3")
        .contains("of the last 30 days, went down once, for 1 h in all")
        .contains("day day-");
    assertThat(get(page + "/history")).contains("at-failed").doesNotContain("<html");
  }

  @Test
  void the_log_is_narrowed_by_kind_and_by_words_in_bodies() {
    aDayOfPings();
    assertThat(get(page + "/log")).contains("Success", "Failure", "Went down");
    assertThat(get(page + "/log?show=changes")).contains("Went down").doesNotContain("Success");
    assertThat(get(page + "/log?show=failures"))
        .contains("Failure", "#20")
        .doesNotContain("Success", "Went down");
    assertThat(get(page + "/log?text=no+space"))
        .contains("#20", "No SPACE left on &lt;device&gt;")
        .doesNotContain("#21", "Went down");
    assertThat(get(page + "/log?text=space+LEFT%00")).contains("#20").doesNotContain("#21");
    assertThat(get(page + "/log?text=nowhere")).contains("Nothing like that");
    assertThat(get(page + "/log?text=%27%3B+DROP+%25_%5C")).contains("Nothing like that");
    Instant justAfter = Instant.now().minus(5, ChronoUnit.HOURS).plusSeconds(1);
    String at = Long.toString(justAfter.getEpochSecond());
    assertThat(get(page + "?at=" + at))
        .contains("Show the newest", "#25<")
        .doesNotContain("#26<", "#30<");
  }

  @Test
  void the_last_failures_are_in_the_log_when_newer_pings_have_taken_their_place() {
    aDayOfPings();
    Fixture.DASHBOARD.db.update(
        "keeping five", "UPDATE projects SET ping_log_limit = 5 WHERE id = ?", mine.project.id());
    assertThat(get(page + "/log")).contains("#20<", "#26<").doesNotContain("#25<", "#19<");
    assertThat(get(page + "/log?show=failures")).contains("#20<").doesNotContain("#26<");
    assertThat(get(page + "/pings/20/body")).contains("No SPACE left");
  }

  @Test
  void the_form_tells_what_its_settings_had_made_of_the_last_month() {
    aDayOfPings();
    assertThat(get(page + "/edit"))
        .contains("With these settings, the last 30 days", "2 alarms</b>", "As it was set: 1.");
    assertThat(preview("300").body())
        .as("the gap of four hours is none any more")
        .contains("1 alarm</b>", "Tried on 30 pings");
    assertThat(preview("x").body()).contains("Enter a whole number.").doesNotContain("alarm");
    Fixture stranger = new Fixture();
    assertThat(
            stranger
                .browser
                .submit(stranger.checks(), page + "/preview", "kind", "simple")
                .statusCode())
        .isEqualTo(404);
  }

  private HttpResponse<String> preview(String grace) {
    return mine.browser.submit(
        page + "/edit",
        page + "/preview",
        "kind",
        "simple",
        "period",
        "1",
        "period-unit",
        "h",
        "grace",
        grace,
        "grace-unit",
        "min");
  }
}
