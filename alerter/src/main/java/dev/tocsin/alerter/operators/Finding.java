package dev.tocsin.alerter.operators;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Something that is wrong now.
 *
 * @param key names the matter, whoever finds it; safe wherever a key of a message is
 * @param title one line, without a full stop
 * @param lines what it means and what to do, a paragraph each
 * @param section of docs/operations.md
 */
public record Finding(String key, String title, List<String> lines, String section) {

  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9._-]{1,80}");

  public Finding {
    lines = List.copyOf(lines);
    if (!SAFE.matcher(key).matches()) {
      throw new IllegalArgumentException("key must match " + SAFE);
    }
  }

  /** The key of a matter that each node has for itself. */
  public static String key(String matter, String node) {
    String all = matter + "-" + node.replaceAll("[^A-Za-z0-9._-]", "-");
    return all.substring(0, Math.min(80, all.length()));
  }
}
