package dev.tocsin.domain.assertion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.domain.ping.PingText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people write, what it means, and what they are told if it is wrong. */
class AssertionTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "duration<600|duration < 600s",
        "  duration <= 10 min |duration <= 600s",
        "duration > 2h|duration > 7200s",
        "duration>=1d|duration >= 86400s",
        "body contains backup  complete |body contains backup  complete",
        "body lacks contains|body lacks contains",
        "rows > 0|rows > 0",
        "rows==+5|rows = 5",
        "load.avg-1 != -0.50|load.avg-1 != -0.50",
        "bodyguards < 3|bodyguards < 3",
      })
  void is_read_and_written_in_one_form(String entered, String text) {
    assertThat(AssertionText.parse(entered).text()).isEqualTo(text);
    assertThat(AssertionText.parse(text)).isEqualTo(AssertionText.parse(entered));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|write it as",
        "rows|write it as",
        "rows > |a number with up to 15 digits",
        "rows > 1e9|a number with up to 15 digits",
        "rows > 1,000|a number with up to 15 digits",
        "rows <> 1|compare with",
        "rows => 1|compare with",
        "1rows > 1|that begins with a letter",
        "body > 1|means something else",
        "body contains|say which text",
        "body matches a.*b|after “body” comes “contains” or “lacks”",
        "duration < soon|a whole number of seconds",
        "duration < 0|from 1 second",
        "duration < 366d|from 1 second to 365 days",
        "duration = 5|no run takes exactly so long",
      })
  void says_what_is_wrong(String entered, String why) {
    assertThatThrownBy(() -> AssertionText.parse(entered))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void has_bounds() {
    assertThatThrownBy(() -> AssertionText.parse("body contains " + "x".repeat(201)))
        .hasMessageContaining("200 characters at most");
    assertThatThrownBy(() -> AssertionText.parse("x".repeat(1_001))).hasMessage("too long");
    assertThatThrownBy(() -> AssertionText.parse("k".repeat(51) + " > 1"))
        .hasMessageContaining("up to 50");
    assertThatThrownBy(() -> AssertionText.parse("body contains a\tb"))
        .hasMessageContaining("on one line");
    assertThatThrownBy(() -> AssertionText.parse("body contains a\u202eb"))
        .hasMessageContaining("control characters");
    Assertion rows = AssertionText.parse("rows > 0");
    assertThatThrownBy(() -> new Assertions(List.of(rows, rows))).hasMessageContaining("twice");
    assertThatThrownBy(() -> Assertions.of("a > 1\n".repeat(11)))
        .hasMessageContaining("10 assertions at most");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // assertion | body | what is found; empty: it holds
        "rows > 0|rows=1|``",
        "rows > 0|rows=0|rows=0",
        "rows > 0|rows=5 done, rows=0|rows=0",
        "rows > 0|rows = 7|``",
        "rows > 0|rows: 7.|``",
        "rows > 0|{\"rows\": 7, \"x\": 1}|``",
        "rows > 0|'rows': '7'|``",
        "rows = 0|rows=-0.0|``",
        "rows > 0|rows=1e3|``",
        "rows < 90|rows=89.9%|``",
        "rows > 0|borrows=1 rows.x=1 rows-1=1|there is no rows=… in the body",
        "rows > 0|rows|there is no rows=… in the body",
        "rows > 0|rows=12MB|rows=12MB is no number",
        "rows > 0|rows=1,000|rows=1,000 is no number",
        "rows > 0|rows=1,cols=2|``",
        "rows > 0|rows=|rows= is no number",
        "body contains done|all done|``",
        "body contains done|all Done|the body says “all Done”",
        "body contains done|``|there is no body",
        "body lacks ERROR|all well|``",
        "body lacks ERROR|oh ERROR 5|it says “oh ERROR 5”",
      })
  void holds_or_says_what_was_found(String assertion, String body, String found) {
    assertThat(AssertionText.parse(assertion).found(null, new PingText(body, false)))
        .isEqualTo(Optional.of(found).filter(text -> !text.isEmpty()));
  }

  @Test
  void says_that_a_body_was_cut() {
    var cut = new PingText("rows", true);
    assertThat(AssertionText.parse("rows > 0").found(null, cut))
        .contains("there is no rows=… in the body; only its first 4 characters were kept");
    assertThat(AssertionText.parse("body contains end").found(null, cut))
        .contains("the body says “rows”; only its first 4 characters were kept");
    var huge = new PingText("x".repeat(PingText.MOST) + "end", false);
    assertThat(AssertionText.parse("body contains end").found(null, huge).orElseThrow())
        .endsWith("…”; only its first 100,000 characters were kept");
  }

  @Test
  void judges_only_what_is_known() {
    for (String line : List.of("rows > 0", "body contains x", "body lacks x", "duration < 5s")) {
      assertThat(AssertionText.parse(line).found(null, null)).isEmpty();
    }
    Assertion slow = AssertionText.parse("duration < 60s");
    assertThat(slow.found(Duration.ofMillis(59_999), null)).isEmpty();
    assertThat(slow.found(Duration.ofSeconds(60), null)).contains("it took 60 s");
    assertThat(AssertionText.parse("duration > 1s").found(Duration.ofNanos(999_999_000), null))
        .contains("it took 0.999 s");
  }
}
