package dev.tocsin.drills.whole;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import dev.tocsin.dashboard.DemoSite;
import dev.tocsin.dashboard.TestBrowser;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Chromium;
import dev.tocsin.drills.harness.Look;
import dev.tocsin.drills.harness.Look.Screen;
import dev.tocsin.store.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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
class PagesTest {

  private static final Path IMAGES = Path.of("..", "docs", "images");

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
      pages()
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

  /** Names of pictures, and the paths of their pages. */
  private static Map<String, String> pages() {
    String project = "/projects/" + site.operations.code();
    String check = "/checks/" + code("checks WHERE name = 'Payment reconciliation'");
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("checks", project + "/checks");
    pages.put("checks-empty", "/projects/" + site.empty.code() + "/checks");
    pages.put("check", check);
    pages.put("check-edit", check + "/edit");
    pages.put("check-delete", check + "/delete");
    pages.put("check-move", check + "/move");
    pages.put("reports", project + "/reports");
    pages.put("doctor", project + "/doctor");
    pages.put(
        "check-doctor",
        "/checks/" + code("checks WHERE name = 'Recommendation model'") + "/doctor");
    pages.put("crontab", "/projects/" + site.empty.code() + "/checks/crontab");
    pages.put("check-new", project + "/checks/new");
    pages.put("incidents", project + "/incidents");
    pages.put("incident", "/incidents/" + code("incidents WHERE closed_at IS NULL"));
    pages.put("silences", project + "/quiet");
    pages.put("escalation", project + "/escalation");
    pages.put("oncall", project + "/oncall");
    pages.put("oncall-empty", "/projects/" + site.empty.code() + "/oncall");
    pages.put("rota", project + "/oncall/" + code("channels WHERE kind = 'rota'"));
    pages.put("blind-times", project + "/blind");
    pages.put("channels", project + "/channels");
    pages.put("channels-empty", "/projects/" + site.empty.code() + "/channels");
    pages.put("matrix", project + "/channels/matrix");
    pages.put("channel-new", project + "/channels/new");
    pages.put("channel-slack", project + "/channels/new/slack");
    pages.put("channel", "/channels/" + code("channels WHERE kind = 'webhook'") + "/edit");
    pages.put("deliveries", project + "/deliveries");
    pages.put("message", "/messages/" + one("SELECT max(id)::text AS v FROM messages"));
    pages.put("status-pages", project + "/status-pages");
    pages.put("status-pages-empty", "/projects/" + site.empty.code() + "/status-pages");
    pages.put("status-page-edit", project + "/status-pages/" + code("status_pages"));
    pages.put("badges", project + "/badges");
    pages.put("project", project + "/settings");
    pages.put("project-delete", project + "/delete");
    pages.put("project-new", "/projects/new");
    pages.put("audit", project + "/audit");
    pages.put("system", "/system");
    pages.put("system-settings", "/system/settings");
    pages.put("quarantine", "/system/quarantine");
    pages.put(
        "quarantined", "/system/quarantine/" + one("SELECT min(id)::text AS v FROM quarantine"));
    pages.put("control-rods", "/system/rods");
    pages.put("account", "/account");
    pages.put("account-audit", "/account/audit");
    pages.put("account-erase", "/account/erase");
    pages.put("two-step", "/account/two-step");
    pages.put("second-step", "/account/second-step?next=/account");
    pages.put("prove-again", "/sign-in/again");
    return pages;
  }

  private static String code(String from) {
    return one("SELECT code::text AS v FROM " + from + " ORDER BY id LIMIT 1");
  }

  private static String one(String sql) {
    return site.dashboard.db.first("looking for " + sql, sql, row -> row.string("v")).orElseThrow();
  }
}
