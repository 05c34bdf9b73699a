package dev.tocsin.drills.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Beside;
import dev.tocsin.drills.harness.Chromium;
import dev.tocsin.drills.harness.ExternalPostgres;
import dev.tocsin.drills.harness.Look;
import dev.tocsin.drills.harness.Look.Screen;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A status page with the shipped jar and a real Chromium: made by a member, seen by strangers, and
 * still there when Postgres is not, also after a restart.
 */
@Beside
class StatusPageTest {

  private static final Duration START = Duration.ofSeconds(90);

  @TempDir Path dir;

  @Test
  void a_page_is_made_seen_and_outlives_the_database() throws IOException {
    Path data = dir.resolve("data");
    int port = FreePort.next();
    try (ExternalPostgres postgres = ExternalPostgres.create(dir.resolve("pg"));
        Playwright playwright = Chromium.playwright();
        Browser browser = Chromium.launch(playwright)) {
      postgres.start();
      Map<String, String> settings = Map.of("DATABASE_URL", postgres.url());
      try (TocsinProcess tocsin = TocsinProcess.up(data, port, settings).awaitReady(START)) {
        make(browser, tocsin);
        seen_by_strangers(browser, tocsin);
        postgres.stop();
        Await.that(
            "its age on the page",
            START,
            () -> get(tocsin, "/status/acme").contains("we cannot reach our database"));
        try (Look look = new Look(browser, tocsin.site().toString(), Screen.PHONE_DARK)) {
          look.open("/status/acme");
          look.see("We look into it.");
          look.see("we cannot reach our database");
          look.assertAccessible();
        }
      }
      age(data);
      try (TocsinProcess tocsin = TocsinProcess.up(data, port, settings)) {
        Await.that("the page again", START, () -> tocsin.status("/status/acme") == 200);
        assertThat(get(tocsin, "/status/acme"))
            .contains("We look into it.", "6 minutes ago: we cannot reach our database");
        assertThat(tocsin.status("/sign-in")).isEqualTo(503);
      }
    }
  }

  private static void make(Browser browser, TocsinProcess tocsin) {
    try (Look look = new Look(browser, tocsin.site().toString(), Screen.DESKTOP_LIGHT)) {
      Page page = look.page();
      page.navigate(tocsin.printed("(http://\\S+/setup/\\S+)").replace("localhost", "127.0.0.1"));
      page.fill("[name=email]", "ada@example.org");
      page.fill("[name=password]", "correct horse battery");
      page.click("button[type=submit]");
      look.see("My first check");
      page.click("text=Status pages");
      look.see("Tell others how it is, before they ask");
      look.assertAccessible();
      page.fill("[name=name]", "Acme");
      page.click("text=Make the page");
      look.see("Visitors find it here");
      page.fill("[name=title]", "Orders are <b>slow</b>");
      page.fill("#f-body", "We look into it.");
      page.click("#announcements .window button[type=submit]");
      look.see("Investigating");
      look.assertAccessible();
      look.assertFitsAcross();
      look.assertNoComplaints();
    }
  }

  private static void seen_by_strangers(Browser browser, TocsinProcess tocsin) {
    Await.that("the page", START, () -> get(tocsin, "/status/acme").contains("We look into it."));
    for (Screen screen : List.of(Screen.DESKTOP_LIGHT, Screen.PHONE_DARK)) {
      try (Look look = new Look(browser, tocsin.site().toString(), screen)) {
        look.open("/status/acme");
        look.see("Orders are <b>slow</b>");
        look.see("There is a problem, and people are on it");
        look.see("My first check");
        look.assertAccessible();
        look.assertFitsAcross();
        look.assertNoComplaints();
      }
    }
    assertThat(get(tocsin, "/status/acme/feed.atom"))
        .contains("<title>Investigating: Orders are &lt;b&gt;slow&lt;/b&gt;</title>");
  }

  /** As if the process had been away for a while. */
  private static void age(Path data) throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("status-pages"))) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofMinutes(6))));
      }
    }
  }

  private static String get(TocsinProcess tocsin, String path) {
    try {
      URI uri = tocsin.site().resolve(path);
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
