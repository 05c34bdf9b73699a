package dev.tocsin.drills.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Response;
import dev.tocsin.channels.OutboundConfig;
import dev.tocsin.dashboard.DashboardConfig;
import dev.tocsin.dashboard.TestCodes;
import dev.tocsin.dashboard.TestDashboard;
import dev.tocsin.dashboard.checks.ChannelChoice;
import dev.tocsin.dashboard.checks.CheckActions;
import dev.tocsin.dashboard.checks.CheckEdit;
import dev.tocsin.dashboard.checks.Saved;
import dev.tocsin.dashboard.oidc.FakeProvider;
import dev.tocsin.dashboard.oidc.OidcConfig;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.Members;
import dev.tocsin.dashboard.people.Role;
import dev.tocsin.dashboard.people.SetupLinks;
import dev.tocsin.dashboard.web.TrustedHeader;
import dev.tocsin.drills.harness.Beside;
import dev.tocsin.drills.harness.Chromium;
import dev.tocsin.drills.harness.Look;
import dev.tocsin.drills.harness.Look.Screen;
import dev.tocsin.store.FreePort;
import dev.tocsin.store.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * People who come in, and those who are not let in, in a real Chromium: by day at a desk, by night
 * on a phone.
 */
@Beside
class AtTheDoorTest {

  private static final String PASSWORD = "correct horse battery";

  private static FakeProvider provider;
  private static TestDashboard dashboard;
  private static Playwright playwright;
  private static Browser browser;

  @BeforeAll
  static void open() {
    provider = new FakeProvider();
    OidcConfig sso =
        new OidcConfig(
            provider.issuer(),
            FakeProvider.CLIENT,
            Optional.of(FakeProvider.SECRET),
            List.of("openid", "email"),
            "Example SSO",
            true,
            false,
            false,
            Optional.empty(),
            OutboundConfig.DEFAULT.withAllowPrivate(true));
    int port = FreePort.next();
    dashboard =
        new TestDashboard(
            TestPostgres.freshDatabase(),
            port,
            DashboardConfig.of("http://127.0.0.1:" + port, Optional.empty(), 4)
                .withSignIn(
                    new DashboardConfig.SignIn(
                        Optional.of(sso), TrustedHeader.NONE, false, false)));
    playwright = Chromium.playwright();
    browser = Chromium.launch(playwright);
  }

