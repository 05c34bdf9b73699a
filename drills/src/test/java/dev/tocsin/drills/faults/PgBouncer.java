package dev.tocsin.drills.faults;

import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Command;
import dev.tocsin.drills.harness.ExternalPostgres;
import dev.tocsin.store.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Debian's PgBouncer in transaction mode, in front of a Postgres. */
final class PgBouncer implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(20);

  private final Path folder;
  private final ExternalPostgres postgres;
  private final int port;
  private Process process;

  private PgBouncer(Path folder, ExternalPostgres postgres, int port) throws IOException {
    this.folder = folder;
    this.postgres = postgres;
    this.port = port;
    this.process = launch();
  }

  static PgBouncer start(Path dir, ExternalPostgres postgres) throws IOException {
    Path folder = dir.resolve("bouncer");
    Command.need("pgbouncer", "pgbouncer");
    int port = FreePort.next();
    URI to = URI.create(postgres.url());
    String[] login = to.getUserInfo().split(":", 2);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("users.txt"), "\"%s\" \"%s\"%n".formatted(login[0], login[1]));
    Files.writeString(
        folder.resolve("pgbouncer.ini"),
        """
        [databases]
        tocsin = host=127.0.0.1 port=%d dbname=tocsin
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = scram-sha-256
        auth_file = %s
        pool_mode = transaction
        default_pool_size = 4
        max_client_conn = 200
        ignore_startup_parameters = extra_float_digits,options
        """
            .formatted(to.getPort(), port, folder.resolve("users.txt")));
    open(dir, "rwx--x--x"); // it is not root that reads this
    open(folder, "rwxr-xr-x");
    return new PgBouncer(folder, postgres, port);
  }

  private static void open(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>(List.of("pgbouncer", "-q"));
    if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
      command.addAll(List.of("-u", "nobody"));
    }
    command.add(folder.resolve("pgbouncer.ini").toString());
    Process started =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("pgbouncer.log").toFile()))
            .start();
    Await.that("PgBouncer takes connections", START, this::isOpen);
    return started;
  }

  private boolean isOpen() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** The database through it. */
  String url() {
    return postgres.url(port);
  }

  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void startAgain() {
    try {
      process = launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
