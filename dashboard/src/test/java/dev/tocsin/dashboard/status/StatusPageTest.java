package dev.tocsin.dashboard.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.PublicServer;
import dev.tocsin.dashboard.TestProject;
import dev.tocsin.dashboard.status.told.Announcement.Impact;
import dev.tocsin.dashboard.status.told.Announcement.Kind;
import dev.tocsin.dashboard.status.told.Announcement.State;
import dev.tocsin.dashboard.status.told.Announcements;
import dev.tocsin.dashboard.status.told.Wording;
import dev.tocsin.store.TestPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** Status pages, as those see them who know nothing but the address. */
class StatusPageTest {

  private static final PublicServer SERVER = new PublicServer(TestPostgres.freshDatabase());
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String EVIL = "<script>alert('x')</script>]]>\u0007\"&amp;";

  private final PageChanges changes = new PageChanges(SERVER.dashboard.db, "http://127.0.0.1");
  private final Announcements announcements = new Announcements(SERVER.dashboard.db);
  private final TestProject project = SERVER.project();
  private final String slug = "acme-" + COUNT.incrementAndGet();

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private PageEdit edit(String name, String host, String password) {
    return new PageEdit(
        slug,
        name,
        "",
        Optional.of(host).filter(text -> !text.isEmpty()),
        new PageEdit.Password(true, password),
        List.of(),
        List.of(),
        true);
  }

  private StatusPage page(String name, String host, String password) {
    return changes.create(project.id(), edit(name, host, password), "cli").orElseThrow();
  }

  private void say(StatusPage page, String title, String body) {
    Instant now = Instant.now();
    announcements
        .create(
            project.id(),
            page.code(),
            new Wording(
                Kind.INCIDENT, title, Impact.MAJOR, now, null, State.INVESTIGATING, body, false),
            "cli",
            now)
        .orElseThrow();
  }

