package dev.tocsin.drills.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shipped jar, started as the documentation says, in a process of its own. */
public final class TocsinProcess implements AutoCloseable {

  private static final Duration GREETS = Duration.ofSeconds(30);

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final Process process;
  private final Path log;
  private final int port;

  private TocsinProcess(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /** The jar that ships; the drills fail without it. */
  public static Path jar() {
    Path jar = Path.of("..", "tocsin", "target", "tocsin.jar").toAbsolutePath().normalize();
    if (!Files.exists(jar)) {
      throw new IllegalStateException("build it first: mvn package; missing " + jar);
    }
    return jar;
  }

  /** Starts {@code up} on a data directory; settings are the {@code TOCSIN_…} variables. */
  public static TocsinProcess up(Path dataDir, int port, Map<String, String> settings) {
    return start("up", dataDir, port, settings);
  }

  /**
   * Starts one role, or {@code up}, without waiting until it is ready.
   *
   * @param options further arguments, behind the role
   */
  public static TocsinProcess start(
      String role, Path dataDir, int port, Map<String, String> settings, String... options) {
    return start(List.of(), role, dataDir, port, settings, options);
  }

  /**
   * The same, started by another program.
   *
   * @param by its command line, which takes ours behind it
   */
  public static TocsinProcess start(
      List<String> by,
      String role,
      Path dataDir,
      int port,
      Map<String, String> settings,
      String... options) {
    try {
      Files.createDirectories(dataDir);
      Path log = dataDir.resolveSibling(dataDir.getFileName() + "-" + role + ".log");
      List<String> command = new ArrayList<>(by);
      command.add(java());
      command.addAll(optionsOf(role));
      command.addAll(List.of("-jar", jar().toString(), role));
      command.addAll(List.of(options));
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().keySet().removeIf(name -> name.startsWith("TOCSIN_"));
      builder.environment().put("TOCSIN_DATA_DIR", dataDir.toString());
      builder.environment().put("TOCSIN_HTTP_PORT", Integer.toString(port));
      builder.environment().put("TOCSIN_HTTP_HOST", "127.0.0.1");
      builder.environment().put("TOCSIN_SITE_URL", "http://127.0.0.1:" + port);
      builder.environment().putAll(settings);
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      return new TocsinProcess(builder.start(), log, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the page on operations starts a role. */
  private static List<String> optionsOf(String role) {
    return role.equals("alerter") ? List.of("-XX:TieredStopAtLevel=1") : List.of();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Runs a command of the program to its end and returns what it printed. */
  public static String run(Path dataDir, Map<String, String> settings, String... arguments) {
    try {
      List<String> command = new ArrayList<>(List.of(java(), "-jar", jar().toString()));
      command.addAll(List.of(arguments));
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("TOCSIN_DATA_DIR", dataDir.toString());
      builder.environment().putAll(settings);
      builder.redirectErrorStream(false);
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
      Process process = builder.start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(String.join(" ", arguments) + " failed: " + out);
      }
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public int port() {
    return port;
  }

  public URI site() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public long pid() {
    return process.pid();
  }

  /** Everything it has printed so far, starts before this one included. */
  public String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The first group of what it prints, once it has: it greets a moment after it is ready.
   *
   * @param pattern up to a space or the end of a line, so that no half of a word is taken
   */
  public String printed(String pattern) {
    Pattern wanted = Pattern.compile(pattern + "\\s");
    Await.that(pattern + " printed", GREETS, () -> wanted.matcher(output()).find());
    Matcher matcher = wanted.matcher(output());
    return matcher.find() ? matcher.group(1) : "";
  }

  /** Waits until {@code /readyz} says 200; stops the process if it never does. */
  public TocsinProcess awaitReady(Duration atMost) {
    try {
      Await.that("ready on port " + port, atMost, () -> status("/readyz") == 200 || ended());
      return this;
    } catch (AssertionError e) {
      close();
      throw new AssertionError(e.getMessage() + "; it printed:\n" + tail(), e);
    }
  }

  private boolean ended() {
    if (process.isAlive()) {
      return false;
    }
    throw new AssertionError("it ended with " + process.exitValue());
  }

  /** The status of a GET, or 0 where there is no answer. */
  public int status(String path) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(site().resolve(path)).timeout(Duration.ofSeconds(5)).build();
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String tail() {
    String all = output();
    return all.substring(Math.max(0, all.length() - 4_000));
  }

  /** {@code kill -9}, and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitExit(Duration.ofSeconds(10));
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGTERM; returns the exit code. */
  public int terminate() {
    process.destroy();
    return awaitExit(Duration.ofSeconds(15));
  }

  /** Waits until it ends by itself; returns the exit code. */
  public int awaitExit(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("still running after " + atMost + ":\n" + tail());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.destroy();
      try {
        awaitExit(Duration.ofSeconds(15));
      } catch (IllegalStateException e) {
        process.destroyForcibly();
      }
    }
  }
}
