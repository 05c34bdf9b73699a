package dev.tocsin.drills.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The one table that {@code make bench} ends with: each figure beside what it was measured against
 * in the same run, and the target. Lines are kept in a file from one bench to the next.
 */
final class Figures {

  private static final Path TABLE = Path.of("target", "bench.md");

  private Figures() {}

  /**
   * Prints a line and keeps it.
   *
   * @param what what was measured, with its size
   * @param figure as measured, with its unit
   * @param beside the same of something else in this run; empty: there is none
   * @param target what it should be; empty: there is none
   */
  static void line(String what, String figure, String beside, String target) {
    String line = "| %s | %s | %s | %s |%n".formatted(what, figure, beside, target);
    System.out.print(line);
    try {
      Files.createDirectories(TABLE.getParent());
      if (!Files.exists(TABLE)) {
        Files.writeString(TABLE, head());
      }
      Files.writeString(TABLE, line, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String perSecond(double rate) {
    return String.format(Locale.ROOT, "%,.0f/s", rate);
  }

  /** A figure beside another one of the same run. */
  static String ratio(double figure, double beside) {
    return String.format(Locale.ROOT, "%.2f", figure / beside);
  }

  /** What the figures were measured on: without it they say little. */
  private static String head() {
    return """
    Measured on: %s, %d cores, JDK %s, Linux %s; load generator, program and Postgres all on them.

    | what | figure | beside | target |
    |---|---|---|---|
    """
        .formatted(
            processor(),
            Runtime.getRuntime().availableProcessors(),
            Runtime.version().feature(),
            System.getProperty("os.version"));
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown processor");
    } catch (IOException e) {
      return "unknown processor";
    }
  }
}