  /** Asks until the answer is as it shall be: pages are made in the background. */
  private static HttpResponse<String> await(String path, Predicate<HttpResponse<String>> good) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      HttpResponse<String> answer = SERVER.get(path);
      if (good.test(answer)) {
        return answer;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError(answer.statusCode() + " " + answer.body());
      }
      Thread.onSpinWait();
    }
  }

  private HttpResponse<String> shown() {
    return await("/status/" + slug, answer -> answer.statusCode() == 200);
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Test
  void a_page_shows_how_its_checks_are_and_never_their_addresses() {
    UUID up = SERVER.check(project, "Website", "web", "status = 'up', last_ping = now()");
    UUID nameless = SERVER.check(project, "", "web", "status = 'paused'");
    page("Acme Ltd", "", "");
    HttpResponse<String> page = shown();
    assertThat(page.body())
        .contains("Acme Ltd", "Website", "Everything is up", "Paused")
        .contains("Last 90 days")
        .doesNotContain(up.toString(), nameless.toString(), "<script");
    assertThat(header(page, "Content-Security-Policy"))
        .contains("default-src 'none'", "style-src 'sha256-")
        .doesNotContain("unsafe");
    JsonNode json = PublicServer.json(SERVER.get("/status/" + slug + "/status.json"));
    assertThat(json.at("/groups/0/checks/1/name").asText()).isEqualTo("Unnamed");
    assertThat(json.at("/groups/0/checks/0/state").asText()).isEqualTo("up");
    assertThat(json.path("stale").asBoolean(true)).isFalse();
    assertThat(json.toString()).doesNotContain(up.toString(), nameless.toString());
  }

  @Test
  void tags_names_order_and_headings_are_the_pages_own() {
    UUID db = SERVER.check(project, "pg-7", "db", "status = 'up', last_ping = now()");
    UUID web = SERVER.check(project, "web-1", "web", "status = 'down', last_ping = now()");
    UUID secret = SERVER.check(project, "secret", "web", "status = 'up', last_ping = now()");
    SERVER.check(project, "other", "", "status = 'up', last_ping = now()");
    PageEdit edit =
        new PageEdit(
            slug,
            "Acme",
            "",
            Optional.empty(),
            PageEdit.Password.KEEP,
            List.of("db", "web"),
            List.of(new Section("Shop", List.of("web"))),
            true);
    StatusPage page = changes.create(project.id(), edit, "cli").orElseThrow();
    new Looks(SERVER.dashboard.db)
        .replace(
            project.id(),
            page.code(),
            Map.of(
                web, new CheckLook("Storefront", false, 1),
                db, new CheckLook("Orders", false, 0),
                secret, new CheckLook("", true, 0)),
            "cli")
        .orElseThrow();
    HttpResponse<String> shown =
        await("/status/" + slug, answer -> answer.body().contains("Storefront"));
    assertThat(shown.body())
        .contains("1 of 2 down", "Orders")
        .doesNotContain("secret", "other", "pg-7", "web-1");
    assertThat(shown.body().indexOf("Shop")).isLessThan(shown.body().indexOf("Orders"));
  }

  @Test
  void who_asks_again_gets_nothing_new_until_there_is_something_new() {
    StatusPage page = page("Acme", "", "");
    HttpResponse<String> first = shown();
    String tag = header(first, "ETag");
    assertThat(header(first, "Cache-Control")).contains("public", "stale-if-error");
    HttpResponse<String> again = SERVER.get("/status/" + slug, "If-None-Match", tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    String date = header(first, "Last-Modified");
    assertThat(SERVER.get("/status/" + slug, "If-Modified-Since", date).statusCode())
        .isEqualTo(304);
    HttpResponse<String> zipped = SERVER.get("/status/" + slug, "Accept-Encoding", "gzip");
    assertThat(header(zipped, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(zipped, "ETag")).isEqualTo(tag);
    say(page, "Trouble", "We look.");
    HttpResponse<String> next =
        await("/status/" + slug, answer -> answer.body().contains("Trouble"));
    assertThat(header(next, "ETag")).isNotEqualTo(tag);
    assertThat(SERVER.get("/status/" + slug, "If-None-Match", tag).statusCode()).isEqualTo(200);
    HttpResponse<String> head = SERVER.send("HEAD", "/status/" + slug);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(SERVER.send("DELETE", "/status/" + slug).statusCode()).isEqualTo(405);
  }

  @Test
  void what_people_write_stays_text_on_the_page_in_feeds_and_in_json() throws Exception {
    SERVER.check(project, EVIL, "", "status = 'up', last_ping = now()");
    StatusPage page = page("Acme " + EVIL, "", "");
    say(page, "Title " + EVIL, "Body " + EVIL);
    HttpResponse<String> shown = await("/status/" + slug, answer -> answer.body().contains("Body"));
    assertThat(shown.body()).doesNotContain("<script").contains("&lt;script&gt;");
    for (String feed : List.of("/feed.atom", "/feed.rss")) {
      HttpResponse<String> answer = SERVER.get("/status/" + slug + feed);
      Document xml = xml(answer.body());
      assertThat(xml.getElementsByTagName("script").getLength()).as(feed).isZero();
      assertThat(xml.getElementsByTagName("title").item(1).getTextContent())
          .contains("Investigating: Title <script>");
      assertThat(header(answer, "Content-Type")).contains("xml");
      assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    }
    String rss =
        xml(SERVER.get("/status/" + slug + "/feed.rss").body())
            .getElementsByTagName("description")
            .item(1)
            .getTextContent();
    assertThat(rss).as("readers of RSS take this for HTML").doesNotContain("<script");
    assertThat(
            PublicServer.json(SERVER.get("/status/" + slug + "/status.json"))
                .at("/current/0/title")
                .asText())
        .isEqualTo("Title " + EVIL);
  }

  private static Document xml(String text) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void a_host_name_of_its_own_leads_to_the_page_and_to_nothing_else() throws IOException {
    String host = slug + ".status.example.com";
    StatusPage page = page("Acme", host, "");
    shown();
    assertThat(as(host, "/")).as("a name that nobody proved").doesNotContain("<h1>Acme</h1>");
    proven(page);
    assertThat(as(host, "/")).startsWith("HTTP/1.1 200").contains("<h1>Acme</h1>");
    assertThat(as(host.toUpperCase(Locale.ROOT) + ":8443", "/")).startsWith("HTTP/1.1 200");
    assertThat(as(host, "/status/" + slug + "/feed.atom"))
        .startsWith("HTTP/1.1 200")
        .contains("http://" + host + "/status/" + slug);
    for (String path :
        List.of("/sign-in", "/api/v3/status/", "/status/other", "/static/x/app.js")) {
      assertThat(as(host, path)).as(path).startsWith("HTTP/1.1 404").doesNotContain("Sign in");
    }
    assertThat(as("evil.example", "/status/" + slug)).doesNotContain("evil.example");
    assertThat(as("evil.example", "/")).doesNotContain("<h1>Acme</h1>");
  }

  /** As if its record had been seen; returns when dashboards know. */
  private void proven(StatusPage page) throws IOException {
    SERVER.dashboard.db.transaction(
        "proving a host name",
        tx -> {
          tx.update(
              "proving a host name",
              "UPDATE status_pages SET host_proven_at = now(), host_next_at = now() + interval '1 day'"
                  + " WHERE id = ?",
              page.id());
          PageChanges.changed(tx, page.projectId());
          return true;
        });
    String host = page.host().orElseThrow();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!as(host, "/").contains("<h1>") && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  /** The whole answer to a GET with a host of one's choice. */
  private static String as(String host, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), SERVER.dashboard.port())) {
      String request =
          "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(path, host);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void a_host_or_address_that_another_page_has_cannot_be_taken() throws IOException {
    proven(page("Mine", slug + ".example.com", ""));
    TestProject other = SERVER.project();
    PageEdit theirs = edit("Theirs", "", "");
    assertThat(changes.create(other.id(), theirs, "cli"))
        .asString()
        .contains("another page has this address");
    PageEdit host =
        new PageEdit(
            slug + "-x",
            "Theirs",
            "",
            Optional.of(slug + ".example.com"),
            PageEdit.Password.KEEP,
            List.of(),
            List.of(),
            true);
    assertThat(changes.create(other.id(), host, "cli"))
        .asString()
        .contains("another page has this host name");
  }

  @Test
  void a_password_is_asked_for_and_opens_everything_until_it_is_another_one() {
    SERVER.check(project, "Hidden", "", "status = 'up', last_ping = now()");
    StatusPage page = page("Acme", "", "open sesame");
    HttpResponse<String> closed = await("/status/" + slug, answer -> answer.statusCode() == 403);
    assertThat(closed.body()).contains("This page has a password").doesNotContain("Hidden");
    for (String path : List.of("/status.json", "/feed.atom", "/feed.rss")) {
      assertThat(SERVER.get("/status/" + slug + path).statusCode()).as(path).isEqualTo(403);
    }
    assertThat(unlock("close sesame").statusCode()).isEqualTo(403);
    HttpResponse<String> right = unlock("open sesame");
    assertThat(right.statusCode()).isEqualTo(303);
    String cookie = header(right, "Set-Cookie").replaceAll(";.*", "");
    HttpResponse<String> open = SERVER.get("/status/" + slug, "Cookie", cookie);
    assertThat(open.body()).contains("Hidden");
    assertThat(header(open, "Cache-Control")).startsWith("private");
    assertThat(header(open, "Vary")).contains("Cookie");
    String feed = open.body().replaceAll("(?s).*href=\"([^\"]+feed.atom[^\"]*)\".*", "$1");
    assertThat(feed).contains("?key=");
    assertThat(SERVER.get(feed).statusCode()).isEqualTo(200);
    assertThat(SERVER.get(feed + "x").statusCode()).isEqualTo(403);
    changes
        .update(project.id(), page.code(), edit("Acme", "", "another sesame"), "cli")
        .orElseThrow();
    await(feed, answer -> answer.statusCode() == 403);
    assertThat(SERVER.get("/status/" + slug, "Cookie", cookie).statusCode()).isEqualTo(403);
    passwords_cannot_be_guessed_for_long();
  }

  /** Last, since all tests ask from one address. */
  private void passwords_cannot_be_guessed_for_long() {
    int tries = 0;
    while (unlock("guess " + tries).statusCode() == 403) {
      tries++;
      assertThat(tries).isLessThan(20);
    }
    assertThat(unlock("another sesame").statusCode()).isEqualTo(429);
  }

  private HttpResponse<String> unlock(String password) {
    return SERVER.post("/status/" + slug + "/unlock", "password=" + password.replace(' ', '+'));
  }

  @Test
  void a_picture_is_sent_as_what_it_is() {
    StatusPage page = page("Acme", "", "");
    byte[] png =
        Base64.getDecoder()
            .decode(
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
                    + "rkJggg==");
    changes.logo(project.id(), page.code(), Logo.of(png), "cli").orElseThrow();
    HttpResponse<String> logo =
        await("/status/" + slug + "/logo", answer -> answer.statusCode() == 200);
    assertThat(header(logo, "Content-Type")).isEqualTo("image/png");
    assertThat(header(logo, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(logo, "Content-Security-Policy")).contains("default-src 'none'");
  }

  @Test
  void what_is_deleted_is_gone_and_nobody_elses_page_can_be() {
    StatusPage page = page("Acme", "", "");
    shown();
    assertThat(changes.delete(SERVER.project().id(), page.code(), "cli")).isFalse();
    assertThat(changes.delete(project.id(), page.code(), "cli")).isTrue();
    await("/status/" + slug, answer -> answer.statusCode() == 404);
    assertThat(SERVER.get("/status/").statusCode()).isEqualTo(404);
    assertThat(SERVER.get("/status/nobody").statusCode()).isEqualTo(404);
  }
}
