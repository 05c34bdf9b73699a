package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestBrowser;
import dev.tocsin.dashboard.TestCodes;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TwoStepPagesTest {

  private static final String PAGE = "/account/two-step";
  private static final Pattern SECRET = Pattern.compile("data-copy=\"([A-Z2-7 ]{39})\"");
  private static final Pattern CODES = Pattern.compile("<li>([a-z2-9]{5}-[a-z2-9]{5})</li>");

  private final Fixture mine = new Fixture();
  private TestBrowser stranger = new TestBrowser(Fixture.DASHBOARD.url());
  private String secret = "";

  /** Switches it on; returns the recovery codes. */
  private List<String> on() {
    mine.browser.submit(PAGE, PAGE + "/begin");
    var found = SECRET.matcher(mine.browser.get(PAGE).body());
    assertThat(found.find()).isTrue();
    secret = found.group(1).replace(" ", "");
    String shown =
        mine.browser.submit(PAGE, PAGE + "/confirm", "code", TestCodes.of(secret, 0)).body();
    return CODES.matcher(shown).results().map(match -> match.group(1)).toList();
  }

  private HttpResponse<String> password(String next) {
    return stranger.submit(
        "/sign-in",
        "/sign-in",
        "email",
        mine.account.email(),
        "password",
        "correct horse",
        "next",
        next);
  }

  private HttpResponse<String> code(String kind, String code, String next) {
    return stranger.submit(
        "/sign-in/code", "/sign-in/code", "kind", kind, "code", code, "next", next);
  }

  @Test
  void the_password_alone_opens_nothing_once_it_is_on() {
    assertThat(on()).hasSize(10);
    HttpResponse<String> half = password(mine.checks());
    assertThat(location(half)).startsWith("/sign-in/code?next=%2Fprojects%2F");
    assertThat(half.headers().allValues("set-cookie"))
        .noneMatch(cookie -> cookie.startsWith("tocsin="))
        .anyMatch(cookie -> cookie.startsWith("step=") && cookie.contains("HTTPOnly"));
    assertThat(stranger.get("/account").statusCode()).isEqualTo(303);
    assertThat(stranger.get(location(half)).body()).contains("Second step", "one-time-code");
    // The code that switched it on was used with that, so this is the one of the next step.
    HttpResponse<String> in = code("app", TestCodes.of(secret, 1), mine.checks());
    assertThat(location(in)).isEqualTo(mine.checks());
    assertThat(stranger.get("/account").body()).contains(mine.account.email());
    // The step is used up: it opens no second session.
    assertThat(location(stranger.get("/sign-in/code"))).isEqualTo("/sign-in");
  }

  @Test
  void a_code_is_not_taken_twice_and_no_site_but_ours_comes_next() {
    on();
    password("/");
    assertThat(code("app", TestCodes.of(secret, 0), "/").body()).contains("was used before");
    assertThat(location(code("app", TestCodes.of(secret, 1), "//evil.example"))).isEqualTo("/");
  }

  @Test
  void a_recovery_code_is_taken_once_and_told_of() {
    List<String> codes = on();
    password("/");
    assertThat(stranger.get("/sign-in/code?recovery=1").body()).contains("Recovery code");
    assertThat(location(code("recovery", codes.get(0), "/"))).isEqualTo("/");
    assertThat(stranger.get("/account").body()).contains("9 recovery codes are left");
    stranger = new TestBrowser(Fixture.DASHBOARD.url());
    password("/");
    assertThat(code("recovery", codes.get(0), "/").statusCode()).isEqualTo(422);
    assertThat(
            Fixture.DASHBOARD
                .letter(mine.account.email(), "A recovery code was used")
                .lines()
                .get(0))
        .contains("9 are left");
  }

  @Test
  void after_five_wrong_codes_the_password_is_asked_for_again_and_its_owner_told() {
    on();
    password("/");
    for (int i = 0; i < 4; i++) {
      assertThat(code("app", "000000", "/").statusCode()).isEqualTo(422);
    }
    assertThat(location(code("app", "000000", "/"))).isEqualTo("/sign-in");
    assertThat(location(stranger.get("/sign-in/code"))).isEqualTo("/sign-in");
    assertThat(Fixture.DASHBOARD.letter(mine.account.email(), "Somebody knows your password"))
        .isNotNull();
  }

  @Test
  void a_session_that_somebody_planted_is_another_one_after_both_steps() {
    List<String> codes = new ArrayList<>(on());
    Planted.isWorthlessAfter(
        Fixture.DASHBOARD,
        (victim, page) -> {
          String[] fields = {"email", mine.account.email(), "password", "correct horse"};
          victim.submit(page, "/sign-in", fields);
          String[] code = {"kind", "recovery", "code", codes.remove(0), "next", "/"};
          victim.submit("/sign-in/code", "/sign-in/code", code);
          return mine.account.email();
        });
  }

  @Test
  void who_signed_in_long_ago_is_asked_again_and_gets_another_token() {
    Fixture.DASHBOARD.db.update(
        "aging a session",
        "UPDATE sessions SET proved_at = now() - interval '16 minutes' WHERE account_id = ?",
        mine.account.id());
    String again = "/sign-in/again?next=%2Faccount%2Ftwo-step";
    assertThat(location(mine.browser.get(PAGE))).isEqualTo(again);
    assertThat(location(mine.browser.submit("/account", PAGE + "/off"))).isEqualTo(again);
    HttpResponse<String> wrong =
        mine.browser.submit(again, "/sign-in/again", "password", "no", "next", PAGE);
    assertThat(wrong.body()).contains("This is not your password.");
    HttpResponse<String> right =
        mine.browser.submit(again, "/sign-in/again", "password", "correct horse", "next", PAGE);
    assertThat(location(right)).isEqualTo(PAGE);
    assertThat(right.headers().allValues("set-cookie"))
        .anyMatch(cookie -> cookie.matches("tocsin=[A-Za-z0-9]{32};.*"));
    assertThat(mine.browser.get(PAGE).statusCode()).isEqualTo(200);
  }

  private static String location(HttpResponse<String> response) {
    return response.headers().firstValue("location").orElse("");
  }
}
