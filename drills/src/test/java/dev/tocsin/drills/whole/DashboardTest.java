package dev.tocsin.drills.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.tocsin.drills.harness.Beside;
import dev.tocsin.drills.harness.Chromium;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.drills.harness.WebhookReceiver;
import dev.tocsin.store.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day at the dashboard, with the shipped jar and a real Chromium: what happens shows by itself,
 * many checks are handled at once and by the keyboard, and nobody is shut out.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Beside
class DashboardTest {

  private static final double PATIENCE_MS = 60_000;

  @TempDir static Path dir;

  private static final List<String> COMPLAINTS = new CopyOnWriteArrayList<>();

  private static WebhookReceiver receiver;
  private static TocsinProcess tocsin;
  private static Playwright playwright;
  private static Browser browser;
  private static Page page;
  private static String list;

  @BeforeAll
  static void sign_up() {
    receiver = WebhookReceiver.start();
    Map<String, String> settings = Map.of("TOCSIN_OUTBOUND_ALLOW_PRIVATE", "true");
    tocsin =
        TocsinProcess.up(dir.resolve("data"), FreePort.next(), settings)
            .awaitReady(Duration.ofSeconds(90));
    playwright = Chromium.playwright();
    browser = Chromium.launch(playwright);
    page = watched(browser.newContext());
    page.navigate(tocsin.printed("(http://\\S+/setup/\\S+)").replace("localhost", "127.0.0.1"));
    page.fill("[name=email]", "ada@example.org");
    page.fill("[name=password]", "correct horse battery");
    page.click("button[type=submit]");
    see("#first");
    list = page.url();
  }

  @AfterAll
  static void close() {
    browser.close();
    playwright.close();
    tocsin.close();
    receiver.close();
  }

