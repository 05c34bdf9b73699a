package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.channels.OutboundConfig;
import dev.tocsin.dashboard.DashboardConfig;
import dev.tocsin.dashboard.TestBrowser;
import dev.tocsin.dashboard.TestDashboard;
import dev.tocsin.dashboard.oidc.FakeProvider;
import dev.tocsin.dashboard.oidc.OidcConfig;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.NewProject;
import dev.tocsin.dashboard.vouched.RoleRules;
import dev.tocsin.dashboard.web.TrustedHeader;
import dev.tocsin.store.DbConfig;
import dev.tocsin.store.TestPostgres;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sign-in by a provider of OpenID Connect, most of all where it must be refused. */
class OidcSignInTest {

  private static final String ADA = "ada@example.org";

  private final FakeProvider provider = new FakeProvider();
  private final DbConfig database = TestPostgres.freshDatabase();
  private TestDashboard dashboard = start(true, false, "");
  private TestBrowser browser = new TestBrowser(dashboard.url());
  private final Account ada = dashboard.account(ADA);

  private TestDashboard start(boolean provision, boolean only, String rules) {
    return start(provision, false, only, rules);
  }

  private TestDashboard start(boolean provision, boolean trust, boolean only, String rules) {
    Optional<RoleRules> roles =
        rules.isEmpty() ? Optional.empty() : Optional.of(RoleRules.parse("groups", rules));
    OidcConfig oidc =
        new OidcConfig(
            provider.issuer(),
            FakeProvider.CLIENT,
            Optional.of(FakeProvider.SECRET),
            List.of("openid", "email"),
            "Example SSO",
            provision,
            trust,
            only,
            roles,
            OutboundConfig.DEFAULT.withAllowPrivate(true));
    return new TestDashboard(
        database,
        0,
        DashboardConfig.of("http://127.0.0.1:1", Optional.empty(), 4)
            .withSignIn(
                new DashboardConfig.SignIn(Optional.of(oidc), TrustedHeader.NONE, false, false)));
  }

  private void restart(boolean provision, boolean only, String rules) {
    dashboard.close();
    dashboard = start(provision, only, rules);
    browser = new TestBrowser(dashboard.url());
  }

  @BeforeEach
  void person_one_is_ada() {
    provider.claims.put("email", "Ada@Example.org");
    provider.claims.put("email_verified", true);
  }

  @AfterEach
  void close() {
    dashboard.close();
    provider.close();
  }

  private HttpResponse<String> signIn() {
    return browser.get(provider.consent(leave("/account")));
  }

  private URI leave(String next) {
    HttpResponse<String> sent = browser.get("/sign-in/oidc?next=" + next);
    assertThat(sent.statusCode()).isEqualTo(303);
    return URI.create(location(sent));
  }

  private static String location(HttpResponse<String> response) {
    return response.headers().firstValue("location").orElse("");
  }

  private void assertRefused(HttpResponse<String> answer, String why) {
    assertThat(answer.statusCode()).as(answer.body()).isIn(403, 502);
    assertThat(answer.body()).contains(why, "Sign in");
    assertThat(answer.headers().allValues("set-cookie")).noneMatch(c -> c.startsWith("tocsin="));
    assertThat(browser.get("/account").statusCode()).isEqualTo(303);
  }

  @Test
  void somebody_with_an_account_signs_in_by_their_verified_address_and_stays_themselves() {
    assertThat(browser.get("/sign-in").body()).contains("Sign in with Example SSO");
    URI question = leave("/account");
    assertThat(question.toString())
        .startsWith(provider.issuer() + "/auth?")
        .contains("code_challenge_method=S256", "response_type=code", "nonce=", "state=")
        .contains("redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fsign-in%2Foidc%2Fcallback");
    HttpResponse<String> back = browser.get(provider.consent(question));
    assertThat(location(back)).isEqualTo("/account");
    assertThat(browser.get("/account").body()).contains(ADA, "Single sign-on");
    // Another address over there is still the same person here.
    provider.claims.put("email", "ada.new@example.org");
    browser = new TestBrowser(dashboard.url());
    assertThat(location(signIn())).isEqualTo("/account");
    assertThat(browser.get("/account").body()).contains(ADA);
  }

  @Test
  void a_session_that_somebody_planted_is_another_one_afterwards() {
    Planted.isWorthlessAfter(
        dashboard,
        (victim, page) -> {
          browser = victim;
          signIn();
          return ADA;
        });
  }

