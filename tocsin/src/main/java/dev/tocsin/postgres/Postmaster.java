package dev.tocsin.postgres;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is running on a cluster's folder, by {@code postmaster.pid} and by {@code /proc}.
 *
 * <p>The number in the file alone says little: after a reboot, or in a container, it may belong to
 * somebody else's process. Every process of Postgres has the cluster's folder as its working
 * folder, and nobody else has any business there. Where we may not see that, the server is known by
 * its command line, and the others as its children.
 */
final class Postmaster {

  private static final Logger log = LoggerFactory.getLogger(Postmaster.class);

  /** A checkpoint of everything that is in memory belongs to a clean stop. */
  private static final Duration STOP = Duration.ofSeconds(30);

  private final Path cluster;

  Postmaster(Path cluster) {
    this.cluster = cluster;
  }

  /** Whether the server says that it takes connections. */
  boolean isReady(long pid) {
    List<String> lines = pidFile();
    return lines.size() >= 8
        && lines.get(0).strip().equals(Long.toString(pid))
        && lines.get(7).strip().equals("ready");
  }

  /** Whether a server of ours, whoever started it, takes connections. */
  boolean isServing() {
    return pid().filter(pid -> isOurs(pid) && isReady(pid)).isPresent();
  }

  /** Ends whatever still runs on the folder, and removes a file that names a stranger. */
  void clear() throws IOException, PostgresException {
    Optional<Long> pid = pid();
    if (pid.isPresent() && isOurs(pid.get())) {
      log.info("stopping the Postgres that an earlier start left behind (process {})", pid.get());
      Commands.signal(pid.get(), "INT");
      if (!await(() -> running().isEmpty(), STOP)) {
        kill("KILL");
      }
    }
    // Children notice the death of their parent by themselves, and give up the shared memory.
    if (!await(() -> running().isEmpty(), Duration.ofSeconds(3))) {
      kill("KILL");
    }
    if (!await(() -> running().isEmpty(), Duration.ofSeconds(3))) {
      throw new PostgresException(
          "a Postgres on %s does not end: %s".formatted(cluster, running()));
    }
    Files.deleteIfExists(pidFilePath());
  }

  private void kill(String signal) throws IOException {
    for (long pid : running()) {
      Commands.signal(pid, signal);
    }
  }

  private Optional<Long> pid() {
    return pidFile().stream()
        .findFirst()
        .map(String::strip)
        .filter(text -> text.matches("\\d{1,10}"))
        .map(Long::valueOf);
  }

  private List<String> pidFile() {
    try {
      return Files.readAllLines(pidFilePath());
    } catch (IOException e) {
      return List.of();
    }
  }

  private Path pidFilePath() {
    return cluster.resolve("postmaster.pid");
  }

  /** Every process that works in the folder. */
  private List<Long> running() {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.map(ProcessHandle::pid).filter(this::isOurs).toList();
    }
  }

  private boolean isOurs(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    try {
      return Files.readSymbolicLink(process.resolve("cwd")).equals(cluster)
          && Files.readString(process.resolve("cmdline")).contains("postgres");
    } catch (AccessDeniedException e) {
      // Containers often take from root the right to look into processes of others.
      return isServer(pid)
          || ProcessHandle.of(pid)
              .flatMap(ProcessHandle::parent)
              .map(ProcessHandle::pid)
              .filter(this::isServer)
              .isPresent();
    } catch (IOException e) {
      return false; // gone
    }
  }

  /** Whether it was started to serve this folder, by what everybody may read of a process. */
  private boolean isServer(long pid) {
    try {
      String line = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
      List<String> words = List.of(line.split("\0", -1));
      return words.get(0).endsWith("postgres") && words.contains(cluster.toString());
    } catch (IOException e) {
      return false;
    }
  }

  static boolean await(BooleanSupplier condition, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline || Thread.interrupted()) {
        return false;
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return true;
  }
}
