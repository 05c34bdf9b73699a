package dev.tocsin.channels;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of {@link Field}s, read from settings and checked against their rules. */
public final class Values {

  private static final String AGAIN =
      "enter it again, %s is what hides it".formatted(ChannelKind.MASK);

  private final Map<String, Object> values = new HashMap<>();

  private Values() {}

  /** Reads all fields; what is wrong with them is noted in {@code json}. */
  static Values read(List<Field> fields, SettingsJson json) {
    var values = new Values();
    fields.forEach(field -> values.values.put(field.name(), read(field, json)));
    return values;
  }

  /** The text of a field, without space around it; what counts otherwise if there is none. */
  public String text(String field) {
    return (String) get(field);
  }

  /** The same, for texts that may be missing. */
  public Optional<String> optional(String field) {
    return Optional.of(text(field)).filter(text -> !text.isEmpty());
  }

  /** A URL that is there, since it is required or something counts otherwise. */
  public URI url(String field) {
    return WebAddress.parse(text(field));
  }

  /** The same without a slash at its end, to put paths after it. */
  public String base(String field) {
    return url(field).toString().replaceAll("/+$", "");
  }

  /** Yes or no. */
  public boolean flag(String field) {
    return (Boolean) get(field);
  }

  /** A whole number. */
  public int number(String field) {
    return (Integer) get(field);
  }

  /** The lines, without space around them and without empty ones. */
  @SuppressWarnings("unchecked") // put there by lines()
  public List<String> lines(String field) {
    return (List<String>) get(field);
  }

  /** The pairs in their order. */
  @SuppressWarnings("unchecked") // put there by read()
  public Map<String, String> pairs(String field) {
    return (Map<String, String>) get(field);
  }

  private Object get(String field) {
    Object value = values.get(field);
    if (value == null) {
      throw new IllegalArgumentException("no such field: " + field);
    }
    return value;
  }

  private static Object read(Field field, SettingsJson json) {
    return switch (field.type()) {
      case TEXT, SECRET, URL, CHOICE -> text(field, json);
      case FLAG -> json.flag(field.name(), Boolean.parseBoolean(field.otherwise()));
      case NUMBER ->
          json.number(field.name(), Integer.parseInt(field.otherwise()), field.min(), field.max());
      case LINES -> lines(field, json);
      case PAIRS -> new LinkedHashMap<>(json.textsByName(field.name(), field.max()));
    };
  }

  private static String text(Field field, SettingsJson json) {
    String entered = json.text(field.name(), "", field.max()).strip();
    String text = entered.isEmpty() ? field.otherwise() : entered;
    if (text.isEmpty()) {
      if (field.required()) {
        json.problemUnlessAny(field.name(), missing(field));
      }
    } else {
      problem(field, text).ifPresent(what -> json.problem(field.name(), what));
    }
    return text;
  }

  private static String missing(Field field) {
    return field.example().isEmpty() ? "enter it" : "enter it, for example " + field.example();
  }

  private static List<String> lines(Field field, SettingsJson json) {
    List<String> lines = new ArrayList<>();
    for (String line : json.texts(field.name(), field.max())) {
      String text = line.strip();
      String name = "%s[%d]".formatted(field.name(), lines.size());
      if (text.length() > Field.MAX_LINE_CHARS) {
        json.problem(name, "must be at most %d characters long".formatted(Field.MAX_LINE_CHARS));
      } else if (!text.isEmpty()) {
        problem(field, text).ifPresent(what -> json.problem(name, what));
        lines.add(text);
      }
    }
    if (lines.isEmpty() && field.required()) {
      json.problemUnlessAny(field.name(), "enter at least one");
    }
    return lines;
  }

  private static Optional<String> problem(Field field, String text) {
    if (field.secret() && text.contains(ChannelKind.MASK)) {
      return Optional.of(AGAIN);
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("must be one line");
    }
    if (field.type() == Field.Type.CHOICE && !field.choices().contains(text)) {
      return Optional.of("must be one of " + String.join(", ", field.choices()));
    }
    if (field.type() == Field.Type.URL) {
      try {
        WebAddress.parse(text);
      } catch (IllegalArgumentException e) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
    }
    return field.shape().matcher(text).matches() ? Optional.empty() : Optional.of(field.advice());
  }
}
