package dev.tocsin.drills.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Beside;
import dev.tocsin.drills.harness.Chromium;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.Look;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pages that help before something is done, with the shipped jar and a real Chromium: the doctor
 * mends a schedule at a press, a badge is seen while it is put together, and whoever makes a
 * silence sees what it is for.
 */
@Beside
class HelpfulPagesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir static Path dir;

  private static TocsinProcess tocsin;
  private static Db db;
  private static Playwright playwright;
  private static Browser browser;
  private static Look look;
  private static String project;

  @BeforeAll
  static void sign_up() {
    Path data = dir.resolve("data");
    tocsin = TocsinProcess.up(data, FreePort.next(), Map.of()).awaitReady(Duration.ofSeconds(90));
    db = Database.embedded(data);
    playwright = Chromium.playwright();
    browser = Chromium.launch(playwright);
    look = new Look(browser, tocsin.site().toString(), Look.Screen.DESKTOP_LIGHT);
    Page page = look.page();
    page.navigate(tocsin.printed("(http://\\S+/setup/\\S+)").replace("localhost", "127.0.0.1"));
    page.fill("[name=email]", "ada@example.org");
    page.fill("[name=password]", "correct horse battery");
    page.click("button[type=submit]");
    look.see("My first check");
    project = "/projects/" + one("SELECT code::text AS v FROM projects");
  }

  @AfterAll
  static void close() {
    look.close();
    browser.close();
    playwright.close();
    db.close();
    tocsin.close();
  }

  @AfterEach
  void the_browser_has_nothing_to_complain_of() {
    look.assertAccessible();
    look.assertFitsAcross();
    look.assertNoComplaints();
  }

  private static String one(String sql, Object... parameters) {
    return db.first("reading one value", sql, row -> row.string("v"), parameters).orElseThrow();
  }

  /** A check that expects its job at 03:00 UTC. */
  private static UUID check(String name, String tags, String status) {
    UUID code =
        db.first(
                "making a check",
                """
                INSERT INTO checks (project_id, name, tags, kind, schedule, tz, grace, schedule_told)
                SELECT id, ?, ?, 'cron', '0 3 * * *', 'UTC', interval '30 min', true FROM projects
                RETURNING code
                """,
                row -> row.uuid("code"),
                name,
                tags)
            .orElseThrow();
    db.update(
        "making its state",
        "INSERT INTO check_state (check_id, status, last_ping)"
            + " SELECT id, ?, now() FROM checks WHERE code = ?",
        status,
        code);
    return code;
  }

  @Test
  void the_doctor_shows_what_is_wrong_and_mends_it_with_one_press() {
    UUID code = check("Nightly <dump>", "", "up");
    db.update(
        "pinging at three in Tokyo",
        """
        INSERT INTO pings (check_id, n, at, kind, scheme, method, ua)
        SELECT c.id, n, date_trunc('day', now() - interval '18 h 5 min') - (35 - n) * interval '1 day'
               + interval '18 h' + n * interval '1 s', 'success', 'https', 'GET', 'curl/8.5.0'
          FROM checks c, generate_series(1, 35) n WHERE c.code = ?
        """,
        code);
    db.update(
        "counting the pings",
        "UPDATE check_state SET n_pings = 35 WHERE check_id = (SELECT id FROM checks WHERE code = ?)",
        code);
    look.open(project + "/doctor");
    look.see("Nightly <dump>");
    look.see("Another time zone");
    look.assertAccessible();
    look.open("/checks/" + code);
    look.see("Another time zone"); // asked for by the page itself
    look.page().click("text=Set the time zone to Asia/Tokyo");
    look.see("Mended.");
    assertThat(one("SELECT tz AS v FROM checks WHERE code = ?", code)).isEqualTo("Asia/Tokyo");
    look.open("/checks/" + code + "/doctor");
    assertThat(look.page().content()).doesNotContain("Another time zone");
    look.open(project + "/doctor");
    assertThat(look.page().content()).doesNotContain("Another time zone");
  }

  @Test
  void a_badge_is_seen_while_it_is_put_together() {
    UUID code = check("Search index", "search", "down");
    look.open("/checks/" + code);
    look.page().click("text=Another label or style");
    look.see(look.page().locator("#badge img"));
    assertThat(picture()).contains(">Search index<", ">down<");
    look.page().selectOption("[name=range]", "tag:search");
    shown("/search.svg");
    look.page().fill("[name=label]", "Find & <seek>");
    shown("label=Find%20%26%20%3Cseek%3E");
    look.page().selectOption("[name=style]", "flat-square");
    shown("style=flat-square");
    assertThat(picture()).contains(">Find &amp; &lt;seek&gt;<", ">down<").doesNotContain("a3 3 0");
    Locator image = look.page().locator("#badge img");
    Await.that(
        "the picture is drawn",
        PATIENCE,
        () -> (int) image.evaluate("image => image.complete ? image.naturalWidth : 0") > 60);
    assertThat(look.page().locator("[data-copy^='![search](']").count()).isEqualTo(1);
    look.page().setViewportSize(390, 844);
    look.assertFitsAcross();
    look.page().setViewportSize(1280, 900);
  }

  private static void shown(String part) {
    look.see(
        look.page().locator("#badge code", new Page.LocatorOptions().setHasText(part)).first());
  }

  /** The picture on the page, as the server sends it. */
  private static String picture() {
    return (String)
        look.page()
            .locator("#badge img")
            .evaluate("image => fetch(image.src).then(answer => answer.text())");
  }

  @Test
  void who_makes_a_silence_sees_what_it_is_for_and_what_of_that_is_down() {
    check("Orders", "shop", "up");
    check("Payments", "shop", "down");
    look.open(project + "/quiet");
    Page page = look.page();
    page.selectOption("#f-silence-range", "tag:shop");
    Locator covers = page.locator("#f-silence-range-covers");
    look.see(covers.getByText("2 checks match"));
    look.see(covers.getByText("1 of them down"));
    look.see(covers.getByText("Payments"));
    page.selectOption("#f-range", "all");
    look.see(page.locator("#f-range-covers").getByText("My first check"));
    look.assertAccessible();
    page.fill("[name=reason]", "New racks");
    page.click("#silences .parted button[type=submit]");
    look.see("Nobody is told until that is over.");
    look.see("New racks");
  }
}