  @Test
  void an_address_that_went_to_somebody_else_over_there_opens_nothing() {
    signIn();
    browser = new TestBrowser(dashboard.url());
    provider.claims.put("sub", "person-2");
    assertRefused(signIn(), "belongs to another person at the provider");
  }

  @Test
  void an_address_that_is_not_verified_opens_nothing() {
    for (Object verified : new Object[] {false, "false", "yes", 1}) {
      provider.claims.put("email_verified", verified);
      assertRefused(signIn(), "has not verified your e-mail address");
    }
    provider.claims.remove("email_verified");
    assertRefused(signIn(), "has not verified your e-mail address");
    provider.userInfo.put("email", "eve@example.org");
    provider.userInfo.put("email_verified", true);
    assertThat(location(signIn())).as("as Eve, whose address is verified").isEqualTo("/account");
    assertThat(browser.get("/account").body()).contains("eve@example.org");
  }

  @Test
  void an_address_of_which_nothing_is_said_counts_where_the_settings_trust_the_provider() {
    dashboard.close();
    dashboard = start(true, true, false, "");
    browser = new TestBrowser(dashboard.url());
    for (Object verified : new Object[] {false, "false", "yes", 1}) {
      provider.claims.put("email_verified", verified);
      assertRefused(signIn(), "has not verified your e-mail address");
    }
    provider.claims.remove("email_verified");
    provider.userInfo.put("email_verified", false);
    assertRefused(signIn(), "has not verified your e-mail address");
    provider.userInfo.clear();
    assertThat(location(signIn())).isEqualTo("/account");
    assertThat(browser.get("/account").body()).contains(ADA);
  }

  @Test
  void who_has_no_account_gets_one_if_the_settings_say_so() {
    provider.claims.put("email", "grace@example.org");
    assertThat(location(signIn())).isEqualTo("/account");
    assertThat(browser.get("/account").body()).contains("grace@example.org");
    restart(false, false, "");
    provider.claims.put("email", "linus@example.org");
    provider.claims.put("sub", "person-3");
    assertRefused(signIn(), "Nobody has an account with your e-mail address here");
  }

  @Test
  void the_first_account_of_all_is_not_for_whoever_comes_first() {
    dashboard.db.update("forgetting everybody", "DELETE FROM accounts");
    assertRefused(signIn(), "Nobody has an account with your e-mail address here");
  }

  @Test
  void claims_that_the_token_lacks_come_from_the_user_info() {
    provider.claims.clear();
    provider.userInfo.put("email", ADA);
    provider.userInfo.put("email_verified", true);
    assertThat(location(signIn())).isEqualTo("/account");
    provider.userInfo.put("sub", "person-2");
    browser = new TestBrowser(dashboard.url());
    assertRefused(signIn(), "Example SSO did not let you in.");
  }

  @Test
  void a_token_that_is_not_to_be_believed_opens_nothing() {
    String no = "Example SSO did not let you in.";
    provider.claims.put("nonce", "of another question");
    assertRefused(signIn(), no);
    provider.claims.remove("nonce");
    provider.claims.put("aud", "another client");
    assertRefused(signIn(), no);
    provider.claims.remove("aud");
    provider.claims.put("iss", "https://evil.example");
    assertRefused(signIn(), no);
    provider.claims.remove("iss");
    provider.age = Duration.ofSeconds(300 + 90);
    assertRefused(signIn(), no);
    provider.age = Duration.ofSeconds(300 + 30);
    assertThat(location(signIn())).as("clocks differ a little").isEqualTo("/account");
  }

  @Test
  void a_token_without_the_signature_of_the_provider_opens_nothing() {
    String no = "Example SSO did not let you in.";
    provider.signing = FakeProvider.key("first");
    assertRefused(signIn(), no);
    provider.forged = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJwZXJzb24tMSJ9.";
    assertRefused(signIn(), no);
  }

  @Test
  void another_key_of_the_provider_is_looked_for_but_not_without_end() {
    signIn();
    provider.rotate("second");
    browser = new TestBrowser(dashboard.url());
    assertThat(location(signIn())).isEqualTo("/account");
    provider.signing = FakeProvider.key("made up");
    for (int i = 0; i < 5; i++) {
      browser = new TestBrowser(dashboard.url());
      assertThat(signIn().statusCode()).isIn(403, 502);
    }
    assertThat(provider.asked.get("/jwks").get()).isLessThanOrEqualTo(4);
  }

