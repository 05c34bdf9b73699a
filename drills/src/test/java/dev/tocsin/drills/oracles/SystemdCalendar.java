package dev.tocsin.drills.oracles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code systemd-analyze calendar} makes of expressions; needs no running systemd. */
final class SystemdCalendar {

  private static final Pattern ELAPSE =
      Pattern.compile("(?:Next elapse|Iter\\. #[0-9]+): (?:never|\\w{3} ([-0-9]+ [:0-9]+) UTC)");
  private static final Pattern REFUSED =
      Pattern.compile(
          "^Failed to (?:parse calendar specification|determine next elapse for) '(.*)': ");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private SystemdCalendar() {}

  /** The version that is installed; fails, with what to do, if there is none. */
  static String version() {
    try {
      List<String> lines = run(List.of("systemd-analyze", "--version"));
      return lines.get(0);
    } catch (UncheckedIOException e) {
      throw new AssertionError(
          "This drill compares with systemd-analyze, which is not there: apt-get install systemd",
          e);
    }
  }

  /**
   * The next elapses after an instant.
   *
   * @return one list per expression; fewer elapses than asked for if they end; empty: refused
   */
  static List<Optional<List<Instant>>> upcoming(
      List<String> expressions, Instant after, int count) {
    List<String> command = new ArrayList<>();
    command.add("systemd-analyze");
    command.add("calendar");
    command.add("--base-time=" + TIME.format(after.atOffset(ZoneOffset.UTC)) + " UTC");
    command.add("--iterations=" + count);
    command.add("--");
    command.addAll(expressions);
    List<String> lines = run(command);
    Set<String> refused = new HashSet<>();
    List<List<Instant>> accepted = new ArrayList<>();
    for (String line : lines) {
      Matcher failure = REFUSED.matcher(line);
      if (failure.find()) {
        refused.add(failure.group(1));
      } else if (line.contains("Normalized form: ")) {
        accepted.add(new ArrayList<>());
      }
      Matcher elapse = ELAPSE.matcher(line);
      if (elapse.find() && elapse.group(1) != null) {
        accepted
            .get(accepted.size() - 1)
            .add(LocalDateTime.parse(elapse.group(1), TIME).toInstant(ZoneOffset.UTC));
      }
    }
    // Refusals go to another stream, so that only their text tells where they belong.
    Iterator<List<Instant>> next = accepted.iterator();
    List<Optional<List<Instant>>> answers =
        expressions.stream()
            .map(
                text ->
                    refused.contains(text)
                        ? Optional.<List<Instant>>empty()
                        : Optional.of(next.next()))
            .toList();
    if (next.hasNext()) {
      throw new AssertionError("more answers than expressions: " + expressions);
    }
    return answers;
  }

  private static List<String> run(List<String> command) {
    try {
      Path out = Files.createTempFile("systemd", ".out");
      Path err = Files.createTempFile("systemd", ".err");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("TZ", "UTC");
      builder.environment().put("LC_ALL", "C");
      // Files, and two of them: its lines are cut anywhere where both streams share one.
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("no answer within two minutes: " + command);
      }
      List<String> lines = new ArrayList<>(Files.readAllLines(out, StandardCharsets.UTF_8));
      lines.addAll(Files.readAllLines(err, StandardCharsets.UTF_8));
      Files.delete(out);
      Files.delete(err);
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
