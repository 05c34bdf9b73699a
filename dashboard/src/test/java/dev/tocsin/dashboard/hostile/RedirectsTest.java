package dev.tocsin.dashboard.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.DemoSite;
import dev.tocsin.dashboard.TestBrowser;
import dev.tocsin.dashboard.people.Sessions;
import dev.tocsin.store.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * What a request says of where it comes from, or where it wants to go, leads nowhere else, and a
 * cookie that somebody planted is worth nothing.
 */
class RedirectsTest {

  private static final DemoSite SITE = new DemoSite(TestPostgres.freshDatabase(), 0);

  static {
    new HostileRows(SITE);
  }

  /** What browsers take for another site, or for a script, however it looks to a careless eye. */
  private static final List<String> ELSEWHERE =
      List.of(
          "https://evil.example/",
          "//evil.example/",
          "/\\evil.example/",
          "\\\\evil.example",
          "/\t/evil.example",
          "\t//evil.example",
          "https:evil.example",
          "/%0d%0aLocation: https://evil.example",
          "/x\r\nLocation: https://evil.example",
          "javascript:location='//evil.example'");

  private final TestBrowser browser = new TestBrowser(SITE.dashboard.url());

  @AfterAll
  static void close() {
    SITE.close();
  }

  private static String session() {
    return new Sessions(SITE.dashboard.db).open(SITE.ada, "127.0.0.1", "x");
  }

  /** A request with headers that no ordinary client would let one write. */
  private static String ask(String path, String session) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), SITE.dashboard.port())) {
      String request =
          """
          GET %s HTTP/1.1
          Host: evil.example
          X-Forwarded-Host: evil.example
          X-Forwarded-Proto: gopher
          X-Original-URL: //evil.example/
          Forwarded: host=evil.example
          Origin: https://evil.example
          Referer: https://evil.example/
          Cookie: tocsin=%s
          Connection: close

          """
              .formatted(path, session);
      socket
          .getOutputStream()
          .write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void no_page_and_no_redirect_names_the_host_of_the_request() throws IOException {
    Walk walk = new Walk(SITE);
    List<String> paths = new ArrayList<>(List.of("/nowhere", "/api/v3/", "/api/v3/nowhere"));
    walk.routes("GET").forEach(route -> paths.add(walk.paths(route).get(0)));
    for (String path : paths) {
      for (String session : new String[] {session(), ""}) {
        assertThat(ask(path, session))
            .as(path)
            .startsWith("HTTP/1.1 ")
            .doesNotContain("HTTP/1.1 50")
            .doesNotContain("evil.example", "gopher:");
      }
    }
  }

  @Test
  void no_route_leads_elsewhere_whatever_it_is_asked() {
    Walk walk = new Walk(SITE);
    List<String> wrong = new ArrayList<>();
    for (String route : walk.routes("GET")) {
      String path = walk.paths(route).get(0);
      for (String to : ELSEWHERE) {
        String there = URLEncoder.encode(to, StandardCharsets.UTF_8);
        String query = "?";
        for (String name :
            Set.of(
                "next", "return", "return_to", "redirect", "redirect_uri", "url", "to", "state")) {
          query += name + "=" + there + "&";
        }
        wrong.addAll(Answers.complaints(path + query, browser.get(path + query)));
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void whoever_signs_in_goes_on_here() {
    for (String to : ELSEWHERE) {
      TestBrowser visitor = new TestBrowser(SITE.dashboard.url());
      String form = "/sign-in?next=" + URLEncoder.encode(to, StandardCharsets.UTF_8);
      assertThat(visitor.get(form).body()).as(to).doesNotContain("evil.example");
      HttpResponse<String> in = signIn(visitor, SITE.ada.email(), to);
      assertThat(in.statusCode()).as(to).isEqualTo(303);
      assertThat(in.headers().firstValue("location")).as(to).contains("/");
      HttpResponse<String> again =
          visitor.submit(
              "/sign-in/again", "/sign-in/again", "password", "correct horse", "next", to);
      assertThat(again.headers().firstValue("location")).as(to).contains("/");
    }
  }

  private static HttpResponse<String> signIn(TestBrowser visitor, String email, String next) {
    return visitor.submit(
        "/sign-in", "/sign-in", "email", email, "password", "correct horse", "next", next);
  }

  @Test
  void a_planted_cookie_never_becomes_a_session() {
    Walk walk = new Walk(SITE);
    for (String route : walk.routes("GET")) {
      TestBrowser victim = planted();
      HttpResponse<String> answer = victim.get(walk.paths(route).get(0));
      assertThat(answer.headers().allValues("set-cookie"))
          .as("%s keeps what somebody planted", route)
          .noneMatch(cookie -> cookie.contains("planted"));
    }
    TestBrowser victim = planted();
    signIn(victim, SITE.ada.email(), "/");
    assertThat(victim.cookie("tocsin")).isNotEqualTo("planted").hasSize(32);
    assertThat(planted().get("/account").statusCode()).isEqualTo(303);
  }

  private static TestBrowser planted() {
    TestBrowser victim = new TestBrowser(SITE.dashboard.url());
    victim.cookie("tocsin", "planted");
    victim.cookie("visitor", "planted");
    return victim;
  }

  @Test
  void every_proof_makes_another_session() {
    TestBrowser ada = new TestBrowser(SITE.dashboard.url());
    signIn(ada, SITE.ada.email(), "/");
    String first = ada.cookie("tocsin");
    ada.submit("/sign-in/again", "/sign-in/again", "password", "correct horse", "next", "/");
    assertThat(ada.cookie("tocsin")).isNotEqualTo(first);
    TestBrowser thief = new TestBrowser(SITE.dashboard.url());
    thief.cookie("tocsin", first);
    assertThat(thief.get("/account").statusCode()).as("the one before it").isEqualTo(303);
    ada.submit("/account", "/sign-out");
    assertThat(ada.cookie("tocsin")).isEmpty();
  }
}
