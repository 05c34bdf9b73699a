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
 * @param again when operators are told again
 */
public record Finding(String key, String title, List<String> lines, String section, Again again) {

  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9._-]{1,80}");

  public Finding {
    lines = List.copyOf(lines);
    if (!SAFE.matcher(key).matches()) {
      throw new IllegalArgumentException("key must match " + SAFE);
    }
  }

  /** One that is trouble: somebody has to look after it. */
  public Finding(String key, String title, List<String> lines, String section) {
    this(key, title, lines, section, Again.UNLESS_ACKED);
  }

  /** The key of a matter that each node has for itself. */
  public static String key(String matter, String node) {
    String all = matter + "-" + node.replaceAll("[^A-Za-z0-9._-]", "-");
    return all.substring(0, Math.min(80, all.length()));
  }
}
