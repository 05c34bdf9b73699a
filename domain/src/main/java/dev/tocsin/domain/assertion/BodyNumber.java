package dev.tocsin.domain.assertion;

import dev.tocsin.domain.ping.PingText;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A number that the job writes into the body: {@code rows=12}, {@code rows: 12}, {@code "rows":
 * 12}. The last one of that name counts.
 *
 * @param key its name, up to {@link #LONGEST_KEY} of letters, digits, {@code _ . -}
 * @param value up to 15 digits before the point and 9 behind
 */
public record BodyNumber(String key, Comparison by, BigDecimal value) implements Assertion {

  /** Longest name of a number, in characters. */
  public static final int LONGEST_KEY = 50;

  private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,49}");
  private static final Pattern VALUE = Pattern.compile("[+-]?[0-9]{1,15}(\\.[0-9]{1,9})?");

  public BodyNumber {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "a name of up to %d letters, digits, _ . - that begins with a letter"
              .formatted(LONGEST_KEY));
    }
    if (key.equals(RunTime.NAME) || key.equals(BodyText.NAME)) {
      throw new IllegalArgumentException("“%s” means something else here".formatted(key));
    }
    if (!VALUE.matcher(value.toPlainString()).matches()) {
      throw new IllegalArgumentException("a number with up to 15 digits, and 9 behind the point");
    }
  }

  /** Reads the number that is asked for; empty if it is none. */
  static Optional<BigDecimal> value(String text) {
    return VALUE.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
  }

  @Override
  public String text() {
    return "%s %s %s".formatted(key, by.sign(), value.toPlainString());
  }

  @Override
  public boolean readsBody() {
    return true;
  }

  @Override
  public Optional<String> found(@Nullable Duration took, @Nullable PingText said) {
    if (said == null) {
      return Optional.empty();
    }
    Optional<String> written = Numbers.last(said.text(), key);
    if (written.isEmpty()) {
      return Optional.of("there is no %s=… in the body%s".formatted(key, Shown.cut(said)));
    }
    Optional<BigDecimal> number = Numbers.value(written.get());
    if (number.isEmpty()) {
      return Optional.of("%s=%s is no number".formatted(key, Shown.plain(written.get())));
    }
    return by.holds(number.get(), value)
        ? Optional.empty()
        : Optional.of("%s=%s".formatted(key, written.get()));
  }
}
