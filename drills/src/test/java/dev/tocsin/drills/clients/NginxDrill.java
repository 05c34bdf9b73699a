package dev.tocsin.drills.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Certificates;
import dev.tocsin.drills.harness.Chromium;
import dev.tocsin.drills.harness.Command;
import dev.tocsin.drills.harness.Nginx;
import dev.tocsin.drills.harness.RawHttp;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debian's nginx in front, with the recipe that ships: what people and jobs do works through it.
 */
class NginxDrill {

  private static final Duration START = Duration.ofSeconds(90);
  private static final double PATIENCE_MS = 60_000;

  @TempDir Path dir;
  private Certificates certificates;

  @BeforeEach
  void certificate() {
    certificates =
        Certificates.authority(dir.resolve("tls"), "a drill").make("server", "localhost");
  }

  /** Both. */
  private record Site(Nginx nginx, TocsinProcess tocsin) implements AutoCloseable {

    String url(String path) {
      return "https://localhost:" + nginx.https() + path;
    }

    @Override
    public void close() {
      tocsin.close();
      nginx.close();
    }
  }

  private Site start() {
    int port = FreePort.next();
    Nginx nginx = Nginx.start(dir.resolve("nginx"), port, certificates);
    Map<String, String> settings =
        Map.of(
            "TOCSIN_SITE_URL", "https://localhost:" + nginx.https(),
            "TOCSIN_HTTP_BEHIND_PROXY", "true",
            "TOCSIN_LISTENER_TRUSTED_PROXIES", "127.0.0.1");
    TocsinProcess tocsin = TocsinProcess.up(dir.resolve("data"), port, settings).awaitReady(START);
    return new Site(nginx, tocsin);
  }

  @Test
  void pings_and_the_api_come_through_with_the_sender_s_address_and_the_whole_body()
      throws Exception {
    try (Site site = start()) {
      URI direct = site.tocsin().site();
      Api api = Api.createProject(direct, dir.resolve("data"), Map.of(), "drill");
      UUID check = UUID.fromString(api.createCheck("{\"name\":\"a\"}").get("uuid").asText());
      String ping = site.url("/ping/" + check);
      String plain = "http://localhost:" + site.nginx().http();
      Path body = Files.writeString(dir.resolve("body"), "x".repeat(200_000));

      assertThat(curl("--interface", "127.0.0.9", "-H", "X-Forwarded-For: 203.0.113.7", ping))
          .endsWith("200");
      assertThat(curl("--data-binary", "@" + body, "-H", "Expect: 100-continue", ping))
          .endsWith("200");
      // By HTTP, too, where a redirect would lose the ping; other paths are sent to HTTPS.
      assertThat(curl(plain + "/ping/" + check + "/fail")).endsWith("200");
      assertThat(curl(plain + "/sign-in")).endsWith("308");
      assertThat(curl(site.url("/metrics"))).endsWith("404");
      assertThat(curl(site.url("/readyz"))).endsWith("404");

      Await.that("three pings", START, () -> pings(api, check).size() == 3);
      assertThat(pings(api, check).get(2).get("remote_addr").asText()).isEqualTo("127.0.0.9");
      String shown = site.url("/api/v3/checks/" + check);
      assertThat(curl("-H", "X-Api-Key: " + api.apiKey(), shown))
          .contains("\"n_pings\"")
          .endsWith("200");
      String encoded = "/ping/" + api.pingKey() + "/a%2Fb";
      int expected = RawHttp.ask(direct.getPort(), "GET", encoded).status();
      assertThat(curl("--path-as-is", site.url(encoded))).endsWith(Integer.toString(expected));
      assertThat(site.nginx().errors()).doesNotContain("[error]", "[crit]");
    }
  }

  private static JsonNode pings(Api api, UUID check) {
    return api.get("/api/v3/checks/" + check + "/pings/").get("pings");
  }

  /** The answer, and its status behind it. */
  private String curl(String... arguments) {
    String[] command = new String[arguments.length + 6];
    command[0] = "curl";
    command[1] = "-sS";
    command[2] = "--cacert";
    command[3] = certificates.authority().toString();
    command[4] = "-w";
    command[5] = "%{http_code}";
    System.arraycopy(arguments, 0, command, 6, arguments.length);
    return Command.run(command).output();
  }