  private static Page watched(BrowserContext context) {
    Page opened = context.newPage();
    opened.setDefaultTimeout(PATIENCE_MS);
    opened.onPageError(COMPLAINTS::add);
    opened.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            COMPLAINTS.add(message.text());
          }
        });
    opened.onRequest(
        request -> {
          if (!request.url().startsWith(tocsin.site().toString())) {
            COMPLAINTS.add("asks " + request.url());
          }
        });
    return opened;
  }

  @AfterEach
  void the_browser_has_nothing_to_complain_of() {
    assertThat(COMPLAINTS).isEmpty();
  }

  private static Locator see(String selector) {
    Locator what = page.locator(selector).first();
    PlaywrightAssertions.assertThat(what)
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS));
    return what;
  }

  private static void press(String... keys) {
    for (String key : keys) {
      page.keyboard().press(key);
    }
  }

  private static void ping(String how) {
    assertThat(tocsin.status(tocsin.printed("(/ping/\\S+)") + how)).isEqualTo(200);
  }

  @Test
  @Order(1)
  void the_first_ping_turns_the_page_green_while_it_is_open() {
    see("#first .waiting");
    see(".pill-new");
    ping("");
    see("#first.heard");
    see(".pill-up");
  }

  @Test
  @Order(2)
  void down_and_up_show_by_themselves_on_the_list_and_on_the_page_of_the_check() {
    ping("/fail");
    see(".row .pill-down");
    see("#tally[data-down=\"1\"]");
    page.click(".row-link");
    see("#state .pill-down");
    ping("");
    see("#state .pill-up");
    see("#log .log-entry.log-up");
  }

  @Test
  @Order(3)
  void a_schedule_is_edited_with_a_preview_of_what_is_next_and_of_what_had_been() {
    press("e");
    page.check("[name=kind][value=cron]");
    page.fill("[name=cron]", "20 4 * * 1-5");
    see("#preview :text(\"At 04:20 every weekday\")");
    see("#preview .next-runs li:nth-child(10)");
    see("#preview .replay");
    page.fill("[name=cron]", "61 4 * * *");
    see("#preview :text(\"use 0 to 59\")");
    page.fill("[name=cron]", "20 4 * * 1-5");
    page.click("text=Save");
    see(".meta :text(\"At 04:20 every weekday\")");
  }

  @Test
  @Order(4)
  void a_pasted_crontab_becomes_checks_that_are_paused_at_once_by_keys_and_resumed() {
    page.navigate(list + "/crontab");
    page.fill("[name=crontab]", "# Alpha\n1 1 * * * /bin/alpha\n# Beta\n2 2 * * * /bin/beta\n");
    see("#plan :text(\"Alpha\")");
    page.click("text=Make 2 checks");
    see(".code:has-text(\"EXIT; /bin/alpha\")");
    page.navigate(list + "?sort=name");
    press("j", "x", "j", "x");
    see("#bulk :text(\"2 selected\")");
    press("p");
    see(".toast:has-text(\"Paused 2 checks\")");
    see(".row:has-text(\"Alpha\") .pill-paused");
    see(".row:has-text(\"Beta\") .pill-paused");
    page.click(".toast >> text=Undo");
    see(".row:has-text(\"Alpha\") .pill-new");
    see(".row:has-text(\"Beta\") .pill-new");
  }

  @Test
  @Order(5)
  void the_palette_and_the_keys_go_everywhere() {
    press("Control+k");
    page.keyboard().type("beta");
    see("#palette [role=option][aria-selected=true]:has-text(\"Beta\")");
    assertAccessible("palette");
    press("Enter");
    see("h1:text(\"Beta\")");
    press("g", "i");
    see("h1:text(\"Channels\")");
    press("g", "c");
    see("h1:text(\"Checks\")");
    press("/");
    page.keyboard().type("alp");
    see(".row:has-text(\"Alpha\")");
    page.waitForURL("**/checks?q=alp*");
    press("Escape", "?");
    see("#shortcuts[open]");
    press("Escape");
  }

  @Test
  @Order(6)
  void a_bar_of_runs_tells_about_each_run_by_pointer_and_by_arrow_keys() {
    page.navigate(list + "?sort=name");
    Locator bar = page.locator(".row:has(.run-failed) .runs").first();
    bar.hover();
    press("k");
    page.locator(".row:has(.run-failed) .row-link").focus();
    press("ArrowLeft");
    press("ArrowLeft");
    see(".tip:has-text(\"Failed\")");
    press("Escape");
  }

  @Test
  @Order(7)
  void a_channel_is_added_and_tried_and_the_answer_of_the_other_side_is_shown() {
    page.navigate(list.replace("/checks", "/channels/new/webhook"));
    page.fill("[name=name]", "On-call");
    page.fill("[name='down.url']", receiver.url("/hook"));
    page.click("text=Add channel");
    see(".channel:has-text(\"On-call\")");
    page.click("text=Send test");
    see(".test-delivered:has-text(\"Test delivered\")");
    assertThat(receiver.calls()).extracting(WebhookReceiver.Call::path).containsExactly("/hook");
  }

  @Test
  @Order(8)
  void the_same_day_goes_well_on_a_phone_at_night() {
    Page desk = page;
    page = watched(phone(desk.context().storageState()));
    try {
      page.navigate(list + "?sort=name");
      see(".row:has-text(\"My first check\") .pill-up");
      ping("/fail");
      see(".row .pill-down");
      page.click(".row:has(.pill-down) .row-link");
      see("#state .pill-down");
      ping("");
      see("#state .pill-up");
      page.click("[data-key=e]");
      page.fill("[name=cron]", "40 5 * * *");
      see("#preview :text(\"At 05:40\")");
      page.click("#editor >> text=Save");
      see(".meta :text(\"At 05:40\")");
      page.navigate(list + "?q=a&sort=name");
      page.click("[data-selecting]");
      page.check(".row:has-text(\"Alpha\") [name=check]");
      page.check(".row:has-text(\"Beta\") [name=check]");
      see("#bulk :text(\"2 selected\")");
      page.click("#bulk >> text=Pause");
      see(".row:has-text(\"Alpha\") .pill-paused");
      see(".row:has-text(\"Beta\") .pill-paused");
      page.click(".toast >> text=Undo");
      see(".row:has-text(\"Alpha\") .pill-new");
      page.navigate(list.replace("/checks", "/channels"));
      page.click("text=Send test");
      see(".test-delivered:has-text(\"Test delivered\")");
    } finally {
      page.context().close();
      page = desk;
    }
  }

  private static BrowserContext phone(String cookies) {
    return browser.newContext(
        new Browser.NewContextOptions()
            .setStorageState(cookies)
            .setViewportSize(390, 844)
            .setHasTouch(true)
            .setColorScheme(ColorScheme.DARK));
  }

  @Test
  @Order(9)
  void nobody_is_shut_out_on_a_phone_or_at_a_desk_by_day_or_by_night() {
    page.navigate(list);
    String check = page.locator(".row-link").first().getAttribute("href");
    String project = list.replace("/checks", "");
    for (String path :
        List.of(
            list + "?group=tag",
            tocsin.site() + check,
            tocsin.site() + check + "/edit",
            list + "/crontab",
            project + "/channels/matrix")) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
      page.setViewportSize(1280, 900);
      page.navigate(path);
      see("h1");
      assertAccessible(path);
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
      page.setViewportSize(390, 844);
      page.navigate(path);
      see("h1");
      assertAccessible(path + " on a phone at night");
      assertThat(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
          .as("%s scrolls sideways on a phone", path)
          .isEqualTo(0);
    }
  }

  private static void assertAccessible(String what) {
    var violations = new AxeBuilder(page).analyze().getViolations();
    assertThat(violations)
        .as(what)
        .filteredOn(v -> v.getImpact().equals("serious") || v.getImpact().equals("critical"))
        .extracting(v -> v.getId() + ": " + v.getNodes().get(0).getHtml())
        .isEmpty();
  }
}
