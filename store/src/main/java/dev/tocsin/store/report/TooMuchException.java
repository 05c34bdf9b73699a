package dev.tocsin.store.report;

/** More was asked for than one report holds. */
public final class TooMuchException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String words;

  TooMuchException(String words) {
    super(words);
    this.words = words;
  }

  /** What is too much, and what to choose instead, for people. */
  public String words() {
    return words;
  }
}
