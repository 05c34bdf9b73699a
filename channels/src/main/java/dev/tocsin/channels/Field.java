package dev.tocsin.channels;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One field of a channel's settings, told in such a way that a form, a table in the docs and the
 * rules of validation can be made of it.
 *
 * @param name its name in JSON; with dots for a member of an object
 * @param label what a form calls it
 * @param type what may be entered
 * @param required whether it must be there and not empty
 * @param secret whether only those who may change the channel may see it
 * @param hint one sentence on what to enter and where it is found; may be empty
 * @param example a value that would be good; may be empty
 * @param choices what there is to choose from, for {@link Type#CHOICE}
 * @param otherwise what counts if nothing is entered, in the form of text; may be empty
 * @param min the least number, or the fewest lines
 * @param max the largest number, the most characters, or the most lines
 * @param shape what a text, or each line, looks like
 * @param advice what to do about a text that does not look like that
 */
public record Field(
    String name,
    String label,
    Type type,
    boolean required,
    boolean secret,
    String hint,
    String example,
    List<String> choices,
    String otherwise,
    int min,
    int max,
    Pattern shape,
    String advice) {

  /** URLs that long are refused by many servers; and names, tokens and numbers are shorter. */
  static final int MAX_CHARS = 2_000;

  /** Of one line among several. */
  static final int MAX_LINE_CHARS = 500;

  /** One line without controls; empty is left to {@link #required}. */
  private static final Pattern ANY = Pattern.compile("[^\\p{Cc}]*");

  /** What may be entered, and what it is in JSON. */
  public enum Type {
    /** One line; a text. */
    TEXT,
    /** An absolute http or https URL; a text. Secrets stay with the server that it names. */
    URL,
    /** One line that is shown to nobody; a text. */
    SECRET,
    /** One of a few; a text. */
    CHOICE,
    /** Yes or no; a boolean. */
    FLAG,
    /** A whole number; a number. */
    NUMBER,
    /** Several lines; a list of texts. */
    LINES,
    /** Several pairs; an object of texts. */
    PAIRS
  }

  public Field {
    choices = List.copyOf(choices);
  }

  /** A text, which may be left out. */
  public static Field text(String name, String label) {
    return of(name, label, Type.TEXT);
  }

  /** A URL, which may be left out. */
  public static Field url(String name, String label) {
    return of(name, label, Type.URL);
  }

  /** A secret, which may be left out. */
  public static Field secret(String name, String label) {
    return of(name, label, Type.SECRET).hidden();
  }

  /** One of these; the first if nothing is entered. */
  public static Field choice(String name, String label, String... choices) {
    Field of = of(name, label, Type.CHOICE);
    return of.with(false, false, "", "", List.of(choices), choices[0], 0, MAX_CHARS, ANY, "");
  }

  /** Yes or no. */
  public static Field flag(String name, String label, boolean otherwise) {
    return of(name, label, Type.FLAG).otherwise(String.valueOf(otherwise));
  }

  /** A whole number in these bounds. */
  public static Field number(String name, String label, int min, int max, int otherwise) {
    return of(name, label, Type.NUMBER)
        .with(false, false, "", "", List.of(), String.valueOf(otherwise), min, max, ANY, "");
  }

  /** Up to so many lines; at least one if it is required. */
  public static Field lines(String name, String label, int max) {
    return of(name, label, Type.LINES).with(false, false, "", "", List.of(), "", 0, max, ANY, "");
  }

  /** Up to so many pairs. */
  public static Field pairs(String name, String label, int max) {
    return of(name, label, Type.PAIRS).with(false, false, "", "", List.of(), "", 0, max, ANY, "");
  }

  private static Field of(String name, String label, Type type) {
    return new Field(name, label, type, false, false, "", "", List.of(), "", 0, MAX_CHARS, ANY, "");
  }

  /** It must be there. */
  public Field needed() {
    return with(true, secret, hint, example, choices, otherwise, min, max, shape, advice);
  }

  /** It is a secret: the whole text, or of a URL all but the server. */
  public Field hidden() {
    return with(required, true, hint, example, choices, otherwise, min, max, shape, advice);
  }

  /** What to enter, and where it is found. */
  public Field hint(String text) {
    return with(required, secret, text, example, choices, otherwise, min, max, shape, advice);
  }

  /** A value that would be good. */
  public Field example(String text) {
    return with(required, secret, hint, text, choices, otherwise, min, max, shape, advice);
  }

  /** What counts if nothing is entered. */
  public Field otherwise(String text) {
    return with(required, secret, hint, example, choices, text, min, max, shape, advice);
  }

  /** At most so many characters. */
  public Field upTo(int chars) {
    return with(required, secret, hint, example, choices, otherwise, min, chars, shape, advice);
  }

  /** A text, or each line, must look like this; otherwise people read the advice. */
  public Field like(String regex, String what) {
    Pattern pattern = Pattern.compile(regex);
    return with(required, secret, hint, example, choices, otherwise, min, max, pattern, what);
  }

  private Field with(
      boolean needed,
      boolean hidden,
      String hinted,
      String shown,
      List<String> among,
      String usual,
      int least,
      int most,
      Pattern looks,
      String what) {
    return new Field(
        name, label, type, needed, hidden, hinted, shown, among, usual, least, most, looks, what);
  }
}
