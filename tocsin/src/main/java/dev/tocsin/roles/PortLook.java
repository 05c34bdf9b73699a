package dev.tocsin.roles;

import dev.tocsin.alerter.streams.AnyPeer;
import dev.tocsin.settings.Key;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.MailPort;
import dev.tocsin.settings.Role;
import dev.tocsin.settings.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** What {@code tocsin doctor} sees of ports: whether it is us who listen, and how we are. */
final class PortLook {

  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final Role role;
  private final Settings settings;
  private final Trial trial;

  /** The certificate is made for the site's name, and not for the address that we ask. */
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(LONGEST).sslContext(AnyPeer.context()).build();

  private final String scheme;

  PortLook(Role role, Settings settings, Trial trial) {
    this.role = role;
    this.settings = settings;
    this.trial = trial;
    this.scheme = settings.find(Keys.HTTP_CERTIFICATE).isPresent() ? "https" : "http";
  }

  void look() {
    Key<Integer> key =
        switch (role) {
          case UP -> Keys.HTTP_PORT;
          case PING_LISTENER -> Keys.LISTENER_PORT;
          case ALERTER -> Keys.ALERTER_PORT;
          case DASHBOARD -> Keys.DASHBOARD_PORT;
        };
    web(key, settings.get(key));
    if (role == Role.UP || role == Role.PING_LISTENER) {
      settings.find(Keys.LISTENER_SMTP_PORT).ifPresent(this::mail);
    }
  }

  private static String reached(String host) {
    return host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
  }

  private record Answer(int status, String body) {}

  private Answer get(int port, String path) throws IOException {
    String host = reached(settings.get(Keys.HTTP_HOST));
    URI uri =
        URI.create(
            "%s://%s:%d%s"
                .formatted(scheme, host.contains(":") ? "[" + host + "]" : host, port, path));
    try {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(uri).timeout(LONGEST).build(),
              HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void web(Key<Integer> key, int port) {
    String what = "port %d (%s)".formatted(port, key);
    try {
      Answer alive = get(port, "/healthz");
      if (alive.status() != 200 || !alive.body().equals("alive\n")) {
        trial.failed(
            what + ": somebody else's: it is not Tocsin that answers. Stop it, or choose another");
        return;
      }
      Answer ready = get(port, "/readyz");
      if (ready.status() == 200) {
        trial.ok(what + ": Tocsin answers, and is ready");
      } else {
        ready.body().lines().forEach(line -> trial.failed(what + ": not ready: " + line));
      }
    } catch (ConnectException e) {
      trial.warning(what + ": nobody listens: %s does not run here".formatted(role.command()));
    } catch (IOException | IllegalArgumentException e) {
      trial.failed(
          what
              + ": somebody listens and does not answer as Tocsin does (%s). If it is Tocsin, its log"
                  .formatted(e)
              + " says what holds it; if not, choose another port");
    }
  }

  private void mail(MailPort port) {
    String host =
        reached(
            settings.find(Keys.LISTENER_SMTP_HOST).orElseGet(() -> settings.get(Keys.HTTP_HOST)));
    String what = "port %d (%s)".formatted(port.port(), Keys.LISTENER_SMTP_PORT);
    try (Socket socket = new Socket()) {
      int millis = Math.toIntExact(LONGEST.toMillis());
      socket.connect(new InetSocketAddress(host, port.port()), millis);
      socket.setSoTimeout(millis);
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String greeting = Optional.ofNullable(in.readLine()).orElse("");
      if (greeting.startsWith("220")) {
        trial.ok(what + ": a mail server answers");
      } else {
        trial.failed(what + ": it is no mail server that answers; choose another");
      }
    } catch (ConnectException e) {
      trial.warning(what + ": nobody listens, so no pings by e-mail are heard here");
    } catch (IOException e) {
      trial.failed(what + ": does not answer: " + e);
    }
  }
}
