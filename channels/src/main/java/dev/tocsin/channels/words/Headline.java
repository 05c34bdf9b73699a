package dev.tocsin.channels.words;

import dev.tocsin.channels.Alert;
import java.util.ArrayList;
import java.util.List;

/** Says in one line what happened: many people read no further. */
final class Headline {

  /** What phones show of a subject is shorter still. */
  private static final int MAX_NAMES_CHARS = 100;

  /** Of a notice: longer ones are texts, and belong in its lines. */
  private static final int MAX_TITLE_CHARS = 200;

  private Headline() {}

  /** All in one line: what happened, to whom, and why where it is one check. */
  static String of(Alert alert, List<Alert.News> news) {
    if (alert.test()) {
      return "TEST: a test alert from " + Text.oneLine(alert.siteName());
    }
    if (alert.notice().isPresent()) {
      return heading(alert, news);
    }
    if (news.size() > 1) {
      return heading(alert, news) + ": " + names(news);
    }
    Story story = Story.of(alert, news.get(0));
    return "%s: %s – %s".formatted(story.down() ? "DOWN" : "UP", story.title(), story.why());
  }

  /** For one check its name and status, for several how many are down and up. */
  static String heading(Alert alert, List<Alert.News> news) {
    if (alert.test()) {
      return "A test alert";
    }
    if (alert.notice().isPresent()) {
      return Text.cut(Text.oneLine(alert.notice().get().title()), MAX_TITLE_CHARS);
    }
    if (news.size() == 1) {
      Alert.News only = news.get(0);
      return Story.title(only) + (only.down() ? " is down" : " is up again");
    }
    long down = news.stream().filter(Alert.News::down).count();
    long up = news.size() - down;
    if (up == 0) {
      return "%d checks are down".formatted(down);
    }
    if (down == 0) {
      return "%d checks are up again".formatted(up);
    }
    return "%s down, %d %s up again".formatted(checks(down), up, up == 1 ? "is" : "are");
  }

  private static String checks(long count) {
    return count == 1 ? "1 check is" : count + " checks are";
  }

  private static String names(List<Alert.News> news) {
    List<String> names = new ArrayList<>();
    int chars = 0;
    for (Alert.News item : news) {
      String name = Story.title(item);
      chars += name.length();
      if (!names.isEmpty() && chars > MAX_NAMES_CHARS) {
        return "%s and %d more".formatted(String.join(", ", names), news.size() - names.size());
      }
      names.add(name);
    }
    return String.join(", ", names);
  }
}
