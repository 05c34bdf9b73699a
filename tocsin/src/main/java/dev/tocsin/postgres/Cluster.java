package dev.tocsin.postgres;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The database cluster: made once, started with the same settings every time. */
final class Cluster {

  /** No accepted ping is lost: these are not for tuning. */
  private static final Map<String, String> DURABLE =
      Map.of("fsync", "on", "full_page_writes", "on", "synchronous_commit", "on");

  /** Nobody but processes of this machine that know the password. */
  private static final Map<String, String> CLOSED =
      Map.of(
          "listen_addresses", "127.0.0.1",
          "unix_socket_directories", "",
          "password_encryption", "scram-sha-256");

  /** Sized for a small machine that does something else too. */
  private static final Map<String, String> SMALL =
      Map.of(
          "max_connections", "60",
          "work_mem", "4MB",
          "maintenance_work_mem", "64MB",
          "max_wal_size", "2GB",
          "checkpoint_timeout", "15min",
          "max_parallel_workers_per_gather", "0",
          "jit", "off",
          "autovacuum_naptime", "15s");

  private static final long MIB = 1 << 20;

  /** As much as even the smallest machine has. */
  private static final long LEAST_SHARED = 128 * MIB;

  /** A million checks that ping fit into it; beyond, the system's own cache does as well. */
  private static final long MOST_SHARED = 512 * MIB;

  /** Of the memory of the machine, or of the container: a sixteenth. */
  private static final long SHARED_PART = 16;

  /** To us, briefly; we decide what becomes a line. */
  private static final Map<String, String> LOGGING =
      Map.of(
          "logging_collector", "off",
          "log_destination", "stderr",
          "log_line_prefix", "",
          "log_checkpoints", "off",
          "log_min_error_statement", "panic",
          "lc_messages", "C");

  private final Home home;
  private final Launcher launcher;

  Cluster(Home home, Launcher launcher) {
    this.home = home;
    this.launcher = launcher;
  }

  /** Makes the cluster unless it is there. A start that was interrupted half-way leaves nothing. */
  void create() throws IOException, PostgresException {
    if (Files.exists(home.cluster())) {
      if (launcher.owner().isPresent()) {
        Home.give(home.cluster(), launcher.owner().getAsInt());
      }
      return;
    }
    Path fresh = home.newCluster();
    Home.deleteTree(fresh);
    Files.createDirectory(fresh, closed());
    Path password = home.dir().resolve("password.new");
    Home.writePrivately(password, home.password());
    try {
      if (launcher.owner().isPresent()) {
        Home.give(fresh, launcher.owner().getAsInt());
        Home.give(password, launcher.owner().getAsInt());
      }
      run(initdb(fresh, password), "");
      run(
          List.of(program("postgres"), "--single", "-D", fresh.toString(), "postgres"),
          "CREATE DATABASE " + Access.DATABASE + "\n");
    } finally {
      Files.deleteIfExists(password);
    }
    Files.move(fresh, home.cluster(), StandardCopyOption.ATOMIC_MOVE);
  }

  private List<String> initdb(Path fresh, Path password) {
    return List.of(
        program("initdb"),
        "-D",
        fresh.toString(),
        "-U",
        Access.USER,
        "-E",
        "UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--auth=scram-sha-256",
        "--pwfile=" + password);
  }

  private void run(List<String> command, String input) throws IOException, PostgresException {
    Commands.Result result = Commands.run(launcher.command(command), input);
    if (!result.ok()) {
      throw new PostgresException(
          "cannot make a database in %s:%n%s".formatted(home.dir(), result.output()));
    }
  }

  /** Starts the server on the calling thread; with that thread's end the server is told to stop. */
  Process launch(int port) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(program("postgres"), "-D", home.cluster().toString(), "-p", "" + port));
    Map<String, String> settings = new TreeMap<>(DURABLE);
    settings.putAll(CLOSED);
    settings.putAll(SMALL);
    settings.putAll(LOGGING);
    settings.put("shared_buffers", sharedBuffers(memory()) / MIB + "MB");
    settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    ProcessBuilder builder = new ProcessBuilder(launcher.command(command));
    builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
    return builder.redirectErrorStream(true).start();
  }

  /** What the server keeps in its own memory, in bytes, on a machine with so much. */
  static long sharedBuffers(long memory) {
    return Math.min(MOST_SHARED, Math.max(LEAST_SHARED, memory / SHARED_PART));
  }

  private static long memory() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  private String program(String name) {
    return home.binaries().resolve("bin").resolve(name).toString();
  }

  private static FileAttribute<?> closed() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  }
}
