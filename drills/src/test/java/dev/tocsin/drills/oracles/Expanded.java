package dev.tocsin.drills.oracles;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * The same calendar in a form without what systemd has trouble with: every step and range is
 * written as the list of its values, and of several days from the end of the month each has an
 * expression of its own. Read from the text alone, not by the parser under test.
 */
final class Expanded {

  private Expanded() {}

  /** An expression with weekdays, date and time in any combination, and a zone at the end. */
  static List<String> of(String expression) {
    List<String> all = List.of("");
    for (String word : expression.split(" ", -1)) {
      boolean letters = Character.isLetter(word.charAt(0));
      boolean date = !letters && word.indexOf(':') < 0;
      List<String> forms = date ? dates(word) : List.of(letters ? word : time(word));
      all = all.stream().flatMap(f -> forms.stream().map(w -> (f + " " + w).strip())).toList();
    }
    return all;
  }

  private static List<String> dates(String date) {
    boolean fromEnd = date.indexOf('~') >= 0;
    int split = fromEnd ? date.indexOf('~') : date.lastIndexOf('-');
    String[] front = date.substring(0, split).split("-", -1);
    String month = field(front[front.length - 1], 12, false);
    String year = front.length == 1 ? "" : field(front[0], 2199, false) + "-";
    String days = field(date.substring(split + 1), 31, fromEnd);
    return fromEnd
        ? Arrays.stream(days.split(",", -1)).map(day -> year + month + "~" + day).toList()
        : List.of(year + month + "-" + days);
  }

  private static String time(String time) {
    List<String> fields = new ArrayList<>();
    for (String text : time.split(":", -1)) {
      fields.add(field(text, fields.isEmpty() ? 23 : 59, false));
    }
    return String.join(":", fields);
  }

  private static String field(String text, int highest, boolean fromEnd) {
    if (text.indexOf('/') < 0 && text.indexOf("..") < 0) {
      return text;
    }
    TreeSet<Integer> values = new TreeSet<>();
    for (String item : text.split(",", -1)) {
      String[] step = item.split("/", -1);
      String[] ends = step[0].split("\\.\\.", -1);
      int by = step.length == 1 ? 1 : Integer.parseInt(step[1]);
      int from = Integer.parseInt(ends[0]);
      if (fromEnd && step.length == 2 && ends.length == 1) {
        for (int i = from; i >= 1; i -= by) {
          values.add(i);
        }
      } else {
        int open = step.length == 1 ? from : highest;
        int to = ends.length == 2 ? Integer.parseInt(ends[1]) : open;
        for (int i = from; i <= to; i += by) {
          values.add(i);
        }
      }
    }
    return String.join(
        ",", values.stream().map(i -> String.format(Locale.ROOT, "%02d", i)).toList());
  }
}
