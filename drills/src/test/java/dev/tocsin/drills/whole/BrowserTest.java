package dev.tocsin.drills.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.tocsin.drills.harness.Beside;
import dev.tocsin.drills.harness.Chromium;
import dev.tocsin.drills.harness.Look;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person's first minutes with the shipped jar, in a real Chromium. */
@Beside
class BrowserTest {

  @TempDir Path dir;

  @Test
  void a_person_makes_an_account_sees_a_ping_arrive_and_makes_a_check() {
    Path data = dir.resolve("data");
    try (TocsinProcess tocsin =
            TocsinProcess.up(data, FreePort.next(), Map.of()).awaitReady(Duration.ofSeconds(90));
        Playwright playwright = Chromium.playwright();
        Browser browser = Chromium.launch(playwright);
        Look look = new Look(browser, tocsin.site().toString(), Look.Screen.DESKTOP_LIGHT)) {
      Page page = look.page();
      page.navigate(tocsin.printed("(http://\\S+/setup/\\S+)").replace("localhost", "127.0.0.1"));
      page.fill("[name=email]", "ada@example.org");
      page.fill("[name=password]", "correct horse battery");
      page.click("button[type=submit]");
      look.see("My first check");
      look.see(page.locator(".pill-new").first());

      assertThat(tocsin.status(tocsin.printed("(/ping/\\S+)"))).isEqualTo(200);
      look.see(page.locator(".pill-up").first());
      look.assertAccessible();

      page.keyboard().press("n");
      page.fill("[name=name]", "Nightly <b>dump</b>");
      page.click("text=Create check");
      look.see("Nightly <b>dump</b>");
      look.assertAccessible();

      page.setViewportSize(390, 844);
      look.assertFitsAcross();
      look.open("/");
      look.see("Nightly <b>dump</b>");
      look.assertFitsAcross();
      look.assertNoComplaints();
    }
  }
}
