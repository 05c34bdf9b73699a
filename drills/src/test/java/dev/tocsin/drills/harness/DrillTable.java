package dev.tocsin.drills.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The table of what drills found: each row is printed as it comes, all of them after the last
 * drill. With {@code -Ddocs.write=true} they take the place of their older selves in {@code
 * docs/drills.md}; rows of drills that did not run stay.
 */
public final class DrillTable implements BeforeAllCallback {

  static final String AS_IT_IS = "<!-- rows: as it is -->";
  static final String UNPROTECTED = "<!-- rows: without protection -->";
  private static final String END = "<!-- end of rows -->";
  private static final Path PAGE = Path.of("..", "docs", "drills.md");

  private static final List<DrillRow> ROWS = new CopyOnWriteArrayList<>();

  static void keep(DrillRow row) {
    ROWS.add(row);
    System.out.printf("%n%s%n%s%n", DrillRow.head(), row.line());
  }

  /** Has the table printed when everything is over. */
  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(Namespace.create(DrillTable.class))
        .computeIfAbsent("at the end", key -> (AutoCloseable) DrillTable::end);
  }

  private static void end() {
    if (ROWS.isEmpty()) {
      return;
    }
    System.out.printf("%nDrills:%n%s%n", table(ROWS, false));
    System.out.printf("%nWithout protection:%n%s%n", table(ROWS, true));
    if (Boolean.getBoolean("docs.write")) {
      try {
        Files.writeString(PAGE, merged(Files.readString(PAGE), ROWS));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String table(List<DrillRow> rows, boolean unprotected) {
    Map<String, String> lines = new TreeMap<>();
    rows.stream()
        .filter(row -> row.unprotected() == unprotected)
        .forEach(row -> lines.put(row.key(), row.line()));
    return DrillRow.head() + "\n" + String.join("\n", lines.values());
  }

  /** The page with these rows in it. */
  static String merged(String page, List<DrillRow> rows) {
    return merged(merged(page, rows, false), rows, true);
  }

  private static String merged(String page, List<DrillRow> rows, boolean unprotected) {
    String begin = unprotected ? UNPROTECTED : AS_IT_IS;
    int from = page.indexOf(begin) + begin.length();
    int to = page.indexOf(END, from);
    if (from < begin.length() || to < 0) {
      throw new IllegalStateException("docs/drills.md has no place for the table: " + begin);
    }
    Map<String, String> lines = new TreeMap<>();
    page.substring(from, to)
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| drill |"))
        .forEach(line -> lines.put(key(line), line));
    rows.stream()
        .filter(row -> row.unprotected() == unprotected)
        .forEach(row -> lines.put(row.key(), row.line()));
    return "%s\n%s\n%s\n%s"
        .formatted(
            page.substring(0, from),
            DrillRow.head(),
            String.join("\n", lines.values()),
            page.substring(to));
  }

  /** The first two cells of a line. */
  private static String key(String line) {
    int second = line.indexOf('|', 1);
    return line.substring(0, line.indexOf('|', second + 1) + 1);
  }
}
