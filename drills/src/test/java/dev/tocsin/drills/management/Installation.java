package dev.tocsin.drills.management;

import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the whole suite talks to: one process of {@code up}, and projects in it. Started by the
 * first test that asks, stopped when the JVM ends.
 */
final class Installation {

  /** What {@code metrics/} is asked with. */
  static final String METRICS_KEY = "an operator's key";

  private static final Duration START = Duration.ofSeconds(90);

  /** An answer to a ping waits until it is applied, however busy the machine is. */
  static final Map<String, String> SETTINGS =
      Map.of(
          "TOCSIN_LISTENER_ACK_WAIT", "10s",
          "TOCSIN_LISTENER_RESOLVE_WAIT", "10s",
          "TOCSIN_ALERTER_SETTLE", "1s",
          "TOCSIN_SITE_NAME", "Watch & Co",
          "TOCSIN_METRICS_KEY", METRICS_KEY,
          "TOCSIN_DNS_SERVER", "127.0.0.1:9");

  private static @Nullable Installation running;

  private final Path dir;
  private final TocsinProcess up;
  private final Db db;
  private final Map<String, Project> projects = new HashMap<>();

  private Installation() throws IOException {
    dir = Files.createTempDirectory("tocsin-management");
    up = TocsinProcess.up(data(), FreePort.next(), SETTINGS);
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    up.awaitReady(START);
    db = Database.embedded(data());
  }

  static synchronized Installation get() {
    if (running == null) {
      try {
        running = new Installation();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return running;
  }

  /** The project that tests use unless they need one of their own, or the whole of it. */
  static Project main() {
    return get().project("main");
  }

  /** The project of this name, made when first asked for. */
  synchronized Project project(String name) {
    return projects.computeIfAbsent(
        name, n -> new Project(Api.createProject(up.site(), data(), SETTINGS, n), port()));
  }

  int port() {
    return up.port();
  }

  /** What absolute URLs in answers begin with. */
  String site() {
    return up.site().toString();
  }

  /** Everything that the process has printed. */
  String output() {
    return up.output();
  }

  Path data() {
    return dir.resolve("data");
  }

  /** The database behind it: to let time pass, and to look at what no answer shows. */
  Db db() {
    return db;
  }

  private void close() {
    up.close();
    try (Stream<Path> files = Files.walk(dir)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      System.err.println("leaving " + dir + ": " + e);
    }
  }
}
