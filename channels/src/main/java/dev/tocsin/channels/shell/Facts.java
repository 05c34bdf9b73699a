package dev.tocsin.channels.shell;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Matter;
import dev.tocsin.channels.words.Markup;
import dev.tocsin.channels.words.Message;
import dev.tocsin.channels.words.Room;
import dev.tocsin.channels.words.Sheet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a command is told, as {@code $NAME} in its arguments and as {@code TOCSIN_NAME} in its
 * environment.
 */
record Facts(Map<String, String> values) {

  /** One variable may be 128 KiB long on Linux; nobody reads more than this. */
  private static final int MAX_TEXT_CHARS = 10_000;

  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$(STATUS|NAME|CODE|TAGS|PROJECT|SUBJECT|TEXT|URL|KEY|TEST)");

  static Facts of(Alert alert) {
    Matter matter = Matter.of(alert);
    Message message = Message.of(alert);
    Map<String, String> values = new LinkedHashMap<>();
    values.put("STATUS", status(matter));
    values.put("CODE", matter.id());
    values.put("NAME", message.headline());
    values.put("TAGS", "");
    values.put("PROJECT", "");
    if (alert.news().size() == 1) {
      Alert.News news = alert.news().get(0);
      values.put("NAME", news.title());
      values.put("TAGS", news.tags());
      values.put("PROJECT", news.projectName());
    }
    values.put("SUBJECT", message.subject());
    values.put("TEXT", Sheet.whole(message, Markup.NONE, Room.chars(MAX_TEXT_CHARS)));
    values.put("URL", message.more().isEmpty() ? "" : message.more().get(0).url());
    values.put("KEY", alert.key());
    values.put("TEST", alert.test() ? "1" : "");
    // Neither arguments nor variables can hold it.
    values.replaceAll((name, value) -> value.replace('\0', ' '));
    return new Facts(values);
  }

  private static String status(Matter matter) {
    return switch (matter.phase()) {
      case OPENS -> "down";
      case ENDS -> "up";
      case INFORMS -> "info";
    };
  }

  /** An argument with its placeholders filled, in one pass: a value is never read again. */
  String fill(String argument) {
    return PLACEHOLDER
        .matcher(argument)
        .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), "")));
  }

  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    values.forEach((name, value) -> environment.put("TOCSIN_" + name, value));
    return environment;
  }
}