  @Test
  void an_answer_to_another_browser_opens_nothing() {
    String answer = provider.consent(leave("/account"));
    TestBrowser victim = new TestBrowser(dashboard.url());
    assertThat(victim.get(answer).body()).contains("began in another browser");
    victim.get("/sign-in/oidc?next=/");
    assertThat(victim.get(answer).body()).contains("began in another browser");
    assertThat(victim.get("/account").statusCode()).isEqualTo(303);
    assertThat(location(browser.get(answer))).isEqualTo("/account");
    assertThat(browser.get(answer).body()).as("twice").contains("began in another browser");
  }

  @Test
  void an_answer_of_another_provider_and_a_refusal_open_nothing() {
    String answer = provider.consent(leave("/account"));
    assertRefused(
        browser.get(answer.replaceAll("&iss=.*", "&iss=https://evil.example")),
        "did not let you in");
    String state = answer.replaceAll(".*&state=([^&]+).*", "$1");
    assertThat(state).isNotEmpty();
    URI question = leave("/account");
    String fresh = provider.consent(question).replaceAll(".*&state=([^&]+).*", "$1");
    assertRefused(
        browser.get("/sign-in/oidc/callback?state=" + fresh + "&error=access_denied"),
        "Example SSO did not let you in.");
  }

  @Test
  void nobody_is_sent_to_another_site_afterwards() {
    for (String evil :
        new String[] {"//evil.example", "https://evil.example", "%2F%5Cevil.example"}) {
      browser = new TestBrowser(dashboard.url());
      assertThat(location(browser.get(provider.consent(leave(evil))))).as(evil).isEqualTo("/");
    }
  }

  @Test
  void the_session_is_another_one_after_signing_in() {
    signIn();
    String before = browser.cookie("tocsin");
    signIn();
    assertThat(browser.cookie("tocsin")).isNotEqualTo(before).hasSize(32);
  }

  @Test
  void a_provider_that_is_away_is_said_to_be_and_passwords_still_work() {
    provider.close();
    HttpResponse<String> answer = browser.get("/sign-in/oidc?next=/account");
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("Example SSO does not answer as it should");
    HttpResponse<String> in =
        browser.submit(
            "/sign-in", "/sign-in", "email", ADA, "password", "correct horse", "next", "/account");
    assertThat(location(in)).isEqualTo("/account");
  }

  @Test
  void where_the_provider_is_the_only_way_there_is_no_password() {
    restart(true, true, "");
    assertThat(browser.get("/sign-in").body())
        .contains("Sign in with Example SSO")
        .doesNotContain("name=\"password\"");
    String token = TestBrowser.csrf(new TestBrowser(dashboard.url()).get("/setup/x").body());
    HttpResponse<String> forged =
        browser.post("/sign-in", "csrf", token, "email", ADA, "password", "correct horse");
    assertThat(forged.statusCode()).isEqualTo(403);
    assertThat(browser.get("/reset").statusCode()).isEqualTo(404);
    assertThat(browser.post("/invitations/x/join", "csrf", token).statusCode()).isEqualTo(404);
    assertThat(location(signIn())).isEqualTo("/account");
  }

  @Test
  void roles_come_and_go_with_the_claim_and_those_given_by_hand_stay() {
    NewProject shop = dashboard.project("Shop", ada);
    NewProject lab = dashboard.project("Lab", ada);
    restart(
        true,
        false,
        "dev=%s:member; sre=%s:manager; sre=%s:owner"
            .formatted(shop.code(), shop.code(), lab.code()));
    provider.claims.put("email", "grace@example.org");
    provider.claims.put("groups", List.of("dev", "sre", "other"));
    signIn();
    assertThat(roles("grace@example.org")).containsExactly("Lab owner", "Shop manager");
    provider.claims.put("groups", "dev");
    signIn();
    assertThat(roles("grace@example.org")).containsExactly("Shop member");
    provider.claims.put("groups", List.of());
    signIn();
    assertThat(roles("grace@example.org")).isEmpty();
    provider.claims.put("sub", "person-ada");
    provider.claims.put("email", ADA);
    provider.claims.put("groups", List.of("dev"));
    signIn();
    assertThat(roles(ADA)).as("by hand").containsExactly("Lab owner", "Shop owner");
  }

  private List<String> roles(String email) {
    return dashboard.db.query(
        "reading roles",
        """
        SELECT p.name || ' ' || m.role AS v FROM members m JOIN projects p ON p.id = m.project_id
          JOIN accounts a ON a.id = m.account_id WHERE a.email = ? ORDER BY 1
        """,
        row -> row.string("v"),
        email);
  }
}
