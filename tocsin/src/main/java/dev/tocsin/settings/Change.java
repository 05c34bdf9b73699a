package dev.tocsin.settings;

/**
 * What another value of a setting changes, for people.
 *
 * @param was of a secret only that it was one
 * @param is of a secret only that it is another one
 */
public record Change(String name, String was, String is) {

  /** What stands for a value that is not given, where there is no default. */
  static final String NOT_SET = "(not set)";

  @Override
  public String toString() {
    return "%s: %s → %s".formatted(name, was, is);
  }
}
