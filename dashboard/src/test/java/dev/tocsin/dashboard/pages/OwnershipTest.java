package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.people.Account;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OwnershipTest {

  private final Fixture theirs = new Fixture();
  private final Fixture mine = new Fixture();

  @Test
  void what_belongs_to_another_project_does_not_exist() {
    UUID code = theirs.check("Their backup");
    String check = "/checks/" + code;
    String project = "/projects/" + theirs.project.code();
    for (String path :
        List.of(
            check,
            check + "/edit",
            check + "/delete",
            check + "/log",
            check + "/pings/1/body",
            theirs.checks(),
            theirs.checks() + "/new",
            theirs.channels(),
            project + "/settings",
            project + "/audit",
            "/live" + project,
            "/live" + check)) {
      var answer = mine.browser.get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(answer.body()).as(path).doesNotContain("Their backup", theirs.project.name());
    }
    for (String path :
        List.of(
            check + "/edit",
            check + "/delete",
            check + "/pause",
            check + "/resume",
            theirs.checks() + "/new",
            project + "/settings",
            project + "/keys",
            project + "/keys/" + UUID.randomUUID() + "/revoke",
            project + "/ping-key",
            project + "/invitations",
            project + "/invitations/" + UUID.randomUUID() + "/revoke",
            project + "/members/role",
            project + "/members/remove",
            project + "/delete",
            theirs.channels() + "/new/email")) {
      assertThat(mine.browser.submit("/account", path, "name", "Their backup").statusCode())
          .as(path)
          .isEqualTo(404);
    }
    assertThat(theirs.browser.get(check).body())
        .contains("Their backup", "Waiting for its first ping");
  }

  @Test
  void who_may_only_read_sees_and_changes_nothing() {
    Account reader = mine.account;
    Fixture.DASHBOARD.db.update(
        "inviting",
        "INSERT INTO members (project_id, account_id, role) VALUES (?, ?, 'readonly')",
        theirs.project.id(),
        reader.id());
    UUID code = theirs.check("Their backup");
    String check = "/checks/" + code;
    assertThat(mine.browser.get(check).body())
        .contains("Their backup")
        .doesNotContain("/edit", "/pause");
    assertThat(mine.browser.get(check + "/edit").statusCode()).isEqualTo(403);
    assertThat(mine.browser.get(theirs.checks() + "/new").statusCode()).isEqualTo(403);
    for (String path :
        List.of(
            check + "/pause",
            check + "/delete",
            check + "/edit",
            theirs.checks() + "/new",
            "/projects/" + theirs.project.code() + "/keys",
            "/projects/" + theirs.project.code() + "/ping-key",
            "/projects/" + theirs.project.code() + "/invitations",
            "/projects/" + theirs.project.code() + "/invitations/" + UUID.randomUUID() + "/again",
            "/projects/" + theirs.project.code() + "/invitations/" + UUID.randomUUID() + "/revoke",
            "/projects/" + theirs.project.code() + "/members/role",
            "/projects/" + theirs.project.code() + "/members/remove",
            "/projects/" + theirs.project.code() + "/delete")) {
      assertThat(mine.browser.submit("/account", path, "name", "Their backup").statusCode())
          .as(path)
          .isEqualTo(403);
    }
    assertThat(mine.browser.get("/projects/" + theirs.project.code() + "/settings").body())
        .doesNotContain(theirs.project.pingKey());
  }

  @Test
  void a_project_is_made_named_and_given_keys_that_are_shown_once() {
    var made = mine.browser.submit("/projects/new", "/projects/new", "name", "Second");
    String path = made.headers().firstValue("location").orElseThrow().replace("/checks", "");
    assertThat(mine.browser.get("/").headers().firstValue("location")).isPresent();
    assertThat(mine.browser.submit(path + "/settings", path + "/settings", "name", "").body())
        .contains("Enter a name.");
    mine.browser.submit(path + "/settings", path + "/settings", "name", "Renamed");
    String settings = mine.browser.get(path + "/settings").body();
    assertThat(settings).contains("Renamed", "Saved.");
    String once =
        mine.browser
            .submit(
                path + "/settings",
                path + "/keys",
                "key-name",
                "CI",
                "access",
                "read",
                "scope",
                "checks")
            .body();
    assertThat(once).containsPattern("hcr_[A-Za-z0-9]{28}").contains("CI");
    assertThat(mine.browser.get(path + "/settings").body())
        .contains("CI")
        .doesNotContainPattern("hc[rw]_[A-Za-z0-9]{28}");
  }
}