  @Test
  void a_person_signs_in_with_a_passkey_and_sees_a_ping_arrive() throws Exception {
    try (Site site = start();
        Playwright playwright = Chromium.playwright();
        Browser browser =
            Chromium.launch(playwright, "--ignore-certificate-errors-spki-list=" + spki())) {
      Page page = browser.newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      authenticator(page.context().newCDPSession(page));
      page.navigate(site.tocsin.printed("(https://\\S+/setup/\\S+)"));
      page.fill("[name=email]", "ada@example.org");
      page.fill("[name=password]", "correct horse battery");
      page.click("button[type=submit]");
      see(page, "My first check");
      String board = page.url();

      Response account = page.navigate(site.url("/account"));
      assertThat(account.headers()).containsKey("strict-transport-security");
      page.fill("[name=passkey-name]", "Laptop");
      page.click("text=Add a passkey");
      see(page, "Passkey “Laptop” added.");
      page.click("summary[aria-label=Account]");
      page.click("text=Sign out >> visible=true");
      page.waitForURL(url -> url.contains("/sign-in"));
      page.click("text=Sign in with a passkey");
      page.waitForURL(url -> !url.contains("/sign-in"));

      page.navigate(board);
      see(page, "My first check");
      page.evaluate("window.stays = true"); // what follows comes to this very page
      assertThat(curl(site.tocsin.printed("curl .*?(https://\\S+/ping/\\S+)"))).endsWith("200");
      PlaywrightAssertions.assertThat(page.locator(".pill-up").first())
          .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS));
      assertThat(page.evaluate("window.stays")).isEqualTo(true);
    }
  }

  private String spki() throws Exception {
    try (InputStream in = Files.newInputStream(certificates.certificate("server"))) {
      byte[] key =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(in)
              .getPublicKey()
              .getEncoded();
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
    }
  }

  private static void authenticator(CDPSession devices) {
    devices.send("WebAuthn.enable");
    JsonObject options = new JsonObject();
    options.addProperty("protocol", "ctap2");
    options.addProperty("transport", "internal");
    options.addProperty("hasResidentKey", true);
    options.addProperty("hasUserVerification", true);
    options.addProperty("isUserVerified", true);
    options.addProperty("automaticPresenceSimulation", true);
    JsonObject arguments = new JsonObject();
    arguments.add("options", options);
    devices.send("WebAuthn.addVirtualAuthenticator", arguments);
  }

  private static void see(Page page, String text) {
    PlaywrightAssertions.assertThat(page.getByText(text).first())
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS));
  }

  /** It takes a request on a connection that was kept and closes without an answer. */
  @Test
  void a_ping_whose_answer_was_lost_is_not_sent_again_by_nginx() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (ServerSocket upstream = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Nginx nginx = Nginx.start(dir.resolve("nginx"), upstream.getLocalPort(), certificates)) {
      Thread thread = new Thread(() -> serve(upstream, asked), "upstream");
      thread.setDaemon(true);
      thread.start();
      String ping = "https://localhost:" + nginx.https() + "/ping/" + UUID.randomUUID();
      assertThat(curl(ping)).endsWith("200");
      assertThat(curl(ping)).endsWith("502");
      assertThat(asked).hasValue(2);
      assertThat(curl("-d", "x", ping)).endsWith("200");
      assertThat(curl("-d", "x", ping)).endsWith("502");
      assertThat(asked).hasValue(4);
    }
  }

  private static void serve(ServerSocket upstream, AtomicInteger asked) {
    while (true) {
      try (Socket socket = upstream.accept()) {
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        request(in, asked);
        socket
            .getOutputStream()
            .write(
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"
                    .getBytes(StandardCharsets.US_ASCII));
        request(in, asked);
      } catch (IOException e) {
        if (upstream.isClosed()) {
          return;
        }
      }
    }
  }

  private static void request(BufferedReader in, AtomicInteger asked) throws IOException {
    String first = in.readLine();
    if (first == null) {
      return; // nginx let go of the connection
    }
    int length = 0;
    for (String line = first; line != null && !line.isEmpty(); line = in.readLine()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    for (int i = 0; i < length; i++) {
      in.read();
    }
    asked.incrementAndGet();
  }
}
