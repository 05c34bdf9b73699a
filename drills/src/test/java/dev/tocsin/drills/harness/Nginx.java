package dev.tocsin.drills.harness;

import dev.tocsin.store.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Debian's nginx with the recipe that ships: its ports, certificate and upstream are the drill's.
 */
public final class Nginx implements AutoCloseable {

  private static final Path RECIPE = Path.of("..", "packaging", "nginx");
  private static final Duration START = Duration.ofSeconds(20);

  private final Command nginx;
  private final Path dir;
  private final int http;
  private final int https;

  private Nginx(Command nginx, Path dir, int http, int https) {
    this.nginx = nginx;
    this.dir = dir;
    this.http = http;
    this.https = https;
  }

  /**
   * Starts it.
   *
   * @param dir for its files
   * @param upstream port of Tocsin
   * @param certificate with a pair of the name "server"
   */
  public static Nginx start(Path dir, int upstream, Certificates certificate) {
    Command.need("nginx", "nginx-light");
    int http = FreePort.next();
    int https = FreePort.next();
    try {
      Files.createDirectories(dir.resolve("snippets"));
      Files.copy(
          RECIPE.resolve("tocsin-proxy.conf"),
          dir.resolve("snippets").resolve("tocsin-proxy.conf"));
      Files.writeString(
          dir.resolve("tocsin.conf"),
          replaced(
              Files.readString(RECIPE.resolve("tocsin.conf")),
              Map.of(
                  "server 127.0.0.1:8000;",
                  "server 127.0.0.1:" + upstream + ";",
                  "listen 80;",
                  "listen 127.0.0.1:" + http + ";",
                  "listen [::]:80;",
                  "",
                  "listen 443 ssl http2;",
                  "listen 127.0.0.1:" + https + " ssl http2;",
                  "listen [::]:443 ssl http2;",
                  "",
                  "/etc/letsencrypt/live/tocsin.example.org/fullchain.pem",
                  certificate.certificate("server").toString(),
                  "/etc/letsencrypt/live/tocsin.example.org/privkey.pem",
                  certificate.key("server").toString())));
      Files.writeString(
          dir.resolve("nginx.conf"),
          """
          daemon off;
          user root;
          worker_processes 1;
          pid nginx.pid;
          error_log error.log warn;
          events {}
          http {
            access_log off;
            client_body_temp_path tmp-body; proxy_temp_path tmp-proxy; fastcgi_temp_path tmp-f;
            uwsgi_temp_path tmp-u; scgi_temp_path tmp-s;
            include tocsin.conf;
          }
          """);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Command nginx =
        Command.start(
            Map.of(),
            List.of("nginx", "-p", dir.toString(), "-c", dir.resolve("nginx.conf").toString()));
    Nginx started = new Nginx(nginx, dir, http, https);
    try {
      Await.that("nginx listens", START, () -> isOpen(https));
      return started;
    } catch (AssertionError e) {
      started.close();
      throw new AssertionError(e.getMessage() + "\n" + started.errors(), e);
    }
  }

  /** What is to be replaced has to be there, so that the recipe stays the one that is run. */
  private static String replaced(String text, Map<String, String> changes) {
    String now = text;
    for (Map.Entry<String, String> change : changes.entrySet()) {
      if (!now.contains(change.getKey())) {
        throw new IllegalStateException("the recipe lacks: " + change.getKey());
      }
      now = now.replace(change.getKey(), change.getValue());
    }
    return now;
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  public int http() {
    return http;
  }

  public int https() {
    return https;
  }

  /** What it complained of. */
  public String errors() {
    try {
      Path log = dir.resolve("error.log");
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    nginx.stop();
  }
}
