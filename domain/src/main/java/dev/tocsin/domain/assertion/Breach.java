package dev.tocsin.domain.assertion;

/**
 * An assertion that did not hold.
 *
 * @param found what was found instead, in a few words, on one line
 */
public record Breach(Assertion assertion, String found) {

  /** All of it, on one line, for the log. */
  public String text() {
    return "%s: %s".formatted(assertion.text(), found);
  }
}
