package dev.tocsin.dashboard.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** RFC 4180, as spreadsheets read it. */
final class Csv {

  private static final Pattern CELL = Pattern.compile("\"((?:[^\"]++|\"\")*+)\"|([^,\r\n]*)");

  private Csv() {}

  /** All cells, in order. */
  static List<String> cells(String file) {
    List<String> cells = new ArrayList<>();
    Matcher cell = CELL.matcher(file);
    int at = 0;
    while (at < file.length()) {
      cell.find(at);
      boolean quoted = cell.group(1) != null;
      cells.add(quoted ? cell.group(1).replace("\"\"", "\"") : cell.group());
      at = cell.end() + (file.startsWith("\r\n", cell.end()) ? 2 : 1);
    }
    return cells;
  }
}
