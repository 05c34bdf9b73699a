package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Choosing when a check is due: the form, its preview, and what other pages say of it. */
class SchedulePagesTest {

  private final Fixture mine = new Fixture();
  private final String form = mine.checks() + "/new";

  private HttpResponse<String> submit(String page, String... fields) {
    List<String> all = new ArrayList<>(List.of(fields));
    all.addAll(List.of("name", "Nightly", "grace", "15", "grace-unit", "min"));
    return mine.browser.submit(page, page, all.toArray(String[]::new));
  }

  private String preview(String kind, String text, String tz) {
    String query =
        "/preview?grace=15&grace-unit=min&kind=%s&%s=%s&tz=%s"
            .formatted(
                kind,
                kind.equals("cron") ? "cron" : "calendar",
                URLEncoder.encode(text, StandardCharsets.UTF_8),
                tz);
    HttpResponse<String> answer = mine.browser.get(query);
    assertThat(answer.statusCode()).as(query).isEqualTo(200);
    return answer.body();
  }

  @Test
  void a_check_goes_from_cron_to_calendar_to_a_period() {
    HttpResponse<String> made =
        submit(form, "kind", "cron", "cron", " 20 4 * * 1-5 ", "tz", "Europe/Kiev");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(303);
    String check = made.headers().firstValue("location").orElseThrow();
    assertThat(mine.browser.get(check).body())
        .contains("At 04:20 every weekday, Europe/Kyiv, 15 min grace", "20 4 * * 1-5</code>");
    assertThat(mine.browser.get(mine.checks()).body()).contains("At 04:20 every weekday");
    String edit = check + "/edit";
    assertThat(mine.browser.get(edit).body())
        .contains("value=\"20 4 * * 1-5\"", "value=\"Europe/Kyiv\"", "Next runs");
    submit(edit, "kind", "oncalendar", "calendar", "12:00\r\nSat 13:00", "tz", "Asia/Tokyo");
    assertThat(mine.browser.get(check).body())
        .contains("At 12:00 every day; at 13:00 every Saturday, Asia/Tokyo");
    submit(edit, "kind", "simple", "period", "2", "period-unit", "h");
    assertThat(mine.browser.get(check).body()).contains("Every 2 hours, 15 min grace");
    assertThat(mine.browser.get(edit).body()).contains("12:00\nSat 13:00", "Asia/Tokyo");
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "cron | | UTC | Enter when the job runs.",
        "cron | * * * | UTC | A cron line has five fields",
        "cron | 60 * * * * | UTC | “60” is not right for the minute: use 0 to 59.",
        "cron | 0 0 30 2 * | UTC | “0 0 30 2 *” never matches: is there such a day?",
        "cron | 0 0 * * * | Riga | Choose a zone from the list",
        "cron | Mon 12:00 | UTC | This is a calendar expression: choose OnCalendar above.",
        "oncalendar | 0 0 * * * | UTC | This is a cron line: choose Cron above.",
        "oncalendar | 25:00 | UTC | “25” is not right for the hour: use 0 to 23.",
        "oncalendar | noon | UTC | “noon” is no weekday: write Mon or Monday.",
        "oncalendar | 02-30 | UTC | “02-30” never matches between 2000 and 2199",
      })
  void errors_say_what_to_do(String kind, String text, String tz, String words) {
    String field = kind.equals("cron") ? "cron" : "calendar";
    String typed = text == null ? "" : text;
    HttpResponse<String> wrong = submit(form, "kind", kind, field, typed, "tz", tz);
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains(words, "value=\"" + kind + "\" checked");
    if (!typed.isEmpty()) {
      assertThat(wrong.body()).contains(typed);
      assertThat(preview(kind, typed, tz)).contains(words);
    }
  }

  @Test
  void a_preview_lists_the_next_ten_runs_by_the_clocks_of_the_zone() {
    String page = preview("cron", "20 4 * * *", "Asia/Tokyo");
    assertThat(page).contains("At 04:20 every day", "Asia/Tokyo", "<b>04:20</b>", "JST", "15 min");
    assertThat(page.split("<li>", -1)).hasSize(11);
    assertThat(preview("oncalendar", "2019-01-01", "UTC"))
        .contains("All its times have passed", "stays up for ever");
    assertThat(preview("oncalendar", "*:*:30", "UTC")).contains(":30</b>");
  }

  @Test
  void a_new_check_goes_by_the_clock_of_whoever_makes_it() {
    mine.browser.cookie("tz", "Europe/Kiev");
    assertThat(mine.browser.get(form).body())
        .contains("name=\"tz\" type=\"text\" value=\"Europe/Kyiv\"")
        .contains("<option value=\"Pacific/Apia\">")
        .doesNotContain("<option value=\"Europe/Kiev\">");
  }
}
