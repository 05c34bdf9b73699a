package dev.tocsin.drills.whole;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import dev.tocsin.dashboard.DemoSite;
import dev.tocsin.dashboard.TestBrowser;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Beside;
import dev.tocsin.drills.harness.Chromium;
import dev.tocsin.drills.harness.DemoPages;
import dev.tocsin.drills.harness.Look;
import dev.tocsin.drills.harness.Look.Screen;
import dev.tocsin.store.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every page with lively data, in a real Chromium: it fits its screen, axe-core finds nothing
 * serious, the console stays silent and nothing is asked of anybody else. With {@code
 * -Ddocs.write=true} the screenshots of docs/images are made anew.
 */
@Beside
class PagesTest {

  private static final Path IMAGES = Path.of(System.getProperty("docs.images", "../docs/images"));

  private static final boolean WRITES = Boolean.getBoolean("docs.write");

  /** Pages that together have all colours: to ask axe-core takes a second each time. */
  private static final Set<String> IN_THE_DARK =
      Set.of(
          "checks",
          "check",
          "incident",
          "account",
          "status-page",
          "second-step",
          "second-step-code");

  private static DemoSite site;
  private static Playwright playwright;
  private static Browser browser;

  @BeforeAll
  static void start() {
    site = new DemoSite(TestPostgres.freshDatabase(), 0);
    Await.that(
        "the status page is made",
        Duration.ofSeconds(30),
        () -> new TestBrowser(site.dashboard.url()).status("/status/shop") == 200);
    playwright = Chromium.playwright();
    browser = Chromium.launch(playwright);
  }

  @AfterAll
  static void stop() {
    browser.close();
    playwright.close();
    site.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"DESKTOP_LIGHT", "PHONE_DARK"})
  void all_pages_are_in_order_on(Screen screen) {
    SoftAssertions soft = new SoftAssertions();
    try (Look look = new Look(browser, site.dashboard.url(), screen)) {
      look.open("/sign-in");
      check(look, "sign-in", screen);
      look.open("/reset");
      check(look, "reset", screen);
      look.open("/status/shop");
      check(look, "status-page", screen);
      look.signedIn(site.session());
      DemoPages.of(site)
          .forEach(
              (name, path) -> {
                look.open(path);
                soft.check(() -> check(look, name, screen));
              });
      whoHasAnApp(
          () -> {
            look.open("/account/second-step");
            soft.check(() -> check(look, "second-step-code", screen));
          });
      soft.check(look::assertNoComplaints);
    }
    soft.assertAll();
  }

  /** The other pages are those of somebody who has no second step yet. */
  private static void whoHasAnApp(Runnable looks) {
    site.dashboard.db.update(
        "setting up an app",
        "INSERT INTO totp (account_id, secret, confirmed_at) VALUES (?, ?, now())",
        site.ada.id(),
        site.dashboard.secrets.seal(new byte[20]));
    looks.run();
    site.dashboard.db.update(
        "taking it away", "DELETE FROM totp WHERE account_id = ?", site.ada.id());
  }

  private static void check(Look look, String name, Screen screen) {
    if (WRITES) {
      switch (screen) {
        case DESKTOP_LIGHT -> look.shoot(IMAGES.resolve(name + ".png"));
        case PHONE_DARK -> look.shoot(IMAGES.resolve(name + "-phone.png"));
        default -> {}
      }
    }
    look.assertFitsAcross();
    if (screen == Screen.DESKTOP_LIGHT || IN_THE_DARK.contains(name) || WRITES) {
      look.assertAccessible();
    }
  }
}
