package dev.tocsin.channels.words;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Makes texts of people and programs fit where they are shown. Never splits a surrogate pair. */
public final class Text {

  /** Characters that turn the text around which follows them. */
  private static final String TURNING = "\\u202A-\\u202E\\u2066-\\u2069";

  private static final Pattern NOT_OF_A_LINE =
      Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}" + TURNING + "]+");
  private static final Pattern SPACES = Pattern.compile(" {2,}");
  private static final Pattern LINE_END = Pattern.compile("\r\n|[\r\\p{Zl}\\p{Zp}]");
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}" + TURNING + "&&[^\n\t]]");

  private Text() {}

  /** Without line breaks and other controls, and without characters that turn the text around. */
  public static String oneLine(String text) {
    return isPlainLine(text)
        ? text
        : SPACES.matcher(NOT_OF_A_LINE.matcher(text).replaceAll(" ")).replaceAll(" ").strip();
  }

  /** Nearly all that is asked about is one, and a message asks a thousand times. */
  private static boolean isPlainLine(String text) {
    char before = ' ';
    for (int i = 0; i < text.length(); i++) {
      char at = text.charAt(i);
      if (at < ' ' || at > '~' || (at == ' ' && before == ' ')) {
        return false;
      }
      before = at;
    }
    return text.isEmpty() || before != ' ';
  }

  /** The beginning, with "…" as its last character if something is missing. */
  public static String cut(String text, int maxChars) {
    if (text.length() <= maxChars) {
      return text;
    }
    if (maxChars < 2) {
      return maxChars < 1 ? "" : "…";
    }
    int end = Character.isHighSurrogate(text.charAt(maxChars - 2)) ? maxChars - 2 : maxChars - 1;
    return text.substring(0, end) + "…";
  }

  /** The longest beginning that, once it has its form, is no longer than that. */
  public static String fitting(String text, int maxChars, UnaryOperator<String> form) {
    int chars = Math.min(text.length(), maxChars);
    String formed = form.apply(cut(text, chars));
    while (formed.length() > maxChars && chars > 0) {
      chars = Math.max(0, chars - Math.max(1, (formed.length() - maxChars) / 2));
      formed = form.apply(cut(text, chars));
    }
    return formed;
  }

  /** The end of a text of many lines, with "…" as its first line if something is missing. */
  public static String tail(String text, int maxChars, int maxLines) {
    int from = Math.max(0, text.length() - maxChars);
    int lines = 0;
    for (int i = text.length() - 1; i >= from; i--) {
      if (text.charAt(i) == '\n' && ++lines == maxLines) {
        from = i + 1;
      }
    }
    boolean splitsPair =
        from > 0 && from < text.length() && Character.isLowSurrogate(text.charAt(from));
    String end = text.substring(splitsPair ? from + 1 : from);
    return from > 0 ? "…\n" + end : end;
  }

  /**
   * Lines end with a line feed; controls that a terminal would obey, and characters that turn the
   * text around, are made visible.
   */
  public static String printable(String text) {
    return LINE_END
        .matcher(text)
        .replaceAll("\n")
        .transform(lines -> UNPRINTABLE.matcher(lines).replaceAll("\uFFFD"))
        .strip();
  }

  /** With a capital at its beginning. */
  public static String capitalized(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
