package dev.tocsin.domain.schedule;

/** A field of an expression that is made of numbers: what it is called, and its bounds. */
interface NumberField {

  /** More digits than any field needs, and never more than an int holds. */
  int MOST_DIGITS = 9;

  /** In lower case: "minute". */
  String called();

  int lowest();

  int highest();

  /** Reads a number without a look at the bounds: a step may be larger than the field. */
  default int number(String text) {
    boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || text.length() > MOST_DIGITS) {
      throw bad(text);
    }
    return Integer.parseInt(text);
  }

  /** The value, if it is within the bounds; {@code text} is what people wrote for it. */
  default int within(int value, String text) {
    if (value < lowest() || value > highest()) {
      throw bad(text);
    }
    return value;
  }

  /** Says what was wrong, and what would be right. */
  default IllegalArgumentException bad(String text) {
    return new IllegalArgumentException(
        "“%s” is not right for the %s: use %d to %d."
            .formatted(text, called(), lowest(), highest()));
  }
}
