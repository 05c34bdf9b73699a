package dev.tocsin.ping;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A listener in a process of its own, so that it can be killed like one. */
final class ListenerProcess implements AutoCloseable {

  private final Process process;
  private final int port;

  private ListenerProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static ListenerProcess start(ListenerFixture it, Path journalDir) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                ListenerProcess.class.getName(),
                it.config.hosts().get(0),
                it.config.database(),
                journalDir.toString(),
                "0")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    while (line != null && !line.startsWith("port ")) {
      line = out.readLine();
    }
    if (line == null) {
      throw new IOException("the listener did not start");
    }
    Thread drain = new Thread(() -> out.lines().forEach(rest -> {}), "log of a listener");
    drain.setDaemon(true);
    drain.start();
    return new ListenerProcess(process, Integer.parseInt(line.substring("port ".length())));
  }

  int port() {
    return port;
  }

  /** Sends it a signal by name. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** SIGKILL: no hook runs, no buffer is flushed. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }

  /** Arguments: Postgres as host:port, database, journal folder, port to listen on. */
  public static void main(String[] args) {
    Vertx vertx = Vertx.vertx();
    PgConfig database =
        new PgConfig(
            List.of(args[0]),
            args[1],
            "postgres",
            "postgres",
            PgConfig.TlsMode.DISABLE,
            Optional.empty(),
            Optional.empty(),
            true,
            false,
            Duration.ofSeconds(2));
    PingListener listener =
        PingListener.start(
            ListenerConfig.defaults(Path.of(args[2]), "node", "", database),
            vertx,
            new SimpleMeterRegistry());
    int port = Integer.parseInt(args[3]);
    vertx
        .deployVerticle(() -> new Server(listener, port), new DeploymentOptions().setInstances(2))
        .onFailure(
            e -> {
              throw new IllegalStateException(e);
            });
  }

  /** One event loop's share of the port. */
  private static final class Server extends VerticleBase {
    private final PingListener listener;
    private final int port;

    Server(PingListener listener, int port) {
      this.listener = listener;
      this.port = port;
    }

    @Override
    public Future<?> start() {
      return vertx
          .createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
          .requestHandler(listener.rootHandler())
          .listen(port == 0 ? -1 : port)
          .onSuccess(
              http -> {
                listener.opened();
                System.out.println("port " + http.actualPort());
              });
    }
  }
}
