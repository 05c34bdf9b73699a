package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestBrowser;
import dev.tocsin.dashboard.people.SetupLinks;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class SignInTest {

  private final Fixture mine = new Fixture();
  private TestBrowser stranger = new TestBrowser(Fixture.DASHBOARD.url());

  private HttpResponse<String> signIn(String password, String next) {
    return stranger.submit(
        "/sign-in", "/sign-in", "email", mine.account.email(), "password", password, "next", next);
  }

  @Test
  void who_is_not_signed_in_is_sent_to_sign_in_and_back() {
    HttpResponse<String> sent = stranger.get(mine.checks() + "?state=down");
    assertThat(sent.statusCode()).isEqualTo(303);
    assertThat(location(sent))
        .startsWith("/sign-in?next=%2Fprojects%2F")
        .endsWith("%3Fstate%3Ddown");
    HttpResponse<String> back = signIn("correct horse", mine.checks());
    assertThat(back.statusCode()).isEqualTo(303);
    assertThat(location(back)).isEqualTo(mine.checks());
    assertThat(back.headers().allValues("set-cookie"))
        .anyMatch(
            c ->
                c.matches("tocsin=[A-Za-z0-9]{32};.*")
                    && c.contains("HTTPOnly")
                    && c.contains("SameSite=Lax"));
    assertThat(stranger.get(mine.checks()).statusCode()).isEqualTo(200);
  }

  @Test
  void a_wrong_password_and_an_unknown_account_look_the_same() {
    HttpResponse<String> wrong = signIn("wrong horse", "/");
    HttpResponse<String> unknown =
        stranger.submit(
            "/sign-in", "/sign-in", "email", "nobody@example.org", "password", "wrong horse");
    assertThat(wrong.statusCode()).isEqualTo(403).isEqualTo(unknown.statusCode());
    assertThat(wrong.body()).contains("E-mail address or password is wrong.");
    assertThat(unknown.body()).contains("E-mail address or password is wrong.");
  }

  @Test
  void nobody_is_sent_to_another_site_after_signing_in() {
    for (String evil :
        new String[] {
          "//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", ""
        }) {
      stranger = new TestBrowser(Fixture.DASHBOARD.url());
      assertThat(location(signIn("correct horse", evil))).as(evil).isEqualTo("/");
    }
  }

  @Test
  void a_session_that_somebody_planted_is_another_one_after_signing_in() {
    String planted = Fixture.DASHBOARD.signedIn(new Fixture().account).cookie("tocsin");
    for (String before : new String[] {"P".repeat(32), planted}) {
      stranger = new TestBrowser(Fixture.DASHBOARD.url());
      stranger.cookie("tocsin", before);
      HttpResponse<String> in =
          stranger.submit(
              before.equals(planted) ? "/account" : "/sign-in",
              "/sign-in",
              "email",
              mine.account.email(),
              "password",
              "correct horse",
              "next",
              "/account");
      assertThat(location(in)).as(in.body()).isEqualTo("/account");
      assertThat(stranger.cookie("tocsin")).hasSize(32).isNotEqualTo(before);
      TestBrowser planter = new TestBrowser(Fixture.DASHBOARD.url());
      planter.cookie("tocsin", before);
      assertThat(planter.get("/account").statusCode()).as("the planter's").isEqualTo(303);
    }
  }

  @Test
  void a_form_without_the_token_of_this_visitor_is_refused() {
    String[] fields = {"email", mine.account.email(), "password", "correct horse"};
    assertThat(stranger.post("/sign-in", fields).statusCode()).isEqualTo(403);
    String other =
        TestBrowser.csrf(new TestBrowser(Fixture.DASHBOARD.url()).get("/sign-in").body());
    String[] forged = {"csrf", other, "email", mine.account.email(), "password", "correct horse"};
    assertThat(stranger.post("/sign-in", forged).statusCode()).isEqualTo(403);
  }

  @Test
  void a_signed_in_browser_changes_nothing_without_the_token() {
    var code = mine.check("backup");
    assertThat(mine.browser.post("/checks/" + code + "/pause").statusCode()).isEqualTo(403);
    assertThat(mine.browser.post("/checks/" + code + "/pause", "csrf", "AAAA").statusCode())
        .isEqualTo(403);
    assertThat(mine.browser.submit("/checks/" + code, "/checks/" + code + "/pause").statusCode())
        .isEqualTo(303);
  }

  @Test
  void a_setup_link_works_once() {
    String token = new SetupLinks(Fixture.DASHBOARD.db).create();
    String page = "/setup/" + token;
    HttpResponse<String> refused =
        stranger.submit(page, page, "email", "grace@example.org", "password", "short");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("Use at least 8 characters.", "grace@example.org");
    HttpResponse<String> made =
        stranger.submit(page, page, "email", "grace@example.org", "password", "long enough");
    assertThat(made.statusCode()).isEqualTo(303);
    assertThat(stranger.get("/account").body()).contains("grace@example.org");
    TestBrowser second = new TestBrowser(Fixture.DASHBOARD.url());
    HttpResponse<String> used = second.get(page);
    assertThat(used.statusCode()).isEqualTo(404);
    assertThat(used.body()).contains("This link was used already");
    HttpResponse<String> again =
        second.submit("/sign-in", page, "email", "eve@example.org", "password", "long enough");
    assertThat(again.statusCode()).isEqualTo(422);
    assertThat(again.body()).contains("This link was used already");
  }

  @Test
  void a_session_that_somebody_planted_is_another_one_after_setting_up() {
    Planted.isWorthlessAfter(
        Fixture.DASHBOARD,
        (victim, page) -> {
          String link = "/setup/" + new SetupLinks(Fixture.DASHBOARD.db).create();
          String email = "first-at-%s@example.org".formatted(page.substring(1));
          victim.submit(page, link, "email", email, "password", "long enough");
          return email;
        });
  }

  @Test
  void signing_out_ends_the_session_and_not_only_the_cookie() {
    assertThat(mine.browser.submit("/account", "/sign-out").statusCode()).isEqualTo(303);
    assertThat(
            Fixture.number(
                "SELECT count(*) AS v FROM sessions WHERE account_id = ?", mine.account.id()))
        .isZero();
    assertThat(mine.browser.get("/account").statusCode()).isEqualTo(303);
  }

  @Test
  void another_password_signs_out_everywhere_else() {
    TestBrowser other = Fixture.DASHBOARD.signedIn(mine.account);
    HttpResponse<String> wrong =
        mine.browser.submit(
            "/account", "/account/password", "current", "no", "password", "new password");
    assertThat(wrong.body()).contains("This is not your current password.");
    HttpResponse<String> done =
        mine.browser.submit(
            "/account",
            "/account/password",
            "current",
            "correct horse",
            "password",
            "new password");
    assertThat(done.statusCode()).isEqualTo(303);
    assertThat(mine.browser.get("/account").body()).contains("Password changed.");
    assertThat(other.get("/account").statusCode()).isEqualTo(303);
  }

  private static String location(HttpResponse<String> response) {
    return response.headers().firstValue("location").orElse("");
  }
}
