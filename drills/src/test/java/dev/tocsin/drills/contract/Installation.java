package dev.tocsin.drills.contract;

import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.ExternalPostgres;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the whole suite talks to: one Postgres, one process of {@code up}, and beside it a {@code
 * ping-listener} of its own. Started by the first test that asks, stopped when the JVM ends.
 */
final class Installation {

  private static final Duration START = Duration.ofSeconds(90);

  /**
   * Periods of a second, so that deadlines need no patience; and an answer that waits for Postgres
   * as long as it takes, so that no test depends on how busy the machine is.
   */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "TOCSIN_LIMITS_MIN_PERIOD", "1s",
          "TOCSIN_ALERTER_SETTLE", "1s",
          "TOCSIN_LISTENER_ACK_WAIT", "10s",
          "TOCSIN_LISTENER_RESOLVE_WAIT", "10s");

  private static @Nullable Installation running;

  private final Path dir;
  private final ExternalPostgres postgres;
  private final List<AutoCloseable> parts = new ArrayList<>();
  private final TocsinProcess up;
  private final TocsinProcess listener;
  private final Api api;
  private @Nullable Api small;
  private final Db db;

  private Installation() throws IOException {
    dir = Files.createTempDirectory("tocsin-contract");
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    postgres = part(ExternalPostgres.create(dir.resolve("pg")));
    postgres.start();
    up =
        part(
            TocsinProcess.up(dir.resolve("up"), FreePort.next(), settings(Map.of()))
                .awaitReady(START));
    listener = listener("listener", Map.of());
    db = part(postgres.open());
    api = project("contract");
  }

  static synchronized Installation get() {
    if (running == null) {
      try {
        running = new Installation();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    return running;
  }

  private <T extends AutoCloseable> T part(T part) {
    parts.add(0, part);
    return part;
  }

  private Map<String, String> settings(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(SETTINGS);
    all.put("DATABASE_URL", postgres.url());
    all.putAll(more);
    return all;
  }

  /** Another listener on the same database. */
  TocsinProcess listener(String name, Map<String, String> more) {
    return role("ping-listener", "TOCSIN_LISTENER_PORT", name, more);
  }

  /** A dashboard on the same database. */
  TocsinProcess dashboard(String name) {
    return role("dashboard", "TOCSIN_DASHBOARD_PORT", name, Map.of());
  }

  private TocsinProcess role(String role, String portKey, String name, Map<String, String> more) {
    int port = FreePort.next();
    Map<String, String> settings = settings(more);
    settings.put(portKey, Integer.toString(port));
    return part(TocsinProcess.start(role, dir.resolve(name), port, settings).awaitReady(START));
  }

  /** Another project, to fill. */
  synchronized Api smallProject() {
    if (small == null) {
      small = project("small");
    }
    return small;
  }

  private Api project(String name) {
    return Api.createProject(up.site(), dir.resolve("up"), settings(Map.of()), name);
  }

  /** The project that tests use unless they need one of their own. */
  Api api() {
    return api;
  }

  Db db() {
    return db;
  }

  /** The port of {@code up}. */
  int upPort() {
    return up.port();
  }

  /** The port of the single listener. */
  int listenerPort() {
    return listener.port();
  }

  private void close() {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        System.err.println("closing " + part + ": " + e);
      }
    }
    try (Stream<Path> files = Files.walk(dir)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      System.err.println("leaving " + dir + ": " + e);
    }
  }
}
