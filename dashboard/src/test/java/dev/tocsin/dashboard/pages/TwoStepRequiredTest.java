package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.DashboardConfig;
import dev.tocsin.dashboard.TestBrowser;
import dev.tocsin.dashboard.TestCodes;
import dev.tocsin.dashboard.TestDashboard;
import dev.tocsin.dashboard.passkeys.SoftKey;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.KeyHolder;
import dev.tocsin.dashboard.people.Keys;
import dev.tocsin.dashboard.people.NewProject;
import dev.tocsin.dashboard.people.Rights;
import dev.tocsin.dashboard.people.Role;
import dev.tocsin.dashboard.web.TrustedHeader;
import dev.tocsin.store.TestPostgres;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Where a password alone is not enough: in a project, or everywhere. */
class TwoStepRequiredTest {

  private static final String SITE = "http://localhost:1";
  private static final String STEP = "/account/second-step";
  private static final Pattern SECRET = Pattern.compile("data-copy=\"([A-Z2-7 ]{39})\"");
  private static final TestDashboard STRICT = start(true);
  private static final TestDashboard LENIENT = start(false);
  private static int count;

  private TestDashboard dashboard = LENIENT;
  private Account ada = LENIENT.account("two%d@example.org".formatted(++count));
  private TestBrowser browser = LENIENT.signedIn(ada);
  private final SoftKey key = new SoftKey(SITE, "localhost");

  private static TestDashboard start(boolean twoStep) {
    return new TestDashboard(
        TestPostgres.freshDatabase(),
        0,
        DashboardConfig.of(SITE, Optional.empty(), 4)
            .withSignIn(
                new DashboardConfig.SignIn(Optional.empty(), TrustedHeader.NONE, false, twoStep)));
  }

  @AfterAll
  static void close() {
    STRICT.close();
    LENIENT.close();
  }

  private void everywhere() {
    dashboard = STRICT;
    ada = STRICT.account("everybody%d@example.org".formatted(++count));
    browser = STRICT.signedIn(ada);
  }

  /** A project of hers that asks for two steps. */
  private NewProject guarded() {
    NewProject project = dashboard.project("Guarded", ada);
    String settings = "/projects/" + project.code() + "/settings";
    browser.submit(settings, settings, "name", "Guarded", "two_step", "on");
    return project;
  }

  private static String location(HttpResponse<String> response) {
    return response.headers().firstValue("location").orElse("");
  }

  private static void assertHeldBack(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    assertThat(location(answer)).startsWith(STEP);
  }

  private HttpResponse<String> signIn(TestBrowser other) {
    return other.submit(
        "/sign-in", "/sign-in", "email", ada.email(), "password", "correct horse", "next", "/");
  }

  /** Sets an app up; returns its secret. */
  private String app() {
    browser.submit("/account/two-step", "/account/two-step/begin");
    var found = SECRET.matcher(browser.get("/account/two-step").body());
    assertThat(found.find()).isTrue();
    String secret = found.group(1).replace(" ", "");
    String shown =
        browser
            .submit(
                "/account/two-step", "/account/two-step/confirm", "code", TestCodes.of(secret, 0))
            .body();
    assertThat(shown).contains("Your recovery codes", "Go on");
    // The page goes with the new token of the session: its forms work.
    assertThat(browser.post("/account/two-step/recovery", "csrf", TestBrowser.csrf(shown)).body())
        .contains("Your recovery codes");
    return secret;
  }

  private String passkey() {
    String options = browser.submit("/account", "/account/passkeys/options").body();
    return location(
        browser.submit(
            STEP, "/account/passkeys", "passkey-name", "x", "credential", key.make(options)));
  }

  @Test
  void who_comes_by_password_alone_sees_only_the_set_up_and_then_goes_on() {
    everywhere();
    String project = "/projects/" + dashboard.project("Lab", ada).code();
    for (String path : List.of("/", "/account", project + "/checks", "/projects/new", "/palette")) {
      assertHeldBack(browser.get(path));
    }
    assertThat(location(browser.get(project + "/checks")))
        .isEqualTo(STEP + "?next=" + project.replace("/", "%2F") + "%2Fchecks");
    assertHeldBack(browser.submit(STEP, project + "/settings", "name", "Mine"));
    assertThat(browser.status("/live" + project)).isEqualTo(404);
    assertThat(browser.get(STEP).body()).contains("Set up an app", "Add a passkey");
    String before = browser.cookie("tocsin");
    app();
    assertThat(browser.cookie("tocsin")).as("after an elevation").isNotEqualTo(before);
    TestBrowser old = new TestBrowser(dashboard.url());
    old.cookie("tocsin", before);
    assertThat(location(old.get("/account"))).startsWith("/sign-in");
    assertThat(browser.get(project + "/checks").statusCode()).isEqualTo(200);
    assertThat(location(browser.get(STEP + "?next=/account"))).isEqualTo("/account");
  }

