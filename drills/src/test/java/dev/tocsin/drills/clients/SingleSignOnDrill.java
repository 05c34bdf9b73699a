package dev.tocsin.drills.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Chromium;
import dev.tocsin.drills.harness.Command;
import dev.tocsin.drills.harness.Command.Result;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signing in by a provider of OpenID Connect that others wrote and that is certified, in a real
 * browser: there, yes, and back.
 */
class SingleSignOnDrill {

  private static final String PACKAGE = "oidc-provider@9.13.3";
  private static final Duration START = Duration.ofSeconds(90);
  private static final double PATIENCE_MS = 60_000;

  @TempDir Path dir;

  private final int port = FreePort.next();
  private final int providerPort = FreePort.next();
  private final String site = "http://127.0.0.1:" + port;
  private Command provider = Command.start(Map.of(), List.of("true"));

  @AfterEach
  void stop() {
    provider.stop();
  }

  @Test
  void people_sign_in_by_a_certified_provider_and_get_what_its_claims_give() throws IOException {
    Map<String, String> settings = new HashMap<>();
    Path data = dir.resolve("data");
    String project;
    try (TocsinProcess tocsin = TocsinProcess.up(data, port, settings).awaitReady(START)) {
      Path password = Files.writeString(dir.resolve("password"), "correct horse battery");
      TocsinProcess.run(
          data, settings, "user", "create", "ada@example.org", "--password-file", "" + password);
      project =
          Api.createProject(tocsin.site(), data, settings, "Operations").projectCode().toString();
    }
    settings.put("TOCSIN_OIDC_ISSUER", "http://127.0.0.1:" + providerPort);
    settings.put("TOCSIN_OIDC_CLIENT_ID", "tocsin");
    settings.put("TOCSIN_OIDC_CLIENT_SECRET", "a secret: with % & + in it");
    settings.put("TOCSIN_OIDC_SCOPES", "openid email groups");
    settings.put("TOCSIN_OIDC_NAME", "Certified");
    settings.put("TOCSIN_OIDC_AUTO_PROVISION", "true");
    settings.put("TOCSIN_OIDC_ROLE_CLAIM", "groups");
    settings.put("TOCSIN_OIDC_ROLES", "sre=" + project + ":manager");
    startProvider();
    try (TocsinProcess tocsin = TocsinProcess.up(data, port, settings).awaitReady(START);
        Playwright playwright = Chromium.playwright();
        Browser browser = Chromium.launch(playwright)) {
      assertThat(signIn(browser, "ada@example.org").content()).contains("ada@example.org");
      Page grace = signIn(browser, "grace@example.org");
      assertThat(grace.content()).as("a new account").contains("grace@example.org");
      grace.navigate(site + "/projects/" + project + "/settings");
      assertThat(grace.content()).as("a manager").contains("Operations", "Make a new ping key");
      Page stranger = signIn(browser, "unverified@example.org");
      assertThat(stranger.content()).contains("has not verified your e-mail address");

      provider.stop();
      Await.that("the provider is gone", START, () -> !listens());
      Await.that("we notice", START, () -> tocsin.status("/sign-in/oidc") == 502);
      assertThat(tocsin.status("/sign-in")).isEqualTo(200);
    }
  }

  private Page signIn(Browser browser, String name) {
    Page page = browser.newContext().newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.navigate(site + "/account");
    page.click("text=Sign in with Certified");
    page.fill("[name=login]", name);
    page.fill("[name=password]", "whatever");
    page.click("button[type=submit]");
    page.click("button[type=submit]"); // consent
    page.waitForURL(url -> url.startsWith(site));
    return page;
  }

  private void startProvider() throws IOException {
    Command.need("npm", "npm");
    Path home = Files.createDirectories(dir.resolve("npm"));
    Result installed =
        Command.run(
            "npm", "install", "--no-audit", "--no-fund", "--prefix", home.toString(), PACKAGE);
    assertThat(installed.exit()).as(installed.output()).isZero();
    Path script = home.resolve("oidc-provider.mjs");
    try (InputStream in = getClass().getResourceAsStream("oidc-provider.mjs")) {
      Files.copy(Objects.requireNonNull(in), script);
    }
    provider =
        Command.start(
            Map.of(),
            List.of("node", script.toString(), "" + providerPort, site + "/sign-in/oidc/callback"));
    Await.that("the provider listens", START, this::listens);
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), providerPort)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
