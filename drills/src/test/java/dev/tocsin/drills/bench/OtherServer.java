package dev.tocsin.drills.bench;

import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server to stand beside, in a process of its own, with the jar's libraries. */
final class OtherServer implements AutoCloseable {

  private final Process process;
  private final int port = FreePort.next();

  private OtherServer(Class<?> main, Map<String, String> properties, Map<String, String> secrets) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dport=" + port);
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.add("-cp");
    command.add(TocsinProcess.jar() + ":" + Path.of("target", "test-classes").toAbsolutePath());
    command.add(main.getName());
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().putAll(secrets);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Await.that(main.getSimpleName() + " listens", Duration.ofSeconds(20), this::listens);
  }

  /** The least that a server can do. */
  static OtherServer bare() {
    return new OtherServer(BareServer.class, Map.of(), Map.of());
  }

  /** A statement for each ping, on this database. */
  static OtherServer statements(int databasePort, String password) {
    return new OtherServer(
        StatementServer.class,
        Map.of("database.port", "" + databasePort),
        Map.of("PGPASSWORD", password));
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join(); // what it has used counts as the load generator's from here on
  }
}
