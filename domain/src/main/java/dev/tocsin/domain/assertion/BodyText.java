package dev.tocsin.domain.assertion;

import dev.tocsin.domain.ping.PingText;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A text that has to be in the body, or must not; upper and lower case differ.
 *
 * @param wanted whether it has to be there
 * @param part on one line, without space around it, up to {@link #LONGEST} characters
 */
public record BodyText(boolean wanted, String part) implements Assertion {

  /** Longest text to look for, in code points. */
  public static final int LONGEST = 200;

  static final String NAME = "body";
  static final String CONTAINS = "contains";
  static final String LACKS = "lacks";

  /** So many characters around what was found are shown. */
  private static final int AROUND = 30;

  private static final int BEGINNING = 60;

  public BodyText {
    if (part.isEmpty() || !part.equals(part.strip())) {
      throw new IllegalArgumentException("say which text");
    }
    if (part.codePointCount(0, part.length()) > LONGEST) {
      throw new IllegalArgumentException("a text of %d characters at most".formatted(LONGEST));
    }
    if (!Shown.isPlain(part)) {
      throw new IllegalArgumentException("a text on one line, without control characters");
    }
  }

  @Override
  public String text() {
    return "%s %s %s".formatted(NAME, wanted ? CONTAINS : LACKS, part);
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
    int at = said.text().indexOf(part);
    if (wanted == at >= 0) {
      return Optional.empty();
    }
    return Optional.of(wanted ? missing(said) : "it says " + around(said.text(), at));
  }

  private static String missing(PingText said) {
    if (said.text().isBlank()) {
      return "there is no body" + Shown.cut(said);
    }
    String begins = Shown.quoted(said.text(), 0, BEGINNING);
    return "the body says %s%s".formatted(begins, Shown.cut(said));
  }

  private String around(String text, int at) {
    return Shown.quoted(text, Math.max(0, at - AROUND), at + part.length() + AROUND);
  }
}