  @AfterAll
  static void close() {
    browser.close();
    playwright.close();
    dashboard.close();
    provider.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"DESKTOP_LIGHT", "PHONE_DARK"})
  void an_app_is_set_up_and_asked_for_and_a_recovery_code_opens_once_on(Screen screen) {
    String email = "totp." + screen + "@example.org";
    try (Look look = new Look(browser, dashboard.url(), screen).mayBeAnswered(422)) {
      Page page = look.page();
      look.open("/setup/" + new SetupLinks(dashboard.db).create());
      look.assertAccessible();
      password(page, email);
      look.see(page.locator("h1:text-is('New project')"));

      look.open("/account");
      page.click("#two-step >> text=Set up");
      page.click("text=Set up an app");
      look.see(page.locator("svg.qr"));
      assertInOrder(look);
      String secret = page.locator(".scan .copy code").innerText().replace(" ", "");
      code(page, "000000");
      look.see("This is not the code.");
      code(page, TestCodes.of(secret, 0));
      look.see("Your recovery codes");
      assertInOrder(look);
      List<String> recovery = page.locator(".codes li").allInnerTexts();
      assertThat(recovery).hasSize(10);

      signOutAndBeAskedForTheSecondStep(look, email);
      assertInOrder(look);
      code(page, "000000");
      look.see("This code is wrong");
      code(page, TestCodes.of(secret, 1));
      look.see(page.locator("h1:text-is('New project')"));

      signOutAndBeAskedForTheSecondStep(look, email);
      page.click("text=Use a recovery code");
      code(page, recovery.get(3));
      look.see(page.locator("h1:text-is('New project')"));
      look.open("/account");
      look.see("9 recovery codes are left.");

      signOutAndBeAskedForTheSecondStep(look, email);
      page.click("text=Use a recovery code");
      code(page, recovery.get(3));
      look.see("was used before");
      look.assertNoComplaints();
    }
  }

  private static void signOutAndBeAskedForTheSecondStep(Look look, String email) {
    look.page().click("summary[aria-label=Account]");
    look.page().click("text=Sign out >> visible=true");
    look.see(look.page().locator("h1:text-is('Sign in')"));
    password(look.page(), email);
    look.see(look.page().locator("h1:text-is('Second step')"));
  }

  private static void password(Page page, String email) {
    page.fill("[name=email]", email);
    page.fill("[name=password]", PASSWORD);
    page.click("button[type=submit]");
  }

  private static void code(Page page, String code) {
    page.fill("[name=code]", code);
    page.click("form:has([name=code]) button[type=submit]");
  }

  @ParameterizedTest
  @EnumSource(names = {"DESKTOP_LIGHT", "PHONE_DARK"})
  void who_may_only_read_sees_no_buttons_and_is_told_so_when_they_go_past_that_on(Screen screen) {
    Account owner = dashboard.account("owner." + screen + "@example.org");
    Account reader = dashboard.account("reader." + screen + "@example.org");
    var project = dashboard.project("Operations", owner);
    new Members(dashboard.db)
        .add(project.id(), reader.email(), Role.READONLY, Acting.operator())
        .orElseThrow();
    CheckEdit backup = new CheckEdit().name("Backup").timeout(Duration.ofHours(1));
    Saved saved =
        new CheckActions(dashboard.db).create(project.id(), "cli", backup, ChannelChoice.NONE);
    String check = "/checks/" + ((Saved.Created) saved).check().check().code();
    String base = "/projects/" + project.code();
    try (Look look = new Look(browser, dashboard.url(), screen).mayBeAnswered(403)) {
      look.signedIn(dashboard.signedIn(reader).cookie("tocsin"));
      List<String> pages =
          List.of(
              base + "/checks",
              check,
              base + "/channels",
              base + "/incidents",
              base + "/quiet",
              base + "/escalation",
              base + "/settings");
      for (String path : pages) {
        look.open(path);
        assertThat(offers(look.page())).as("what %s offers", path).isEmpty();
      }
      for (String path :
          List.of(
              base + "/checks/new", check + "/edit", base + "/channels/new", base + "/delete")) {
        assertRefused(look, look.page().navigate(dashboard.url() + path));
      }
      for (String path :
          List.of(check + "/pause", base + "/settings", base + "/members/role", base + "/keys")) {
        look.open(check);
        assertRefused(
            look,
            look.page()
                .waitForResponse(
                    answer -> answer.url().endsWith(path), () -> post(look.page(), path)));
      }
      look.assertNoComplaints();
    }
  }

  /** Where buttons and links lead that change something; their own membership and views aside. */
  private static List<String> offers(Page page) {
    Object found =
        page.evaluate(
            """
            () => [
              ...[...document.querySelectorAll('main form')]
                .filter(form => form.method === 'post' && form.querySelector('button, [type=submit]'))
                .map(form => form.getAttribute('action')),
              ...[...document.querySelectorAll('main a')]
                .map(link => link.getAttribute('href'))
                .filter(to => /[/](edit|new|delete|move)$/.test(to)),
            ]
            """);
    return ((List<?>) found)
        .stream()
            .map(String::valueOf)
            .filter(to -> !to.endsWith("/members/remove") && !to.contains("/views"))
            .toList();
  }

  /** As a person does who knows how forms look: with the page's own token. */
  private static void post(Page page, String path) {
    page.evaluate(
        """
        path => {
          const form = document.createElement('form');
          form.method = 'post';
          form.action = path;
          const csrf = document.querySelector('[name=csrf]').cloneNode();
          form.append(csrf);
          document.body.append(form);
          form.submit();
        }
        """,
        path);
  }

  private static void assertRefused(Look look, Response answer) {
    assertThat(answer.status()).as(answer.url()).isEqualTo(403);
    look.see(look.page().locator("h1:text-is('Not allowed')"));
    assertThat(look.page().locator("main").innerText()).contains("You may not do this");
    look.assertFitsAcross();
  }

  @ParameterizedTest
  @EnumSource(names = {"DESKTOP_LIGHT", "PHONE_DARK"})
  void people_come_by_single_sign_on_and_are_told_why_if_they_may_not_on(Screen screen) {
    String email = "sso." + screen.name().toLowerCase(Locale.ROOT) + "@example.org";
    provider.claims.put("sub", email);
    provider.claims.put("email", email);
    provider.claims.put("email_verified", true);
    try (Look look =
        new Look(browser, dashboard.url(), screen)
            .mayAsk(provider.issuer().toString())
            .mayBeAnswered(403)) {
      dashboard.account("somebody." + screen + "@example.org");
      look.open("/account");
      look.page().click("text=Sign in with Example SSO");
      look.page().click("text=Yes, that is me");
      look.see(look.page().locator("h1:text-is('Account')"));
      assertThat(look.page().content()).as("who is signed in").contains(email);
      look.see("is linked to you at the provider");

      look.page().context().clearCookies();
      provider.claims.put("sub", "another");
      provider.claims.put("email_verified", false);
      look.open("/sign-in");
      look.page().click("text=Sign in with Example SSO");
      look.page().click("text=Yes, that is me");
      look.see("has not verified your e-mail address");
      assertInOrder(look);
      look.assertNoComplaints();
    }
  }

  private static void assertInOrder(Look look) {
    look.assertFitsAcross();
    look.assertAccessible();
  }
}
