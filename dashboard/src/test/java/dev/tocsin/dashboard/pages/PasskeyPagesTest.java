package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.DashboardConfig;
import dev.tocsin.dashboard.TestBrowser;
import dev.tocsin.dashboard.TestDashboard;
import dev.tocsin.dashboard.passkeys.SoftKey;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.store.TestPostgres;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Passkeys through the pages; what is wrong with a passkey itself is asked in PasskeysTest. */
class PasskeyPagesTest {

  private static final String SITE = "http://localhost:1";
  private static final TestDashboard DASHBOARD =
      new TestDashboard(
          TestPostgres.freshDatabase(), 0, DashboardConfig.of(SITE, Optional.empty(), 4));
  private static int count;

  private final Account ada = DASHBOARD.account("ada%d@example.org".formatted(++count));
  private final TestBrowser home = DASHBOARD.signedIn(ada);
  private final TestBrowser abroad = new TestBrowser(DASHBOARD.url());
  private final SoftKey key = new SoftKey(SITE, "localhost");

  @AfterAll
  static void close() {
    DASHBOARD.close();
  }

  private HttpResponse<String> add(String name) {
    String options = home.submit("/account", "/account/passkeys/options").body();
    return home.submit(
        "/account", "/account/passkeys", "passkey-name", name, "credential", key.make(options));
  }

  private String answer(TestBrowser browser) {
    return key.show(browser.submit("/sign-in", "/sign-in/passkey/options").body());
  }

  private static HttpResponse<String> signIn(TestBrowser browser, String answer, String next) {
    return browser.submit("/sign-in", "/sign-in/passkey", "credential", answer, "next", next);
  }

  private static String location(HttpResponse<String> response) {
    return response.headers().firstValue("location").orElse("");
  }

  @Test
  void a_passkey_is_added_listed_used_and_removed() {
    assertThat(location(add("My <b>laptop</b>"))).isEqualTo("/account#passkeys");
    String page = home.get("/account").body();
    assertThat(page).contains("My &lt;b>laptop", "not used yet");
    HttpResponse<String> in = signIn(abroad, answer(abroad), "/account");
    assertThat(location(in)).isEqualTo("/account");
    assertThat(abroad.get("/account").body()).contains(ada.email(), "last used");
    String remove = page.replaceAll("(?s).*action=\"(/account/passkeys/[^\"]+/remove)\".*", "$1");
    assertThat(location(home.submit("/account", remove))).isEqualTo("/account#passkeys");
    TestBrowser third = new TestBrowser(DASHBOARD.url());
    HttpResponse<String> refused = signIn(third, answer(third), "/account");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("This passkey opens nothing here.");
  }

  @Test
  void an_answer_signs_in_only_the_browser_that_was_asked() {
    add("");
    String answer = answer(abroad);
    TestBrowser victim = new TestBrowser(DASHBOARD.url());
    assertThat(signIn(victim, answer, "/").statusCode()).isEqualTo(403);
    assertThat(victim.get("/account").statusCode()).isEqualTo(303);
    assertThat(abroad.post("/sign-in/passkey", "credential", answer).statusCode())
        .as("without the token of the form")
        .isEqualTo(403);
    assertThat(signIn(abroad, answer, "/").statusCode()).isEqualTo(303);
  }

  @Test
  void a_session_that_somebody_planted_is_another_one_afterwards() {
    add("");
    Planted.isWorthlessAfter(
        DASHBOARD,
        (victim, page) -> {
          String answer = key.show(victim.submit(page, "/sign-in/passkey/options").body());
          victim.submit(page, "/sign-in/passkey", "credential", answer, "next", "/account");
          return ada.email();
        });
  }

  @Test
  void nobody_is_sent_to_another_site_afterwards() {
    add("");
    assertThat(location(signIn(abroad, answer(abroad), "//evil.example"))).isEqualTo("/");
  }

  @Test
  void a_passkey_of_somebody_else_cannot_be_removed_and_a_long_name_is_refused() {
    add("");
    String remove =
        home.get("/account")
            .body()
            .replaceAll("(?s).*action=\"(/account/passkeys/[^\"]+/remove)\".*", "$1");
    TestBrowser eve = DASHBOARD.signedIn(DASHBOARD.account("eve%d@example.org".formatted(++count)));
    assertThat(eve.submit("/account", remove).statusCode()).isEqualTo(404);
    assertThat(add("x".repeat(61)).body()).contains("Use at most 60 characters.");
  }

  @Test
  void a_host_in_a_request_changes_no_question() {
    // The client of these tests may not lie about its host; proxies tell of it in this header.
    abroad.get("/sign-in", "X-Forwarded-Host", "evil.example");
    String asked = abroad.submit("/sign-in", "/sign-in/passkey/options").body();
    assertThat(asked).contains("\"rpId\":\"localhost\"").doesNotContain("evil");
  }

  @Test
  void a_passkey_does_in_the_place_of_a_code_and_only_that_of_the_same_account() {
    add("");
    DASHBOARD.db.update(
        "turning two-step sign-in on",
        "INSERT INTO totp (account_id, secret, confirmed_at) VALUES (?, ?, now())",
        ada.id(),
        DASHBOARD.secrets.seal(new byte[20]));
    HttpResponse<String> half =
        abroad.submit(
            "/sign-in",
            "/sign-in",
            "email",
            ada.email(),
            "password",
            "correct horse",
            "next",
            "/account");
    assertThat(location(half)).isEqualTo("/sign-in/code?next=%2Faccount");
    String page = location(half);
    assertThat(abroad.get(page).body()).contains("Use a passkey");
    String asked = abroad.submit(page, "/sign-in/code/passkey/options").body();
    SoftKey hers = new SoftKey(SITE, "localhost");
    String wrong = hers.show(asked);
    HttpResponse<String> refused =
        abroad.submit(page, "/sign-in/code/passkey", "credential", wrong, "next", "/account");
    assertThat(location(refused)).isEqualTo("/sign-in/code?next=%2Faccount");
    assertThat(abroad.get(page).body()).contains("This passkey opens nothing here.");
    HttpResponse<String> in =
        abroad.submit(
            page, "/sign-in/code/passkey", "credential", key.show(asked), "next", "/account");
    assertThat(location(in)).isEqualTo("/account");
    assertThat(abroad.get("/account").body()).contains(ada.email());
    TestBrowser third = new TestBrowser(DASHBOARD.url());
    assertThat(location(signIn(third, answer(third), "/account")))
        .as("alone it is both steps")
        .isEqualTo("/account");
  }

  @Test
  void who_signed_in_long_ago_shows_a_passkey_again_before_another_is_added() {
    add("");
    DASHBOARD.db.update(
        "waiting",
        "UPDATE sessions SET proved_at = now() - interval '1 h' WHERE account_id = ?",
        ada.id());
    assertThat(location(home.submit("/account", "/account/passkeys/options")))
        .isEqualTo("/sign-in/again?next=%2Faccount%23passkeys");
    String before = home.cookie("tocsin");
    String page = "/sign-in/again?next=/account";
    String asked = home.submit(page, "/sign-in/again/passkey/options").body();
    HttpResponse<String> again =
        home.submit(
            page, "/sign-in/again/passkey", "credential", key.show(asked), "next", "/account");
    assertThat(location(again)).isEqualTo("/account");
    assertThat(home.cookie("tocsin")).isNotEqualTo(before);
    assertThat(home.submit("/account", "/account/passkeys/options").body()).contains("\"rp\"");
  }
}
