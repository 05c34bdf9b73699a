package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a request calls us changes no address that we hand out: the settings say where we are. */
class HostHeaderTest {

  private final Fixture mine = new Fixture();

  /** A GET with headers that no ordinary client would let one write. */
  private String get(String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Fixture.DASHBOARD.port())) {
      String request =
          """
          GET %s HTTP/1.1
          Host: evil.example
          X-Forwarded-Host: evil.example
          X-Forwarded-Proto: gopher
          Forwarded: host=evil.example
          Cookie: tocsin=%s
          Connection: close

          """
              .formatted(path, mine.browser.cookie("tocsin"));
      socket
          .getOutputStream()
          .write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void no_page_and_no_redirect_names_the_host_of_the_request() throws IOException {
    String check = "/checks/" + mine.check("backup");
    String project = "/projects/" + mine.project.code();
    for (String path :
        new String[] {
          "/",
          "/account",
          "/sign-in",
          "/sign-in/oidc",
          "/sign-in/again",
          "/reset",
          check,
          check + "/edit",
          mine.checks(),
          project + "/settings",
          project + "/channels",
          "/nowhere"
        }) {
      assertThat(get(path))
          .as(path)
          .startsWith("HTTP/1.1 ")
          .doesNotContain("HTTP/1.1 500")
          .doesNotContain("evil.example", "gopher:");
    }
  }
}
