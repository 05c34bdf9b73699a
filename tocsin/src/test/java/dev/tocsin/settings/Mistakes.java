package dev.tocsin.settings;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** What people get wrong in settings, made out of the list of all of them. */
public final class Mistakes {

  /** By how the form of the values begins; all that is secret has a word that must not be shown. */
  private static final Map<String, List<String>> MALFORMED =
      Map.ofEntries(
          Map.entry("a port", List.of("", "99999", "http", "-1", "8000 ")),
          Map.entry("a port, or `auto`", List.of("", "99999", "on")),
          Map.entry("a count", List.of("", "many", "-1", "1.5", "99999999999")),
          Map.entry("a number of ", List.of("", "many", "-1", "99999999999")),
          Map.entry("`true` or `false`", List.of("", "yes", "True", "1")),
          Map.entry("a duration", List.of("", "15 minutes", "-1s", "15", "99999999999d")),
          Map.entry("a size", List.of("", "1 GB", "-5", "999999999999999TiB")),
          Map.entry("a path", List.of("", "a\u0000b")),
          Map.entry("text", List.of("", "  ", "two\nlines")),
          Map.entry(
              "an `http` or `https` address",
              List.of(
                  "", "ftp://hunter2.example", "hunter2.example", "http://", "https://hunter2 x")),
          Map.entry("an `https` address", List.of("", "accounts.example.org", "https//x")),
          Map.entry("a domain name", List.of("", "a@b", "a b", "-a.example")),
          Map.entry("`host:port`", List.of("", "host", "host:port", "host:99999")),
          Map.entry("keys as for", List.of("hunter2", "aHVudGVyMg==", "00,hunter2")),
          Map.entry("32 bytes", List.of("", "hunter2", "aHVudGVyMg==")),
          Map.entry(
              "`postgres://",
              List.of(
                  "",
                  "mysql://me:hunter2@h/d",
                  "postgres://me:hunter2@h:99999/d",
                  "postgres://me:hunter2@h/d?sslmod=require",
                  "postgres:/me:hunter2@h/d")),
          Map.entry("addresses", List.of("", "hunter2", "a@b.example,,c@d.example")),
          Map.entry(
              "addresses, or ",
              List.of("", "hunter2", "[{\"kind\": \"hunter2\"", "[{\"kind\": \"email\"}]")));

  private Mistakes() {}

  /**
   * Names that are one slip away and no settings: a letter left out, doubled, or in front of the
   * next.
   */
  public static List<String> misspelt(Key<?> key, Random random) {
    String name = key.name();
    Set<String> known = Keys.all().stream().map(Key::name).collect(Collectors.toSet());
    Set<String> wrong = new LinkedHashSet<>();
    while (wrong.size() < 3) {
      int at = random.nextInt(name.length() - 1);
      String slip =
          switch (wrong.size()) {
            case 0 -> name.substring(0, at) + name.substring(at + 1);
            case 1 -> name.substring(0, at) + name.charAt(at) + name.substring(at);
            default ->
                name.substring(0, at)
                    + name.charAt(at + 1)
                    + name.charAt(at)
                    + name.substring(at + 2);
          };
      boolean toml = slip.matches("[a-z0-9-]+(\\.[a-z0-9-]+)*");
      if (toml && !known.contains(slip)) {
        wrong.add(slip);
      }
    }
    return List.copyOf(wrong);
  }

  /** Values that a setting cannot have, by its form. A form that is new has to be added here. */
  public static List<String> malformed(Key<?> key) {
    String form = key.form();
    if (form.matches("`[a-z-]+`(, `[a-z-]+`)+")) {
      return List.of("", "loud");
    }
    return MALFORMED.entrySet().stream()
        .filter(entry -> form.startsWith(entry.getKey()))
        .max(Map.Entry.comparingByKey(java.util.Comparator.comparingInt(String::length)))
        .map(Map.Entry::getValue)
        .map(all -> key.secret() ? all : all.stream().map(Mistakes::noSecret).toList())
        .orElseThrow(
            () -> new IllegalStateException("say here what a malformed “%s” is".formatted(form)));
  }

  /** What is no secret is quoted, and may be. */
  private static String noSecret(String value) {
    return value.replace("hunter2", "other");
  }

  /** A value as a file has it. */
  public static String toml(String value) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ') {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c == '"' || c == '\\' ? "\\" + c : String.valueOf(c));
      }
    }
    return text.append('"').toString();
  }
}
