package dev.tocsin.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills in {@code ${NAME}} from the environment, in the settings of channels only: elsewhere it is
 * text like any other. {@code $${NAME}} stands for itself.
 */
final class Secrets {

  private static final Pattern VARIABLE = Pattern.compile("\\$(\\$?)\\{([A-Za-z_][A-Za-z0-9_]*)}");
  private static final Pattern PLACES = Pattern.compile("channels\\[\\d+]\\.settings\\b.*");

  private final Function<String, @Nullable String> environment;
  private final Map<String, String> used = new LinkedHashMap<>();

  Secrets(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  /** Value to name, of all that were filled in. */
  Map<String, String> used() {
    return Map.copyOf(used);
  }

  /** The text with its variables; adds the names of those that are not set. */
  String filled(String at, String text, List<String> missing) {
    if (text.indexOf('$') < 0 || !PLACES.matcher(at).matches()) {
      return text;
    }
    return VARIABLE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(value((Matcher) found, missing)));
  }

  private String value(Matcher found, List<String> missing) {
    String name = found.group(2);
    if (!found.group(1).isEmpty()) {
      return "${" + name + "}";
    }
    String value = environment.apply(name);
    if (value == null) {
      missing.add(name);
      return "";
    }
    if (!value.isEmpty()) {
      used.put(value, name);
    }
    return value;
  }
}
