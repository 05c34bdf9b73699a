package dev.tocsin.domain.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A cron line as a calendar expression: such as name their times by numbers. */
final class CalendarOfCron {

  private static final Pattern NUMBERS = Pattern.compile("\\d{1,2}(,\\d{1,2})*");
  private static final Pattern WEEKDAY = Pattern.compile("[0-7]|[1-6]-[2-7]");

  private static final List<String> NAMES =
      List.of("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

  private CalendarOfCron() {}

  /** {@code Mon..Fri *-*-* 02:15} for {@code 15 2 * * 1-5}; empty for a line that says more. */
  static Optional<String> of(String line) {
    String[] fields = line.strip().split("\\s+", -1);
    if (fields.length != 5
        || !NUMBERS.matcher(fields[0]).matches()
        || !NUMBERS.matcher(fields[1]).matches()
        || !(fields[2].equals("*") || NUMBERS.matcher(fields[2]).matches())
        || !fields[3].equals("*")
        || !(fields[2].equals("*") || fields[4].equals("*"))) { // cron takes either of two
      return Optional.empty();
    }
    return weekdays(fields[4])
        .map(
            days ->
                "%s*-*-%s %s:%s".formatted(days, fields[2], padded(fields[1]), padded(fields[0])));
  }

  private static Optional<String> weekdays(String field) {
    if (field.equals("*")) {
      return Optional.of("");
    }
    List<String> days = new ArrayList<>();
    for (String part : field.split(",", -1)) {
      if (!WEEKDAY.matcher(part).matches()) {
        return Optional.empty();
      }
      String first = NAMES.get(part.charAt(0) - '0');
      days.add(part.length() == 1 ? first : first + ".." + NAMES.get(part.charAt(2) - '0'));
    }
    return Optional.of(String.join(",", days) + " ");
  }

  private static String padded(String numbers) {
    List<String> padded = new ArrayList<>();
    for (String number : numbers.split(",", -1)) {
      padded.add("%02d".formatted(Integer.parseInt(number)));
    }
    return String.join(",", padded);
  }
}
