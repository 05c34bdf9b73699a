package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.channels.email.PersonalLetter;
import dev.tocsin.dashboard.TestBrowser;
import dev.tocsin.dashboard.TestDashboard;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class RecoveryPagesTest {

  private static final String RESET = "Choose a new password";
  private static final String CONFIRM = "Confirm your new address";

  private final Fixture mine = new Fixture();
  private final TestBrowser stranger = new TestBrowser(Fixture.DASHBOARD.url());

  private String resetPath() {
    stranger.submit("/reset", "/reset", "email", mine.account.email());
    return TestDashboard.path(Fixture.DASHBOARD.letter(mine.account.email(), RESET));
  }

  private HttpResponse<String> choose(String path, String password) {
    return stranger.submit("/reset", path, "password", password);
  }

  @Test
  void a_known_address_and_an_unknown_one_get_the_same_answer() {
    String known = stranger.submit("/reset", "/reset", "email", mine.account.email()).body();
    String unknown = stranger.submit("/reset", "/reset", "email", "no@example.org").body();
    assertThat(plain(known, mine.account.email())).isEqualTo(plain(unknown, "no@example.org"));
    assertThat(Fixture.DASHBOARD.letter(mine.account.email(), RESET)).isNotNull();
    assertThat(Fixture.DASHBOARD.letters("no@example.org")).isEmpty();
  }

  private static String plain(String page, String email) {
    return page.replace(email, "X")
        .replaceAll("value=\"[A-Za-z0-9_-]{43}\"", "")
        .replaceAll("X-CSRF-Token[^}]*", "");
  }

  @Test
  void a_link_changes_the_password_once_and_signs_out_everywhere() {
    String path = resetPath();
    assertThat(stranger.get(path).body()).contains("New password");
    assertThat(choose(path, "short").body()).contains("Use at least 8 characters.<");
    assertThat(choose(path, "another horse").statusCode()).isEqualTo(303);
    assertThat(mine.browser.get("/account").statusCode()).isEqualTo(303);
    assertThat(stranger.get(path).statusCode()).isEqualTo(404);
    assertThat(choose(path, "a third horse").statusCode()).isEqualTo(404);
    HttpResponse<String> in =
        stranger.submit(
            "/sign-in", "/sign-in", "email", mine.account.email(), "password", "another horse");
    assertThat(in.statusCode()).isEqualTo(303);
    assertThat(Fixture.DASHBOARD.letter(mine.account.email(), "Your password was changed"))
        .isNotNull();
  }

  @Test
  void a_session_that_somebody_planted_ends_and_is_not_the_one_after_it() {
    Planted.isWorthlessAfter(
        Fixture.DASHBOARD,
        (victim, page) -> {
          String email = new Fixture().account.email();
          stranger.submit("/reset", "/reset", "email", email);
          String link = TestDashboard.path(Fixture.DASHBOARD.letter(email, RESET));
          victim.submit(page, link, "password", "another horse");
          assertThat(victim.get("/account").statusCode()).as("whoever it was").isEqualTo(303);
          String[] fields = {"email", email, "password", "another horse"};
          victim.submit("/sign-in", "/sign-in", fields);
          return email;
        });
  }

  @Test
  void the_link_of_a_letter_begins_with_our_own_address_whatever_the_request_says() {
    String csrf = TestBrowser.csrf(stranger.get("/reset").body());
    stranger.postWith(
        "/reset",
        new String[] {"X-Forwarded-Host", "evil.example", "Forwarded", "host=evil.example"},
        "csrf",
        csrf,
        "email",
        mine.account.email());
    PersonalLetter letter = Fixture.DASHBOARD.letter(mine.account.email(), RESET);
    assertThat(letter.link().orElseThrow().url()).startsWith("http://127.0.0.1:0/reset/");
  }

  @Test
  void only_the_newest_link_works_and_for_an_hour() {
    String first = resetPath();
    Fixture.DASHBOARD.db.update(
        "sending letters", "DELETE FROM account_mail WHERE recipient = ?", mine.account.email());
    String second = resetPath();
    assertThat(second).isNotEqualTo(first);
    assertThat(stranger.get(first).statusCode()).isEqualTo(404);
    assertThat(stranger.get(second).statusCode()).isEqualTo(200);
    Fixture.DASHBOARD.db.update(
        "waiting an hour",
        "UPDATE account_links SET expires_at = expires_at - interval '1 hour' WHERE account_id = ?",
        mine.account.id());
    assertThat(stranger.get(second).statusCode()).isEqualTo(404);
    assertThat(choose(second, "another horse").statusCode()).isEqualTo(404);
  }

  @Test
  void nobody_floods_a_mailbox_through_us() {
    for (int i = 0; i < 6; i++) {
      stranger.submit("/reset", "/reset", "email", mine.account.email());
    }
    Fixture.DASHBOARD.letter(mine.account.email(), RESET);
    assertThat(
            Fixture.number(
                "SELECT count(*) AS v FROM audit WHERE account_id = ? AND action = ?",
                mine.account.id(),
                "account.password_link"))
        .isBetween(1L, 3L);
  }

  @Test
  void another_address_is_confirmed_from_there_and_told_to_the_old_one() {
    String old = mine.account.email();
    String next = "new-" + old;
    assertThat(mine.browser.submit("/account", "/account/address", "email", next).statusCode())
        .isEqualTo(303);
    assertThat(mine.browser.get("/account").body()).contains(old);
    assertThat(Fixture.DASHBOARD.letter(old, "Another address for your account").lines().get(0))
        .contains(next);
    String path = TestDashboard.path(Fixture.DASHBOARD.letter(next, CONFIRM));
    assertThat(stranger.get(path).body()).contains(old, next);
    assertThat(stranger.submit("/sign-in", path).statusCode()).isEqualTo(303);
    assertThat(mine.browser.get("/account").body()).contains(next);
    assertThat(Fixture.DASHBOARD.letter(old, "Your account has another address")).isNotNull();
    assertThat(stranger.submit("/sign-in", path).statusCode()).isEqualTo(404);
  }

  @Test
  void whether_the_new_address_has_an_account_is_not_told() {
    Fixture other = new Fixture();
    HttpResponse<String> asked =
        mine.browser.submit("/account", "/account/address", "email", other.account.email());
    assertThat(asked.statusCode()).isEqualTo(303);
    assertThat(Fixture.DASHBOARD.letters(other.account.email())).isEmpty();
    assertThat(mine.browser.submit("/account", "/account/address", "email", "nonsense").body())
        .contains("Enter an e-mail address");
  }

  @Test
  void all_other_sessions_end_and_this_one_stays() {
    TestBrowser other = Fixture.DASHBOARD.signedIn(mine.account);
    assertThat(mine.browser.get("/account").body())
        .contains("this browser", "Sign out everywhere else");
    mine.browser.submit("/account", "/account/sessions/close-others");
    assertThat(other.get("/account").statusCode()).isEqualTo(303);
    assertThat(mine.browser.get("/account").body()).doesNotContain("Sign out everywhere else");
    assertThat(mine.browser.submit("/account", "/account/sessions/xyz/close").statusCode())
        .isEqualTo(303);
  }
}
