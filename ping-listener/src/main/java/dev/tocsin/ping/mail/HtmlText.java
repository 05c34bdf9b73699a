package dev.tocsin.ping.mail;

import java.util.Locale;
import org.jsoup.parser.Parser;

/**
 * The text of an HTML document as a reader would see it run together: text without anything in
 * between ({@code <b>S</b>UCCESS} reads {@code SUCCESS}), entities resolved, white space collapsed,
 * no scripts, no style sheets, no comments.
 *
 * <p>It looks at each character once and builds no tree: mails are read inside a transaction, and a
 * mail that was made to hurt keeps a tree builder busy for seconds per megabyte. Only the table of
 * entities is a library's.
 */
final class HtmlText {

  private final String html;
  private final StringBuilder text = new StringBuilder();
  private int at;

  private HtmlText(String html) {
    this.html = html;
  }

  static String of(String html) {
    HtmlText reader = new HtmlText(html);
    reader.read();
    return collapsed(reader.text);
  }

  private void read() {
    while (at < html.length()) {
      int tag = tagFrom(at);
      String run = html.substring(at, tag);
      text.append(run.indexOf('&') < 0 ? run : Parser.unescapeEntities(run, false));
      at = tag;
      if (at < html.length()) {
        skipTag();
      }
    }
  }

  /** The next place where a tag or a comment begins; a lone {@code <} is text. */
  private int tagFrom(int from) {
    for (int i = html.indexOf('<', from); i >= 0; i = html.indexOf('<', i + 1)) {
      char next = i + 1 < html.length() ? html.charAt(i + 1) : ' ';
      if (isLetter(next) || next == '/' || next == '!' || next == '?') {
        return i;
      }
    }
    return html.length();
  }

  private void skipTag() {
    char next = html.charAt(at + 1);
    if (html.startsWith("<!--", at)) {
      skipPast("-->", at + 4);
    } else if (isLetter(next)) {
      String name = name(at + 1);
      skipAttributes(at + 1 + name.length());
      if (name.equals("script") || name.equals("style")) {
        skipToEndOf(name);
      }
    } else {
      skipPast(">", at + 1);
    }
  }

  private void skipPast(String end, int from) {
    int found = html.indexOf(end, from);
    at = found < 0 ? html.length() : found + end.length();
  }

  private String name(int from) {
    int end = from;
    while (end < html.length() && end - from < 16 && isLetter(html.charAt(end))) {
      end++;
    }
    return html.substring(from, end).toLowerCase(Locale.ROOT);
  }

  /** Up to the end of the tag; a quoted value may hold one that is none. */
  private void skipAttributes(int from) {
    char quote = 0;
    char before = ' ';
    for (at = from; at < html.length(); at++) {
      char c = html.charAt(at);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '>') {
        at++;
        return;
      } else if ((c == '"' || c == '\'') && before == '=') {
        quote = c;
      }
      before = isSpace(c) ? before : c;
    }
  }

  private void skipToEndOf(String name) {
    while (at < html.length()) {
      int end = html.indexOf("</", at);
      if (end < 0) {
        at = html.length();
      } else if (html.regionMatches(true, end + 2, name, 0, name.length())) {
        skipPast(">", end);
        return;
      } else {
        at = end + 2;
      }
    }
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || c == '\u00a0';
  }

  private static String collapsed(CharSequence text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean blank = true; // none at the beginning
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean space = isSpace(c);
      if (!space) {
        out.append(c);
      } else if (!blank) {
        out.append(' ');
      }
      blank = space;
    }
    return out.toString().strip();
  }
}
