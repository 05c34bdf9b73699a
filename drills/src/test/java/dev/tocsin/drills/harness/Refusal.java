package dev.tocsin.drills.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Starts of the shipped jar that must be refused before anything is opened. The database that the
 * settings name is ours and counts who connects; so is the port, which a start that gets so far
 * stumbles over; and the data directory is not there.
 */
public final class Refusal implements AutoCloseable {

  /** In every settings file, where it must not be read aloud. */
  public static final String SECRET = "hunter2";

  private static final Duration LONGEST = Duration.ofMinutes(2); // on a busy machine
  private static final int SETTINGS = 78;

  private final Path dir;
  private final ServerSocket database;
  private final ServerSocket port;
  private final AtomicInteger connections = new AtomicInteger();
  private int starts;

  public Refusal(Path dir) {
    try {
      this.dir = dir;
      this.database = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      this.port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread counter = new Thread(this::count, "database that counts");
    counter.setDaemon(true);
    counter.start();
  }

  private void count() {
    while (!database.isClosed()) {
      try (Socket client = database.accept()) {
        connections.incrementAndGet();
      } catch (IOException e) {
        return;
      }
    }
  }

  /**
   * One start.
   *
   * @param line the mistake, as the last line of the file; empty: none
   * @param more variables of the environment
   * @param arguments of the command line
   * @param expected what has to be said
   * @return where it was not refused as it should be; empty: all is well
   */
  public List<String> start(
      String line, Map<String, String> more, List<String> arguments, String... expected) {
    List<String> deviations = new ArrayList<>();
    int before = connections.get();
    Path data = dir.resolve("data-" + ++starts);
    try {
      Path file = Files.writeString(dir.resolve("t.toml"), file(line, data));
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
      command.addAll(List.of("-jar", TocsinProcess.jar().toString(), "up"));
      command.addAll(List.of("--config", file.toString()));
      command.addAll(arguments);
      Path log = dir.resolve("start.log");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder
          .environment()
          .keySet()
          .removeIf(name -> name.startsWith("TOCSIN_") || name.equals("DATABASE_URL"));
      builder.environment().putAll(more);
      Process process = builder.start();
      if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        deviations.add("it runs on");
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      } else if (process.exitValue() != SETTINGS) {
        deviations.add("exit code %d".formatted(process.exitValue()));
      }
      said(Files.readString(log, StandardCharsets.UTF_8), expected, deviations);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    if (Files.exists(data)) {
      deviations.add("a data directory was made");
    }
    if (connections.get() != before) {
      deviations.add("the database was called");
    }
    return deviations;
  }

  private static void said(String output, String[] expected, List<String> deviations) {
    for (String part : expected) {
      if (!output.contains(part)) {
        deviations.add("not said: " + part + "; but: " + output);
      }
    }
    if (output.contains(SECRET)) {
      deviations.add("a secret was said");
    }
  }

  /** Good settings, without those that the last line is about, and the last line. */
  private String file(String line, Path data) {
    StringBuilder text = new StringBuilder();
    for (String good :
        List.of(
            "data.dir = '%s'".formatted(data),
            "http.host = '127.0.0.1'",
            "http.port = %d".formatted(port.getLocalPort()),
            "database.url = 'postgres://app:%s@127.0.0.1:%d/x'"
                .formatted(SECRET, database.getLocalPort()))) {
      String name = good.substring(0, good.indexOf(' '));
      if (!line.startsWith(name + " ")) {
        text.append(good).append('\n');
      }
    }
    return text.append(line).append('\n').toString();
  }

  /** The line of the file in which a mistake stands. */
  public static int lineOf(String mistake) {
    boolean ofOurs = mistake.matches("(data\\.dir|http\\.host|http\\.port|database\\.url) .*");
    return ofOurs ? 4 : 5;
  }

  @Override
  public void close() {
    try {
      database.close();
      port.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
