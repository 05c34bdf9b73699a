package dev.tocsin.drills.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.tocsin.drills.harness.Chromium;
import dev.tocsin.drills.harness.TocsinProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person's first minutes with the shipped jar, in a real Chromium. */
class BrowserTest {

  private static final double PATIENCE_MS = 60_000;

  @TempDir Path dir;

  private final List<String> complaints = new CopyOnWriteArrayList<>();

  @Test
  void a_person_makes_an_account_sees_a_ping_arrive_and_makes_a_check() {
    Path data = dir.resolve("data");
    try (TocsinProcess tocsin =
            TocsinProcess.up(data, TocsinProcess.freePort(), Map.of())
                .awaitReady(Duration.ofSeconds(90));
        Playwright playwright = Chromium.playwright();
        Browser browser = Chromium.launch(playwright)) {
      Page page = browser.newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      page.onConsoleMessage(
          message -> {
            if (message.type().equals("error")) {
              complaints.add(message.text());
            }
          });
      page.onRequest(
          request -> {
            if (!request.url().startsWith(tocsin.site().toString())) {
              complaints.add("asks " + request.url());
            }
          });

      page.navigate(printed(tocsin, "(http://\\S+/setup/\\S+)"));
      page.fill("[name=email]", "ada@example.org");
      page.fill("[name=password]", "correct horse battery");
      page.click("button[type=submit]");
      see(page, "My first check");
      see(page.locator(".pill-new").first());

      assertThat(tocsin.status(printed(tocsin, "(/ping/\\S+)"))).isEqualTo(200);
      see(page.locator(".pill-up").first());
      assertAccessible(page, "list");

      page.keyboard().press("n");
      page.fill("[name=name]", "Nightly <b>dump</b>");
      page.click("text=Create check");
      see(page, "Nightly <b>dump</b>");
      assertAccessible(page, "check");

      page.setViewportSize(390, 844);
      assertFitsAcross(page);
      page.navigate(tocsin.site() + "/");
      see(page, "Nightly <b>dump</b>");
      assertFitsAcross(page);
      assertThat(complaints).as("what the browser complained about").isEmpty();
    }
  }

  private static String printed(TocsinProcess tocsin, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(tocsin.output());
    assertThat(matcher.find()).as("%s in:%n%s", pattern, tocsin.output()).isTrue();
    return matcher.group(1).replace("localhost", "127.0.0.1");
  }

  private static void see(Page page, String text) {
    see(page.getByText(text).first());
  }

  private static void see(Locator what) {
    PlaywrightAssertions.assertThat(what)
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS));
  }

  private static void assertAccessible(Page page, String what) {
    var violations = new AxeBuilder(page).analyze().getViolations();
    assertThat(violations)
        .as(what)
        .filteredOn(v -> v.getImpact().equals("serious") || v.getImpact().equals("critical"))
        .extracting(v -> v.getId() + ": " + v.getNodes().get(0).getHtml())
        .isEmpty();
  }

  private static void assertFitsAcross(Page page) {
    assertThat(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
        .as("nothing scrolls sideways on a phone")
        .isEqualTo(0);
  }
}
