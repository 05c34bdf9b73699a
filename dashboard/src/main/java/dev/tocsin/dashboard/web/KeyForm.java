package dev.tocsin.dashboard.web;

import dev.tocsin.dashboard.people.Projects;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the forms for keys of projects and of accounts have in common. */
public final class KeyForm {

  /** After how many days a key may be made to expire; 0: never. */
  public static final List<Integer> DAYS = List.of(0, 30, 90, 365);

  private KeyForm() {}

  /** The name that was typed; notes what is wrong with it. */
  public static String name(Visit visit, Problems problems) {
    String name = visit.field("key-name").strip();
    if (name.codePointCount(0, name.length()) > Projects.LONGEST_NAME) {
      problems.add("key-name", "Use at most %d characters.".formatted(Projects.LONGEST_NAME));
    }
    return name;
  }

  /** The end that was chosen; null: never. */
  public static @Nullable Instant expiry(Visit visit) {
    String days = visit.field("expires");
    return DAYS.stream()
        .filter(choice -> choice > 0 && Integer.toString(choice).equals(days))
        .findFirst()
        .map(choice -> visit.viewer().now().plus(Duration.ofDays(choice)))
        .orElse(null);
  }

  /** A choice in words. */
  public static String words(int days) {
    return days == 0 ? "Never" : days == 365 ? "In a year" : "In %d days".formatted(days);
  }
}
