package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.DashboardConfig;
import dev.tocsin.dashboard.TestBrowser;
import dev.tocsin.dashboard.TestDashboard;
import dev.tocsin.dashboard.web.TrustedHeader;
import dev.tocsin.store.ControlRods;
import dev.tocsin.store.DbConfig;
import dev.tocsin.store.TestPostgres;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A proxy that signs people in, and those who pretend to be one. */
class TrustedHeaderTest {

  private static final String HEADER = "X-Auth-Email";
  private static final String ADA = "ada@example.org";

  private final DbConfig database = TestPostgres.freshDatabase();
  private TestDashboard dashboard = start(HEADER, List.of("10.0.0.1", "127.0.0.1"), false);

  private TestDashboard start(String header, List<String> proxies, boolean provision) {
    TrustedHeader proxy = new TrustedHeader(header, proxies::contains);
    return new TestDashboard(
        database,
        0,
        DashboardConfig.of("http://127.0.0.1:1", Optional.empty(), 4)
            .withSignIn(new DashboardConfig.SignIn(Optional.empty(), proxy, provision, false)));
  }

  private void restart(String header, List<String> proxies, boolean provision) {
    dashboard.close();
    dashboard = start(header, proxies, provision);
  }

  @AfterEach
  void close() {
    dashboard.close();
  }

  private TestBrowser browser() {
    return new TestBrowser(dashboard.url());
  }

  private static String location(HttpResponse<String> response) {
    return response.headers().firstValue("location").orElse("");
  }

  @Test
  void whom_the_proxy_names_is_signed_in_without_a_form() {
    dashboard.account(ADA);
    TestBrowser browser = browser();
    HttpResponse<String> sent = browser.get("/account", HEADER, "Ada@example.org ");
    assertThat(location(sent)).isEqualTo("/sign-in?next=%2Faccount");
    assertThat(location(browser.get(location(sent), HEADER, ADA))).isEqualTo("/account");
    assertThat(browser.get("/account", HEADER, ADA).body()).contains(ADA);
  }

  @Test
  void nobody_new_gets_an_account_while_sign_ups_are_off() {
    dashboard.account(ADA);
    restart(HEADER, List.of("127.0.0.1"), true);
    dashboard.db.transaction(
        "switching sign-ups off",
        tx -> {
          ControlRods.set(tx, ControlRods.SIGN_UPS, "a flood", ADA, null);
          return true;
        });
    HttpResponse<String> refused = browser().get("/sign-in", HEADER, "new@example.org");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("New accounts are switched off for a while (a flood)");
    assertThat(location(browser().get("/sign-in?next=/account", HEADER, ADA)))
        .isEqualTo("/account");
  }

  @Test
  void when_the_proxy_names_another_person_the_session_of_the_first_is_not_theirs() {
    dashboard.account(ADA);
    dashboard.account("eve@example.org");
    TestBrowser browser = browser();
    browser.get("/sign-in?next=/account", HEADER, ADA);
    assertThat(browser.get("/account", HEADER, "eve@example.org").statusCode()).isEqualTo(303);
    browser.get("/sign-in?next=/account", HEADER, "eve@example.org");
    assertThat(browser.get("/account", HEADER, "eve@example.org").body())
        .contains("eve@example.org")
        .doesNotContain(ADA);
  }

  @Test
  void a_session_that_somebody_planted_is_not_that_of_whom_the_proxy_names() {
    dashboard.account(ADA);
    for (String planted :
        List.of(
            "P".repeat(32),
            dashboard.signedIn(dashboard.account("planter@example.org")).cookie("tocsin"))) {
      TestBrowser victim = browser();
      victim.cookie("tocsin", planted);
      victim.get("/sign-in?next=/account", HEADER, ADA);
      assertThat(victim.cookie("tocsin")).hasSize(32).isNotEqualTo(planted);
      assertThat(victim.get("/account", HEADER, ADA).body()).contains(ADA);
      TestBrowser planter = browser();
      planter.cookie("tocsin", planted);
      assertThat(planter.get("/account").body()).doesNotContain(ADA);
    }
  }

  @Test
  void the_header_from_anybody_else_is_worth_nothing() {
    dashboard.account(ADA);
    restart(HEADER, List.of("10.0.0.1", "2001:db8::1"), true);
    TestBrowser browser = browser();
    HttpResponse<String> answer =
        browser.get("/sign-in?next=/account", HEADER, ADA, "X-Forwarded-For", "10.0.0.1");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("name=\"password\"");
    assertThat(browser.get("/account", HEADER, ADA).statusCode()).isEqualTo(303);
  }

  @Test
  void without_the_setting_no_header_is_believed() {
    dashboard.account(ADA);
    restart("", List.of("127.0.0.1"), true);
    assertThat(browser().get("/sign-in", HEADER, ADA, "Remote-User", ADA).statusCode())
        .isEqualTo(200);
  }

  @Test
  void a_header_that_a_client_sent_beside_the_one_of_the_proxy_makes_both_worthless() {
    dashboard.account(ADA);
    dashboard.account("eve@example.org");
    HttpResponse<String> answer = browser().get("/sign-in", HEADER, ADA, HEADER, "eve@example.org");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("name=\"password\"");
  }

  @Test
  void who_has_no_account_gets_one_if_the_settings_say_so() {
    dashboard.account(ADA);
    HttpResponse<String> refused = browser().get("/sign-in", HEADER, "grace@example.org");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("Nobody has an account with your e-mail address here");
    restart(HEADER, List.of("127.0.0.1"), true);
    TestBrowser browser = browser();
    assertThat(browser.get("/sign-in?next=/account", HEADER, "grace@example.org").statusCode())
        .isEqualTo(303);
    assertThat(browser.get("/account", HEADER, "grace@example.org").body())
        .contains("grace@example.org");
    assertThat(browser().get("/sign-in", HEADER, "grace").body())
        .contains("What you are called is not an e-mail address.");
  }

  @Test
  void nobody_is_sent_to_another_site_afterwards() {
    dashboard.account(ADA);
    assertThat(location(browser().get("/sign-in?next=//evil.example", HEADER, ADA))).isEqualTo("/");
  }
}
