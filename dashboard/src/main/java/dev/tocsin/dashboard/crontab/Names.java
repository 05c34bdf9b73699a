package dev.tocsin.dashboard.crontab;

import dev.tocsin.dashboard.api.Slugs;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/** What jobs are called. */
final class Names {

  private static final int LONGEST = 100;

  /** The head that tables come with, and rulers. */
  private static final Pattern NO_NAME = Pattern.compile("m h\\s+dom\\b.*|[^\\p{L}]*");

  private static final Pattern PARTS = Pattern.compile("&&|\\|\\||[;|&]");

  /** Words that say how a program runs, not which. */
  private static final Set<String> WRAPPERS =
      Set.of(
          "nice", "ionice", "nohup", "time", "sudo", "env", "exec", "chronic", "command", "setsid");

  /** Programs that prepare for another one. */
  private static final Set<String> PREPARING =
      Set.of(
          "cd", "test", "[", "[[", "sleep", "umask", "export", ".", "source", "set", "true", "if");

  private static final Set<String> INTERPRETERS =
      Set.of("sh", "bash", "python", "python3", "perl", "ruby", "php", "node", "java");

  private Names() {}

  /**
   * The name that the comment above a job gives it; empty if that is none.
   *
   * @param entry what a job looks like: one that is switched off is no name
   */
  static String ofComment(String lineAbove, Pattern entry) {
    String line = lineAbove.strip();
    if (!line.startsWith("#")) {
      return "";
    }
    byte[] bytes = line.replaceFirst("^[#\\s]+", "").getBytes(StandardCharsets.ISO_8859_1);
    String text = new String(bytes, StandardCharsets.UTF_8).replaceAll("[\\s#=-]+$", "").strip();
    boolean job = entry.matcher(text).matches() && text.matches("[-@*0-9].*");
    if (job || NO_NAME.matcher(text).matches() || text.indexOf('\uFFFD') >= 0) {
      return "";
    }
    String plain = text.replaceAll("\\p{Cntrl}", " ");
    return plain.codePointCount(0, plain.length()) <= LONGEST
        ? plain
        : plain.substring(0, plain.offsetByCodePoints(0, LONGEST)).strip();
  }

  /** A slug that is not taken, of the name or else of the program that runs. */
  static String slug(String prefix, String name, String command, Set<String> taken) {
    String base = Slugs.of(name);
    if (base.isEmpty()) {
      base = Slugs.of(program(Commands.withoutInput(command)));
    }
    base = prefix + (base.isEmpty() ? "job" : base);
    base = base.substring(0, Math.min(base.length(), LONGEST - 4)); // room for a number
    String slug = base;
    for (int n = 2; taken.contains(slug); n++) {
      slug = base + "-" + n;
    }
    return slug;
  }

  /** The file name of what is run, without its extension. */
  private static String program(String command) {
    for (String part : PARTS.split(command, -1)) {
      String interpreter = "";
      for (String word : part.strip().split("\\s+", -1)) {
        String file = word.substring(word.lastIndexOf('/') + 1).replaceAll("[\"'(){}]", "");
        boolean option = word.startsWith("-") || word.contains("=") || file.matches("[0-9]*");
        if (option || WRAPPERS.contains(file)) {
          continue;
        }
        if (PREPARING.contains(file)) {
          break;
        }
        if (INTERPRETERS.contains(file) && interpreter.isEmpty()) {
          interpreter = file;
        } else {
          return file.replaceFirst("(?<=.)\\.[A-Za-z0-9]+$", "");
        }
      }
      if (!interpreter.isEmpty()) {
        return interpreter;
      }
    }
    return "";
  }
}
