package dev.tocsin.drills.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.tocsin.drills.harness.Beside;
import dev.tocsin.drills.harness.Chromium;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A passkey with the shipped jar, in a real Chromium with an authenticator of its own. */
@Beside
class PasskeyTest {

  private static final double PATIENCE_MS = 60_000;

  @TempDir Path dir;

  private final List<String> complaints = new CopyOnWriteArrayList<>();

  @Test
  void a_person_adds_a_passkey_signs_in_with_it_and_is_refused_where_they_do_not_verify() {
    int port = FreePort.next();
    String site = "http://localhost:" + port;
    try (TocsinProcess tocsin =
            TocsinProcess.up(dir.resolve("data"), port, Map.of("TOCSIN_SITE_URL", site))
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
      CDPSession devices = page.context().newCDPSession(page);
      String authenticator = authenticator(devices);

      page.navigate(tocsin.printed("(http://\\S+/setup/\\S+)"));
      page.fill("[name=email]", "ada@example.org");
      page.fill("[name=password]", "correct horse battery");
      page.click("button[type=submit]");
      page.navigate(site + "/account");
      page.fill("[name=passkey-name]", "Laptop");
      page.click("text=Add a passkey");
      see(page, "Passkey “Laptop” added.");
      assertAccessible(page, "account");

      signOut(page);
      assertAccessible(page, "sign-in");
      page.setViewportSize(390, 844); // and from here on on a phone at night
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
      page.click("text=Sign in with a passkey");
      page.waitForURL(url -> !url.contains("/sign-in"));
      page.navigate(site + "/account");
      see(page, "last used");

      JsonObject unverified = new JsonObject();
      unverified.addProperty("authenticatorId", authenticator);
      unverified.addProperty("isUserVerified", false);
      devices.send("WebAuthn.setUserVerified", unverified);
      signOut(page);
      page.click("text=Sign in with a passkey");
      see(page, "No passkey was chosen.");
      assertThat(complaints).as("what the browser complained about").isEmpty();
    }
  }

  private static String authenticator(CDPSession devices) {
    devices.send("WebAuthn.enable");
    JsonObject options = new JsonObject();
    options.addProperty("protocol", "ctap2");
    options.addProperty("transport", "internal");
    options.addProperty("hasResidentKey", true);
    options.addProperty("hasUserVerification", true);
    options.addProperty("isUserVerified", true);
    options.addProperty("automaticPresenceSimulation", true);
    JsonObject arguments = new JsonObject();
    arguments.add("options", options);
    return devices
        .send("WebAuthn.addVirtualAuthenticator", arguments)
        .get("authenticatorId")
        .getAsString();
  }

  private static void signOut(Page page) {
    page.click("summary[aria-label=Account]");
    page.click("text=Sign out >> visible=true");
    page.waitForURL(url -> url.contains("/sign-in"));
  }

  private static void see(Page page, String text) {
    PlaywrightAssertions.assertThat(page.getByText(text).first())
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
}
