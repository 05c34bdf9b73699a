package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The folded section "More about runs" of the form. */
class MoreAboutRunsPagesTest {

  private final Fixture mine = new Fixture();
  private final String form = mine.checks() + "/new";

  private HttpResponse<String> submit(String page, String... fields) {
    List<String> all = new ArrayList<>(List.of(fields));
    all.addAll(List.of("name", "Nightly", "grace", "15", "grace-unit", "min"));
    all.addAll(List.of("kind", "simple", "period", "1", "period-unit", "h"));
    return mine.browser.submit(page, page, all.toArray(String[]::new));
  }

  @Test
  void it_is_folded_until_something_is_on_and_keeps_what_was_entered() {
    String closed = "<details class=\"card fold\">\n  <summary>More about runs";
    assertThat(mine.browser.get(form).body()).contains(closed);
    String check = submit(form).headers().firstValue("location").orElseThrow();
    assertThat(mine.browser.get(check + "/edit").body()).contains(closed);
    HttpResponse<String> saved =
        submit(
            check + "/edit",
            "max-runtime",
            "2",
            "max-runtime-unit",
            "h",
            "failures",
            "3",
            "keep-alive",
            "on");
    assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
    String edit = mine.browser.get(check + "/edit").body();
    assertThat(edit).doesNotContain(closed);
    assertThat(edit).containsPattern("name=\"max-runtime\"[^>]*value=\"2\"");
    assertThat(edit).containsPattern("name=\"failures\"[^>]*value=\"3\"");
    submit(check + "/edit");
    assertThat(mine.browser.get(check + "/edit").body()).contains(closed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "max-runtime; x; Enter a whole number, or nothing.",
        "max-runtime; 366; The longest is 365 d.",
        "early; 2; The longest is 1 d.",
        "failures; 0; Enter a number from 1 to 100.",
        "successes; 101; Enter a number from 1 to 100.",
      })
  void what_makes_no_sense_is_said_beside_its_field(String field, String value, String problem) {
    HttpResponse<String> refused = submit(form, field, value, field + "-unit", "d");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains(problem);
  }

  @Test
  void a_shortest_run_above_the_longest_is_refused() {
    HttpResponse<String> refused =
        submit(
            form,
            "max-runtime",
            "60",
            "max-runtime-unit",
            "s",
            "min-runtime",
            "61",
            "min-runtime-unit",
            "s");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("no run could be right");
  }
}
