package dev.tocsin.dashboard.badges;

import java.util.Locale;

/**
 * A badge as a picture, in the shape that readers know from other badges. Each text is told how
 * wide it is, so that it fits its half whatever font the reader has. No ids, no styles, no links:
 * it may stand inline, several times on a page, and under the strictest policy.
 */
final class Svg {

  private static final int PADDING = 5;

  private static final int ROUNDED = 3;

  private Svg() {}

  /** A picture 20 pixels high, {@code label} on grey and {@code word} on {@code colour}. */
  static String of(String label, String word, String colour, Look.Style style) {
    int labelWidth = TextWidth.of(label);
    int wordWidth = TextWidth.of(word);
    int left = labelWidth + 2 * PADDING;
    int right = wordWidth + 2 * PADDING;
    String escaped = escaped(label);
    return String.format(
        Locale.ROOT,
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="20" role="img" aria-label="%2$s: %3$s">\
        <title>%2$s: %3$s</title>\
        <path fill="#555" d="%4$s"/>\
        <path fill="%5$s" d="%6$s"/>\
        <g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">\
        %7$s%8$s</g></svg>
        """,
        left + right,
        escaped,
        word,
        leftHalf(left, style),
        colour,
        rightHalf(left, right, style),
        text(escaped, left / 2.0, labelWidth),
        text(word, left + right / 2.0, wordWidth));
  }

  private static String leftHalf(int width, Look.Style style) {
    return switch (style) {
      case FLAT -> "M3 0h%dv20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z".formatted(width - ROUNDED);
      case FLAT_SQUARE -> "M0 0h%dv20H0z".formatted(width);
    };
  }

  private static String rightHalf(int from, int width, Look.Style style) {
    return switch (style) {
      case FLAT ->
          "M%1$d 0h%2$da3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H%1$dz".formatted(from, width - ROUNDED);
      case FLAT_SQUARE -> "M%1$d 0h%2$dv20H%1$dz".formatted(from, width);
    };
  }

  /** With a shadow, for white on these colours is hard to read. */
  private static String text(String escaped, double middle, int width) {
    return String.format(
        Locale.ROOT,
        """
        <text aria-hidden="true" x="%1$.1f" y="15" fill="#010101" fill-opacity=".3" textLength="%2$d" \
        lengthAdjust="spacingAndGlyphs">%3$s</text>\
        <text x="%1$.1f" y="14" textLength="%2$d" lengthAdjust="spacingAndGlyphs">%3$s</text>""",
        middle,
        width,
        escaped);
  }

  /** For text and attributes; what XML has no place for becomes a replacement character. */
  static String escaped(String text) {
    StringBuilder xml = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> append(xml, c));
    return xml.toString();
  }

  private static void append(StringBuilder xml, int c) {
    switch (c) {
      case '&' -> xml.append("&amp;");
      case '<' -> xml.append("&lt;");
      case '>' -> xml.append("&gt;");
      case '"' -> xml.append("&quot;");
      case '\'' -> xml.append("&#39;");
      case '\t', '\n', '\r' -> xml.append(' ');
      default -> xml.appendCodePoint(isXml(c) && !turnsAround(c) ? c : 0xfffd);
    }
  }

  /** Whether it would turn around the text that follows it, ours too. */
  private static boolean turnsAround(int c) {
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
  }

  private static boolean isXml(int c) {
    boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    return c >= 0x20 && !surrogate && c != 0xfffe && c != 0xffff;
  }
}
