package dev.tocsin.drills.oracles;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Calendar expressions of every form that the dialect has. */
final class RandomCalendar {

  private static final String[] DAYS = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
  };
  private static final List<String> WORDS =
      List.of(
          "minutely",
          "hourly",
          "daily",
          "weekly",
          "monthly",
          "quarterly",
          "semiannually",
          "yearly",
          "annually");

  private final Random random;

  RandomCalendar(Random random) {
    this.random = random;
  }

  /** One line, without a time zone. */
  String next() {
    if (one(20)) {
      return inSomeCase(WORDS.get(random.nextInt(WORDS.size())));
    }
    List<String> parts = new ArrayList<>();
    if (one(3)) {
      parts.add(weekdays());
    }
    if (one(2)) {
      parts.add(date());
    }
    if (parts.isEmpty() || random.nextInt(4) > 0) {
      parts.add(time());
    }
    return String.join(" ", parts);
  }

  private boolean one(int of) {
    return random.nextInt(of) == 0;
  }

  private String inSomeCase(String word) {
    return switch (random.nextInt(3)) {
      case 0 -> word.toLowerCase(Locale.ROOT);
      case 1 -> word.toUpperCase(Locale.ROOT);
      default -> word;
    };
  }

  private String weekdays() {
    List<String> items = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      int from = random.nextInt(7);
      int to = from + random.nextInt(7 - from);
      items.add(one(2) && to > from ? day(from) + ".." + day(to) : day(from));
    }
    return String.join(",", items) + (one(6) ? "," : "");
  }

  private String day(int number) {
    String name = DAYS[number];
    return inSomeCase(one(2) ? name : name.substring(0, 3));
  }

  private String date() {
    String year = one(2) ? "" : (one(4) ? field(2020, 2045) : "*") + "-";
    String month = one(2) ? "*" : field(1, 12);
    if (one(4)) {
      return year + month + "~" + field(1, 28);
    }
    return year + month + "-" + (one(4) ? "*" : field(1, 31));
  }

  private String time() {
    String hour = one(3) ? "*" : one(2) ? field(0, 5) : field(0, 23);
    String minute = one(3) ? "*" : field(0, 59);
    String second = one(3) ? ":" + (one(4) ? "*" : field(0, 59)) : "";
    return hour + ":" + minute + second;
  }

  private String field(int lowest, int highest) {
    int count = one(3) ? 1 + random.nextInt(4) : 1;
    List<String> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(item(lowest, highest));
    }
    return String.join(",", items);
  }

  private String item(int lowest, int highest) {
    List<Integer> ends = new ArrayList<>();
    ends.add(lowest + random.nextInt(highest - lowest + 1));
    ends.add(lowest + random.nextInt(highest - lowest + 1));
    Collections.sort(ends);
    int step = 1 + random.nextInt(one(5) ? 100 : 15);
    String from = padded(ends.get(0));
    return switch (random.nextInt(5)) {
      case 0 -> from + ".." + padded(ends.get(1));
      case 1 -> from + ".." + padded(ends.get(1)) + "/" + step;
      case 2 -> from + "/" + step;
      default -> from;
    };
  }

  private String padded(int number) {
    return one(2) ? Integer.toString(number) : String.format(Locale.ROOT, "%02d", number);
  }
}
