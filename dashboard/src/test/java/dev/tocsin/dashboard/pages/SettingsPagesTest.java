package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.KeyHolder;
import dev.tocsin.dashboard.people.Keys;
import dev.tocsin.dashboard.people.ListedKey;
import dev.tocsin.dashboard.people.Member;
import dev.tocsin.dashboard.people.Members;
import dev.tocsin.dashboard.people.Role;
import dev.tocsin.dashboard.people.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A project's keys and members on its settings page, and an account's keys on its page. */
class SettingsPagesTest {

  private static final Pattern ACCOUNT_KEY = Pattern.compile("hca_[A-Za-z0-9]{28}");

  private final Fixture mine = new Fixture();
  private final Fixture other = new Fixture();
  private final String base = "/projects/" + mine.project.code();
  private final String settings = base + "/settings";
  private final Keys keys = new Keys(Fixture.DASHBOARD.db);
  private final Members members = new Members(Fixture.DASHBOARD.db);

  private List<ListedKey> keys() {
    return keys.of(KeyHolder.project(mine.project.id()));
  }

  private void add(String email, Role role) {
    members.add(mine.project.id(), email, role, Acting.operator()).orElseThrow();
  }

  private String post(String path, String... fields) {
    return mine.browser.submit(settings, base + path, fields).body();
  }

  @Test
  void a_key_is_made_for_a_part_and_a_time_and_revoked() {
    post("/keys", "key-name", "CI", "access", "write", "scope", "channels", "expires", "30");
    ListedKey made = keys().get(2);
    assertThat(made.rights().scopes()).containsExactly(Scope.CHANNELS);
    assertThat(made.createdBy()).isEqualTo(mine.account.email());
    assertThat(made.rights().expiresAt())
        .isBetween(
            Instant.now().plus(Duration.ofDays(29)), Instant.now().plus(Duration.ofDays(31)));
    assertThat(mine.browser.get(settings).body())
        .contains("hcw_…" + made.hint(), "channels", "data-confirm=\"Revoke the key that ends in");
    post("/keys/" + made.code() + "/revoke");
    assertThat(keys()).hasSize(2).doesNotContain(made);
    assertThat(
            mine.browser.submit(settings, base + "/keys/" + made.code() + "/revoke").statusCode())
        .isEqualTo(404);
  }

  @Test
  void a_form_with_a_mistake_comes_back_as_it_was_typed() {
    String long61 = "k".repeat(61);
    String body = post("/keys", "key-name", long61, "access", "read", "expires", "90");
    assertThat(body)
        .contains("Use at most 60 characters.", long61, "Choose at least one")
        .containsPattern("value=\"90\" selected")
        .containsPattern("value=\"read\" selected");
    assertThat(post("/settings", "name", "Fine", "pings", "0"))
        .contains("Enter a number from 1 to 10000.", "value=\"Fine\"");
    assertThat(post("/settings", "name", "Fine", "pings", "9", "days", "3661"))
        .contains("Enter a number of days up to 3660, or nothing.");
    assertThat(keys()).hasSize(2);
  }

  @Test
  void the_settings_are_saved_and_the_ping_key_is_changed() {
    post("/settings", "name", "Renamed", "pings", "250", "days", "", "body_days", "14");
    String page = mine.browser.get(settings).body();
    assertThat(page)
        .contains("value=\"Renamed\"", "value=\"250\"", "value=\"14\"", mine.project.pingKey());
    post("/ping-key");
    assertThat(mine.browser.get(settings).body()).doesNotContain(mine.project.pingKey());
  }

  @Test
  void members_come_change_their_role_and_go() {
    String email = other.account.email();
    add(email, Role.MEMBER);
    assertThat(other.browser.get(mine.checks()).statusCode()).isEqualTo(200);
    assertThat(other.browser.get(settings).body())
        .contains("Leave", mine.account.email())
        .doesNotContain("Create key", "members/role", "/delete");
    post("/members/role", "member", email, "role", "manager");
    assertThat(members.of(mine.project.id()))
        .extracting(Member::role)
        .containsExactly(Role.OWNER, Role.MANAGER);
    assertThat(
            other
                .browser
                .submit(settings, base + "/members/remove", "member", mine.account.email())
                .body())
        .contains("Only an owner makes and unmakes owners.");
    post("/members/remove", "member", email);
    assertThat(other.browser.get(mine.checks()).statusCode()).isEqualTo(404);
  }

  @Test
  void a_reader_may_leave_and_the_last_owner_may_not() {
    String email = other.account.email();
    add(email, Role.READONLY);
    var left = other.browser.submit("/account", base + "/members/remove", "member", email);
    assertThat(left.headers().firstValue("location")).contains("/");
    assertThat(members.of(mine.project.id())).hasSize(1);
    assertThat(post("/members/remove", "member", mine.account.email()))
        .contains("The last owner stays: make somebody else an owner first.");
  }

  @Test
  void a_project_is_deleted_when_its_name_is_typed() {
    mine.check("Backup");
    assertThat(post("/delete", "name", "wrong")).contains("This is not the project's name.");
    post("/delete", "name", mine.project.name());
    assertThat(mine.browser.get(settings).statusCode()).isEqualTo(404);
    assertThat(
            Fixture.number(
                "SELECT count(*) AS v FROM checks WHERE project_id = ?", mine.project.id()))
        .isZero();
  }

  @Test
  void an_account_key_is_shown_once_and_revoked() {
    assertThat(mine.browser.get("/account").body()).contains("With a key of yours a program");
    String once =
        mine.browser
            .submit("/account", "/account/keys", "key-name", "Terraform", "expires", "365")
            .body();
    Matcher key = ACCOUNT_KEY.matcher(once);
    assertThat(key.find()).isTrue();
    assertThat(mine.browser.get("/account").body())
        .contains("Terraform")
        .doesNotContainPattern(ACCOUNT_KEY);
    KeyHolder me = KeyHolder.account(mine.account);
    String revoke = "/account/keys/" + keys.of(me).get(0).code() + "/revoke";
    assertThat(other.browser.submit("/account", revoke).statusCode()).isEqualTo(404);
    assertThat(mine.browser.submit("/account", revoke).statusCode()).isEqualTo(303);
    assertThat(keys.of(me)).isEmpty();
  }
}
