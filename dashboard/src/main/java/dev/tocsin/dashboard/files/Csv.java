package dev.tocsin.dashboard.files;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lines of RFC 4180, for spreadsheets. */
public final class Csv {

  private static final String FORMULA = "=+@-\t\r";
  private static final String QUOTED = "\",\r\n";

  private Csv() {}

  /** One line, with its end. */
  public static String line(Stream<String> cells) {
    return cells.map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
  }

  /** What begins like a formula would be one in a spreadsheet: not with an apostrophe before it. */
  private static String cell(String text) {
    String plain = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    boolean quoted = plain.chars().anyMatch(c -> QUOTED.indexOf(c) >= 0);
    return quoted ? '"' + plain.replace("\"", "\"\"") + '"' : plain;
  }
}
