package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestBrowser;
import dev.tocsin.dashboard.TestDashboard;
import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.Member;
import dev.tocsin.dashboard.people.Members;
import dev.tocsin.dashboard.people.Role;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class InvitationPagesTest {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Pattern LINK =
      Pattern.compile("data-copy=\"http://127.0.0.1:0(/invitations/[A-Za-z0-9]{32})\"");

  private final Fixture mine = new Fixture();
  private final String base = "/projects/" + mine.project.code();
  private final Members members = new Members(Fixture.DASHBOARD.db);
  private final String email = "guest" + COUNT.incrementAndGet() + "@example.org";
  private TestBrowser guest = new TestBrowser(Fixture.DASHBOARD.url());

  private String post(String path, String... fields) {
    return mine.browser.submit(base + "/settings", base + path, fields).body();
  }

  /** Invites; returns the path of the link to copy. */
  private String invite(String address, String role) {
    return link(post("/invitations", "email", address, "role", role));
  }

  private static String link(String page) {
    Matcher link = LINK.matcher(page);
    assertThat(link.find()).as(page).isTrue();
    return link.group(1);
  }

  private String mailed() {
    return TestDashboard.path(
        Fixture.DASHBOARD.letters(email).stream().reduce((one, other) -> other).orElseThrow());
  }

  private Role roleOf(String address) {
    return members.find(mine.project.id(), address).map(Member::role).orElseThrow();
  }

  @Test
  void the_link_of_the_letter_makes_an_account_and_a_member_once() {
    invite(" Guest%d@Example.org".formatted(COUNT.get()), "readonly");
    String path = mailed();
    assertThat(path).contains("?mail=");
    String proof = path.substring(path.indexOf("=") + 1);
    String bare = path.substring(0, path.indexOf("?"));
    assertThat(guest.get(path).body())
        .contains(email, mine.project.name(), "with the role read only");
    assertThat(guest.submit(path, bare + "/join", "mail", proof, "password", "short").body())
        .contains("Use at least 8 characters.");
    HttpResponse<String> in =
        guest.submit(path, bare + "/join", "mail", proof, "password", "a good password");
    assertThat(in.statusCode()).isEqualTo(303);
    assertThat(guest.get(mine.checks()).statusCode()).isEqualTo(200);
    assertThat(roleOf(email)).isEqualTo(Role.READONLY);
    assertThat(guest.get(path).statusCode()).isEqualTo(404);
    assertThat(mine.browser.get(base + "/settings").body()).doesNotContain("Take back");
  }

  @Test
  void a_session_that_somebody_planted_is_another_one_after_joining() {
    Planted.isWorthlessAfter(
        Fixture.DASHBOARD,
        (victim, page) -> {
          String address = COUNT.incrementAndGet() + email;
          invite(address, "member");
          String path =
              TestDashboard.path(
                  Fixture.DASHBOARD.letters(address).stream().findFirst().orElseThrow());
          String proof = path.substring(path.indexOf('=') + 1);
          String join = path.substring(0, path.indexOf('?')) + "/join";
          victim.submit(page, join, "mail", proof, "password", "a good password");
          return address;
        });
  }

  @Test
  void who_has_only_the_copied_link_takes_no_address_of_others() {
    String copied = invite(email, "member");
    assertThat(guest.get(copied).body()).contains("Sign in to join", "I have no account yet");
    assertThat(guest.submit(copied, copied + "/join", "password", "a good password").statusCode())
        .isEqualTo(403);
    assertThat(
            guest
                .submit(copied, copied + "/join", "mail", "0".repeat(32), "password", "a good one")
                .statusCode())
        .isEqualTo(403);
    assertThat(guest.submit(copied, copied + "/mail").body()).contains("is on its way");
    assertThat(mailed()).startsWith(copied + "?mail=");
  }

  @Test
  void an_invitation_does_not_tell_whether_there_is_an_account() {
    Fixture other = new Fixture();
    String unknown = post("/invitations", "email", email, "role", "member");
    String known = post("/invitations", "email", other.account.email(), "role", "member");
    assertThat(plain(known, other.account.email())).contains("X is invited");
    assertThat(plain(unknown, email)).contains("X is invited");
    String ofUnknown = guest.get(link(unknown)).body();
    String ofKnown = guest.get(link(known)).body();
    assertThat(plain(ofKnown, other.account.email())).isEqualTo(plain(ofUnknown, email));
  }

  private static String plain(String page, String address) {
    return page.replace(address, "X")
        .replaceAll("/invitations/[A-Za-z0-9]{32}", "LINK")
        .replaceAll("value=\"[A-Za-z0-9_-]{43}\"", "")
        .replaceAll("X-CSRF-Token[^}]*", "");
  }

  @Test
  void somebody_with_another_account_joins_with_that() {
    Fixture other = new Fixture();
    String copied = invite(email, "manager");
    assertThat(other.browser.get(copied).body())
        .contains(email, other.account.email(), "Join with");
    HttpResponse<String> in = other.browser.submit(copied, copied + "/accept");
    assertThat(in.headers().firstValue("location")).contains(mine.checks());
    assertThat(roleOf(other.account.email())).isEqualTo(Role.MANAGER);
    assertThat(members.find(mine.project.id(), email)).isEmpty();
    assertThat(other.browser.submit("/account", copied + "/accept").statusCode()).isEqualTo(404);
  }

  @Test
  void an_invitation_is_listed_renewed_and_taken_back() {
    String first = invite(email, "member");
    String page = mine.browser.get(base + "/settings").body();
    assertThat(page).contains("Invited", email, "Take back").doesNotContain(first);
    Matcher code = Pattern.compile("/invitations/([0-9a-f-]{36})/revoke").matcher(page);
    assertThat(code.find()).isTrue();
    String second = link(post("/invitations/" + code.group(1) + "/again"));
    assertThat(second).isNotEqualTo(first);
    assertThat(guest.get(first).statusCode()).isEqualTo(404);
    assertThat(guest.get(second).statusCode()).isEqualTo(200);
    post("/invitations/" + code.group(1) + "/revoke");
    assertThat(guest.get(second).statusCode()).isEqualTo(404);
  }

  @Test
  void an_invitation_ends_after_a_week() {
    String copied = invite(email, "member");
    Fixture.DASHBOARD.db.update(
        "waiting a week",
        "UPDATE invitations SET expires_at = expires_at - interval '7 days' WHERE email = ?",
        email);
    assertThat(guest.get(copied).statusCode()).isEqualTo(404);
    assertThat(mine.browser.get(base + "/settings").body()).contains("expired");
  }

  @Test
  void a_manager_invites_no_owner_and_a_member_nobody() {
    Fixture other = new Fixture();
    members.add(mine.project.id(), other.account.email(), Role.MANAGER, Acting.operator());
    assertThat(
            other
                .browser
                .submit(base + "/settings", base + "/invitations", "email", email, "role", "owner")
                .body())
        .contains("Only an owner makes and unmakes owners.");
    members.change(mine.project.id(), other.account.email(), Role.MEMBER, Acting.operator());
    assertThat(
            other
                .browser
                .submit(base + "/settings", base + "/invitations", "email", email, "role", "member")
                .statusCode())
        .isEqualTo(403);
  }
}
