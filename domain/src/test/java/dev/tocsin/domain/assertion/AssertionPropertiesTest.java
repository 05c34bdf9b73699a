package dev.tocsin.domain.assertion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.ping.PingText;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for all assertions and all bodies; each case told by its seed. */
class AssertionPropertiesTest {

  private static final String[] PIECES = {
    "rows",
    "rows=",
    "\"rows\": ",
    "12",
    "-3.5",
    "1e9",
    "=",
    ":",
    ",",
    " ",
    "\n",
    "\0",
    "\u202e",
    "\ud83d\ude00",
    "\ud83d",
    "%",
    "ERROR",
    "done",
    "'",
    "…",
    "MB",
    "\u2028"
  };

  @Test
  void what_is_kept_is_what_was_said() {
    for (long seed = 1; seed <= 3_000; seed++) {
      Assertions said = random(new Random(seed));
      assertThat(Assertions.of(said.text())).as("seed %d", seed).isEqualTo(said);
    }
  }

  @Test
  void whatever_a_body_holds_it_is_judged_and_told_on_one_short_line() {
    for (long seed = 1; seed <= 20_000; seed++) {
      var random = new Random(seed);
      PingText body = body(random);
      for (Breach breach : random(random).breaches(took(random), body)) {
        assertThat(breach.text()).as("seed %d", seed).hasSizeLessThan(600);
        assertThat(Shown.isPlain(breach.text())).as("seed %d: %s", seed, breach).isTrue();
      }
    }
  }

  @Test
  void a_number_and_its_contrary_never_both_hold_or_both_fail() {
    for (long seed = 1; seed <= 5_000; seed++) {
      var random = new Random(seed);
      BigDecimal is = BigDecimal.valueOf(random.nextInt(20) - 10, random.nextInt(3));
      BigDecimal asked = BigDecimal.valueOf(random.nextInt(20) - 10, random.nextInt(3));
      var body = new PingText("rows=" + is.toPlainString(), false);
      assertThat(holds("<", asked, body)).isNotEqualTo(holds(">=", asked, body));
      assertThat(holds(">", asked, body)).isNotEqualTo(holds("<=", asked, body));
      assertThat(holds("=", asked, body)).isNotEqualTo(holds("!=", asked, body));
      assertThat(holds("=", asked, body)).isEqualTo(is.compareTo(asked) == 0);
    }
  }

  private static boolean holds(String sign, BigDecimal asked, PingText body) {
    return AssertionText.parse("rows %s %s".formatted(sign, asked.toPlainString()))
        .found(null, body)
        .isEmpty();
  }

  static Assertions random(Random random) {
    List<Assertion> all = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      Assertion next = one(random);
      if (!all.contains(next)) {
        all.add(next);
      }
    }
    return new Assertions(all);
  }

  private static Assertion one(Random random) {
    Comparison by = List.of(Comparison.values()).get(random.nextInt(6));
    return switch (random.nextInt(3)) {
      case 0 ->
          new RunTime(
              by.orders() ? by : Comparison.LESS, Duration.ofSeconds(1 + random.nextInt(100)));
      case 1 ->
          new BodyText(
              random.nextBoolean(), List.of("done", "ERROR", "a  b", "…").get(random.nextInt(4)));
      default ->
          new BodyNumber(
              List.of("rows", "load.1").get(random.nextInt(2)),
              by,
              BigDecimal.valueOf(random.nextInt(2_000) - 1_000, random.nextInt(4)));
    };
  }

  private static Duration took(Random random) {
    return Duration.ofMillis(random.nextInt(100_000));
  }

  private static PingText body(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(30); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return new PingText(text.toString(), random.nextBoolean());
  }
}
