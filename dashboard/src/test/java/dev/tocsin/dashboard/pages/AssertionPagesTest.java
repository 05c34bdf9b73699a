package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Assertions on the form of a check, and in its log. */
class AssertionPagesTest {

  private final Fixture mine = new Fixture();
  private final String form = mine.checks() + "/new";

  private HttpResponse<String> submit(String page, String assertions) {
    List<String> all = new ArrayList<>(List.of("assertions", assertions));
    all.addAll(List.of("name", "Nightly", "grace", "15", "grace-unit", "min"));
    all.addAll(List.of("kind", "simple", "period", "1", "period-unit", "h"));
    return mine.browser.submit(page, page, all.toArray(String[]::new));
  }

  @Test
  void they_are_entered_a_line_each_and_shown_as_they_are_kept() {
    String check =
        submit(form, "rows>0\r\n\r\n body lacks <b>ERROR</b> \r\nduration < 10 min")
            .headers()
            .firstValue("location")
            .orElseThrow();
    String edit = mine.browser.get(check + "/edit").body();
    assertThat(edit)
        .contains("rows &gt; 0\nbody lacks &lt;b&gt;ERROR&lt;/b&gt;\nduration &lt; 600s");
    assertThat(submit(check + "/edit", "").statusCode()).isEqualTo(303);
    assertThat(mine.browser.get(check + "/edit").body()).doesNotContain("rows &gt; 0\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rows|Line 1: write it as",
        "rows > 0;;rows>0|Line 3 says what another one says.",
        "a>1;b>1;c>1;d>1;e>1;f>1;g>1;h>1;i>1;j>1;k>1|Use at most 10 lines.",
      })
  void what_is_wrong_is_said_with_its_line(String lines, String problem) {
    HttpResponse<String> refused = submit(form, lines.replace(';', '\n'));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains(problem);
  }

  @Test
  void the_log_says_what_was_broken_and_the_preview_what_would_have_been() {
    String check = submit(form, "rows > 0").headers().firstValue("location").orElseThrow();
    UUID code = UUID.fromString(check.substring(check.lastIndexOf('/') + 1));
    Fixture.DASHBOARD.db.update(
        "pinging",
        """
        INSERT INTO pings (check_id, n, at, kind, scheme, method, ua, body, broken)
        SELECT c.id, n, now() - (10 - n) * interval '20 min', 'success', 'https', 'POST', '',
               convert_to('rows=' || n % 5, 'UTF8'), CASE WHEN n % 5 = 0 THEN 'rows > 0: rows=<0>' END
          FROM checks c, generate_series(1, 9) n WHERE c.code = ?
        """,
        code);
    mine.state(code, "n_pings = 9");
    String log = mine.browser.get(check + "?show=failures").body();
    assertThat(log).contains("Success, counted as a failure", "rows &gt; 0: rows=&lt;0&gt;");
    assertThat(log).doesNotContain("<b>Success</b>");
    assertThat(preview(check, "rows > 0")).contains("1 alarm");
    assertThat(preview(check, "rows > 3")).contains("2 alarms");
    assertThat(preview(check, "rows > -1")).contains("No alarm");
  }

  private String preview(String check, String assertions) {
    return mine.browser
        .submit(
            check + "/edit",
            check + "/preview",
            "assertions",
            assertions,
            "name",
            "Nightly",
            "grace",
            "15",
            "grace-unit",
            "min",
            "kind",
            "simple",
            "period",
            "1",
            "period-unit",
            "h")
        .body();
  }
}