  @Test
  void a_passkey_counts_as_both_steps() {
    everywhere();
    assertHeldBack(browser.get("/account"));
    String before = browser.cookie("tocsin");
    String options = browser.submit(STEP, "/account/passkeys/options").body();
    var added =
        browser.submit(
            STEP, "/account/passkeys", "passkey-name", "x", "credential", key.make(options));
    assertThat(location(added)).isEqualTo("/account#passkeys");
    assertThat(browser.cookie("tocsin")).isNotEqualTo(before);
    assertThat(browser.get("/account").statusCode()).isEqualTo(200);
    // Now the password alone is half of it, here and elsewhere.
    TestBrowser abroad = new TestBrowser(dashboard.url());
    assertThat(location(signIn(abroad))).startsWith("/sign-in/code");
    String asked = abroad.get("/sign-in/code").body();
    assertThat(asked).contains("Show one of your passkeys").doesNotContain("name=\"code\"");
    String answer =
        key.show(abroad.submit("/sign-in/code", "/sign-in/code/passkey/options").body());
    assertThat(
            location(
                abroad.submit(
                    "/sign-in/code", "/sign-in/code/passkey", "credential", answer, "next", "/")))
        .isEqualTo("/");
    assertThat(abroad.get("/account").statusCode()).isEqualTo(200);
  }

  @Test
  void a_project_asks_for_it_and_others_do_not() {
    String open = "/projects/" + dashboard.project("Open", ada).code() + "/checks";
    NewProject guarded = guarded();
    String closed = "/projects/" + guarded.code() + "/checks";
    String channel =
        dashboard
            .db
            .first(
                "making a channel",
                "INSERT INTO channels (project_id, kind, name, settings)"
                    + " VALUES (?, 'email', 'x', '\\x00') RETURNING code::text AS v",
                row -> row.string("v"),
                guarded.id())
            .orElseThrow();
    assertThat(browser.get("/account").statusCode()).isEqualTo(200);
    assertThat(browser.get(open).body()).as("the way to it").contains(guarded.code().toString());
    assertHeldBack(browser.get(closed));
    assertHeldBack(browser.get("/channels/" + channel + "/edit"));
    assertHeldBack(browser.submit("/account", "/channels/" + channel + "/delete"));
    assertThat(browser.get("/palette?q=x").body()).doesNotContain(channel);
    app();
    assertThat(browser.get(closed).statusCode()).isEqualTo(200);
    assertThat(browser.get("/channels/" + channel + "/edit").statusCode()).isEqualTo(200);
  }

  @Test
  void a_session_from_before_shows_the_step_that_it_lacks() {
    TestBrowser before = LENIENT.signedIn(ada);
    String secret = app();
    String closed = "/projects/" + guarded().code() + "/checks";
    assertHeldBack(before.get(closed));
    assertThat(before.get(STEP).body()).contains("Code that your app shows");
    assertThat(before.submit(STEP, STEP, "code", "000000", "next", closed).statusCode())
        .isEqualTo(422);
    var on = before.submit(STEP, STEP, "code", TestCodes.of(secret, 1), "next", "//evil.example");
    assertThat(location(on)).isEqualTo("/");
    assertThat(before.get(closed).statusCode()).isEqualTo(200);
  }

  @Test
  void who_has_only_the_password_sets_no_app_of_their_own_beside_the_owners_passkey() {
    passkey();
    guarded();
    TestBrowser thief = LENIENT.signedIn(ada); // as if from before the project asked for it
    assertThat(location(thief.get("/account/two-step"))).startsWith(STEP);
    assertThat(location(thief.submit("/account", "/account/two-step/begin"))).startsWith(STEP);
    assertThat(location(thief.submit("/account", "/account/passkeys/options"))).startsWith(STEP);
    assertThat(thief.get(STEP).body()).contains("Use a passkey").doesNotContain("Set up an app");
  }

  @Test
  void a_key_that_was_made_by_password_alone_opens_no_more_than_the_password() throws Exception {
    String weak = key();
    NewProject guarded = guarded();
    String path = "/api/v3/projects/" + guarded.code();
    assertThat(call(path, weak)).contains("403", "two steps");
    assertThat(call("/api/v3/projects/", weak)).contains("200").doesNotContain("Guarded");
    app();
    assertThat(call(path, key())).contains("200", "\"two_step\":true");
    String byHand =
        new Keys(dashboard.db)
            .create(KeyHolder.account(ada), "", Rights.FULL, Acting.person(ada, Role.OWNER))
            .orElseThrow()
            .key();
    assertThat(call(path, byHand)).contains("200");
  }

  private String key() {
    String page =
        browser.submit("/account", "/account/keys", "key-name", "k" + count, "expires", "0").body();
    return page.replaceAll("(?s).*(hca_[A-Za-z0-9]{28}).*", "$1");
  }

  private String call(String path, String key) {
    TestBrowser program = new TestBrowser(dashboard.url());
    HttpResponse<String> answer = program.get(path, "X-Api-Key", key);
    return answer.statusCode()
        + " "
        + answer.body().replace(" ", "").replace("\n", "")
        + answer.body();
  }
}
