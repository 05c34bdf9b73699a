package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.Members;
import dev.tocsin.dashboard.people.Role;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AuditPagesTest {

  private final Fixture mine = new Fixture();
  private final String base = "/projects/" + mine.project.code();
  private final String audit = base + "/audit";

  @Test
  void what_was_done_is_listed_and_filtered() {
    mine.browser.submit(base + "/settings", base + "/settings", "name", "Other <name>");
    String all = mine.browser.get(audit).body();
    assertThat(all)
        .contains("project.create", "project.update", "→ Other &lt;name&gt;", mine.account.email())
        .doesNotContain("Other <name>");
    assertThat(list(audit + "?action=project.update"))
        .contains("<code>project.update")
        .doesNotContain("<code>project.create");
    assertThat(list(audit + "?action=project")).contains("<code>project.create");
    assertThat(list(audit + "?actor=NOBODY")).contains("Nothing was done that fits this.");
    assertThat(list(audit + "?actor=" + mine.account.email().toUpperCase(Locale.ROOT)))
        .contains("<code>project.create");
    assertThat(list(audit + "?until=2020-01-01")).contains("Nothing was done that fits this.");
    assertThat(list(audit + "?from=2020-01-01&until=nonsense")).contains("<code>project.create");
  }

  private String list(String path) {
    return mine.browser.get(path).body();
  }

  @Test
  void it_comes_in_pages() {
    Fixture.DASHBOARD.db.update(
        "doing much",
        """
        INSERT INTO audit (project_id, actor, action)
        SELECT ?, 'bob', 'test.' || n FROM generate_series(1, 120) n
        """,
        mine.project.id());
    String first = list(audit + "?actor=bob");
    assertThat(first).contains("test.120", "test.71").doesNotContain("<code>test.70<");
    var older = Pattern.compile("href=\"([^\"]*before=[^\"]*)\"").matcher(first);
    assertThat(older.find()).isTrue();
    assertThat(list(older.group(1).replace("&amp;", "&")))
        .contains("<code>test.70<", "<code>test.21<", "Newest")
        .doesNotContain("<code>test.71<");
  }

  @Test
  void it_is_a_file_on_demand() {
    HttpResponse<String> csv = mine.browser.get(audit + "?format=csv");
    assertThat(csv.headers().firstValue("content-disposition"))
        .contains("attachment; filename=\"audit.csv\"");
    assertThat(csv.body()).startsWith("at,actor,action,detail\r\n").contains("project.create");
    assertThat(mine.browser.get(audit + "?format=json&action=key").body())
        .startsWith("[")
        .contains("\"key.create\"")
        .doesNotContain("project.create");
  }

  @Test
  void members_who_do_not_manage_and_strangers_see_nothing_of_it() {
    Fixture other = new Fixture();
    assertThat(other.browser.get(audit).statusCode()).isEqualTo(404);
    new Members(Fixture.DASHBOARD.db)
        .add(mine.project.id(), other.account.email(), Role.MEMBER, Acting.operator());
    assertThat(other.browser.get(audit).statusCode()).isEqualTo(403);
  }

  @Test
  void everybody_sees_what_concerned_their_own_account_only() {
    Fixture other = new Fixture();
    mine.browser.submit("/account", "/account/keys", "key-name", "mine");
    assertThat(mine.browser.get("/account/audit").body())
        .contains("account.create", "session.open", "key.create", "127.0.0.1")
        .doesNotContain(other.account.email());
  }
}
