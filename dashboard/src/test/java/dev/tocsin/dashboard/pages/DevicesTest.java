package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.channels.email.PersonalLetter;
import dev.tocsin.dashboard.TestBrowser;
import dev.tocsin.dashboard.people.Account;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Letters about sign-ins in browsers in which somebody never was before. */
class DevicesTest {

  private static final String SUBJECT = "New sign-in to your account";
  private static final String FIREFOX =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

  private final Account ada = new Fixture().account;

  private TestBrowser signIn(TestBrowser browser) {
    String csrf = TestBrowser.csrf(browser.get("/sign-in").body());
    String[] fields = {"csrf", csrf, "email", ada.email(), "password", "correct horse"};
    var in = browser.postWith("/sign-in", new String[] {"User-Agent", FIREFOX}, fields);
    assertThat(in.statusCode()).as(in.body()).isEqualTo(303);
    return browser;
  }

  private static TestBrowser fresh() {
    return new TestBrowser(Fixture.DASHBOARD.url());
  }

  private List<PersonalLetter> letters() {
    return Fixture.DASHBOARD.letters(ada.email()).stream()
        .filter(letter -> letter.subject().equals(SUBJECT))
        .toList();
  }

  @Test
  void a_new_browser_is_told_of_once_and_the_very_first_is_not() {
    TestBrowser first = signIn(fresh());
    assertThat(letters()).isEmpty();
    TestBrowser second = signIn(fresh());
    PersonalLetter letter = Fixture.DASHBOARD.letter(ada.email(), SUBJECT);
    assertThat(letter.lines().get(0))
        .contains("Firefox on Windows", " UTC, from the address 127.0.0.1", "we do not know");
    assertThat(letter.link().orElseThrow().url()).endsWith("/account#sessions");
    for (TestBrowser known : List.of(first, second)) {
      known.submit("/account", "/sign-out");
      signIn(known);
    }
    assertThat(letters()).hasSize(1);
  }

  @Test
  void the_cookie_outlives_sessions_opens_nothing_and_is_made_by_us() {
    TestBrowser browser = signIn(fresh());
    String device = browser.cookie("device");
    assertThat(device).hasSize(32).isNotEqualTo(browser.cookie("tocsin"));
    browser.submit("/account", "/sign-out");
    assertThat(browser.cookie("device")).isEqualTo(device);
    assertThat(browser.get("/account").statusCode()).isEqualTo(303);
    TestBrowser odd = fresh();
    odd.cookie("device", "mine");
    assertThat(signIn(odd).cookie("device")).hasSize(32);
  }

  @Test
  void who_has_the_password_does_not_fill_the_mailbox() {
    for (int i = 0; i < 9; i++) {
      signIn(fresh());
    }
    assertThat(letters()).hasSize(5);
    Fixture.DASHBOARD.db.update(
        "letting time pass",
        "UPDATE devices SET first_at = now() - interval '2 h' WHERE account_id = ?",
        ada.id());
    signIn(fresh());
    assertThat(letters()).hasSize(6);
  }

  @Test
  void a_wrong_password_makes_no_device() {
    signIn(fresh());
    TestBrowser thief = fresh();
    thief.submit("/sign-in", "/sign-in", "email", ada.email(), "password", "wrong");
    assertThat(thief.cookie("device")).isEmpty();
    assertThat(letters()).isEmpty();
  }
}
