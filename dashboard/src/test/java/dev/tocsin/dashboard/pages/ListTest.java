package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestBrowser;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.Members;
import dev.tocsin.dashboard.people.Role;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What can be done with the list as a whole: groups, selection, views, scrolling, the palette. */
class ListTest {

  private final Fixture mine = new Fixture();

  private String get(String path) {
    HttpResponse<String> page = mine.browser.get(path);
    assertThat(page.statusCode()).as(path).isEqualTo(200);
    return page.body();
  }

  private UUID check(String name, String tags) {
    UUID code = mine.check(name);
    Fixture.DASHBOARD.db.update("tags", "UPDATE checks SET tags = ? WHERE code = ?", tags, code);
    mine.state(code, "rules_version = rules_version + 1");
    return code;
  }

  private static String row(UUID code) {
    return Long.toString(Fixture.number("SELECT id AS v FROM checks WHERE code = ?", code), 36);
  }

  private static long having(String what, UUID... codes) {
    long n = 0;
    for (UUID code : codes) {
      n +=
          Fixture.number(
              """
              SELECT count(*) AS v FROM checks c JOIN check_state s ON s.check_id = c.id
               WHERE c.code = ? AND\s"""
                  + what,
              code);
    }
    return n;
  }

  private HttpResponse<String> bulk(String... fields) {
    return mine.browser.submit(mine.checks(), mine.checks() + "/bulk", fields);
  }

  @Test
  void checks_with_the_same_tag_stand_together_the_group_that_needs_people_first() {
    check("a", "web prod");
    check("b", "db prod");
    check("c", "");
    UUID down = check("z", "db");
    mine.state(down, "status = 'up', n_pings = 1, last_ping = now() - interval '5 h'");
    String list = get(mine.checks() + "?group=tag");
    assertThat(list).containsSubsequence("\">db</a>", "1 down", ">z<", ">b<", "\">web</a>", ">a<");
    assertThat(list).containsSubsequence("No tag", ">c<");
    String prod = get(mine.checks() + "?group=tag&tag=prod");
    assertThat(prod).contains("\">web</a>", "\">db</a>").doesNotContain(">z<");
  }

  @Test
  void numbers_in_names_count_as_numbers() {
    check("host 10", "");
    check("host 9", "");
    check("host 010 b", "");
    assertThat(get(mine.checks() + "?sort=name"))
        .containsSubsequence(">host 9<", ">host 10<", ">host 010 b<");
  }

  @Test
  void selected_checks_are_paused_at_once_and_the_answer_takes_it_back() {
    UUID one = check("one", "");
    UUID two = check("two", "");
    UUID other = check("other", "");
    HttpResponse<String> paused =
        bulk("action", "pause", "check", row(one), "check", row(two), "check", "zzzzzz");
    assertThat(paused.statusCode()).isEqualTo(303);
    assertThat(get(mine.checks())).contains("Paused 2 checks");
    assertThat(having("s.status = 'paused'", one, two)).isEqualTo(2);
    assertThat(having("s.status = 'paused'", other)).isZero();
    bulk("action", "resume", "checks", row(one) + "." + row(two));
    assertThat(having("s.status = 'paused'", one, two)).isZero();
  }

  @Test
  void all_that_fit_a_filter_are_meant_even_those_on_other_pages() {
    UUID web = check("w", "web");
    UUID mail = check("m", "mail");
    bulk("action", "tag", "tags", "late, night", "all", "on", "filter", "?tag=web");
    assertThat(having("c.tags = 'web late night'", web)).isEqualTo(1);
    assertThat(having("c.tags = 'mail'", mail)).isEqualTo(1);
    bulk("action", "untag", "tags", "web", "check", row(web));
    assertThat(having("c.tags = 'late night'", web)).isEqualTo(1);
    bulk("action", "tag", "tags", " ", "check", row(web));
    assertThat(get(mine.checks())).contains("Type a tag.");
  }

  @Test
  void channels_are_given_to_selected_checks_and_taken_away() {
    UUID one = check("one", "");
    UUID channel =
        Fixture.DASHBOARD
            .db
            .first(
                "making a channel",
                """
                INSERT INTO channels (project_id, kind, name, settings)
                VALUES (?, 'webhook', 'hook', '\\x00') RETURNING code
                """,
                row -> row.uuid("code"),
                mine.project.id())
            .orElseThrow();
    String assigned = "EXISTS (SELECT 1 FROM check_channels a WHERE a.check_id = c.id)";
    bulk("action", "assign", "channel", channel.toString(), "check", row(one));
    assertThat(having(assigned, one)).isEqualTo(1);
    bulk("action", "unassign", "channel", channel.toString(), "check", row(one));
    assertThat(having(assigned, one)).isZero();
    bulk("action", "assign", "channel", UUID.randomUUID().toString(), "check", row(one));
    assertThat(get(mine.checks())).contains("One of these channels is gone: nothing was changed.");
  }

  @Test
  void several_checks_are_deleted_only_by_typing_what_is_lost() {
    UUID one = check("one", "");
    UUID two = check("two", "");
    String delete = mine.checks() + "/bulk/delete";
    String both = row(one) + "." + row(two);
    HttpResponse<String> asked = mine.browser.submit(mine.checks(), delete, "checks", both);
    assertThat(asked.body()).contains("Delete 2 checks", ">one<", ">two<", "Type “2 checks”");
    HttpResponse<String> wrong =
        mine.browser.submit(mine.checks(), delete, "checks", both, "name", "3 checks");
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(having("true", one, two)).isEqualTo(2);
    mine.browser.submit(mine.checks(), delete, "checks", both, "name", "2 checks");
    assertThat(having("true", one, two)).isZero();
  }

  @Test
  void whoever_may_only_read_selects_nothing_and_changes_nothing() {
    UUID one = check("one", "");
    Account reader = Fixture.DASHBOARD.account("reader-" + UUID.randomUUID() + "@example.org");
    new Members(Fixture.DASHBOARD.db)
        .add(mine.project.id(), reader.email(), Role.READONLY, Acting.operator())
        .orElseThrow();
    TestBrowser browser = Fixture.DASHBOARD.signedIn(reader);
    assertThat(browser.get(mine.checks()).body()).doesNotContain("name=\"check\"", "id=\"bulk\"");
    HttpResponse<String> refused =
        browser.submit(
            mine.checks(), mine.checks() + "/bulk", "action", "pause", "check", row(one));
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(having("s.status = 'paused'", one)).isZero();
  }

  @Test
  void a_view_is_a_name_for_an_address_and_belongs_to_one_account() {
    check("one", "web");
    String views = "/projects/" + mine.project.code() + "/views";
    HttpResponse<String> saved =
        mine.browser.submit(
            mine.checks(), views, "name", "My <web>", "query", "?tag=web&group=tag&page=3");
    assertThat(saved.headers().firstValue("location"))
        .contains(mine.checks() + "?tag=web&group=tag");
    assertThat(get(mine.checks())).contains("?tag=web&amp;group=tag\"", "My &lt;web&gt;");
    Account other = Fixture.DASHBOARD.account("other-" + UUID.randomUUID() + "@example.org");
    new Members(Fixture.DASHBOARD.db)
        .add(mine.project.id(), other.email(), Role.MEMBER, Acting.operator())
        .orElseThrow();
    TestBrowser browser = Fixture.DASHBOARD.signedIn(other);
    assertThat(browser.get(mine.checks()).body()).doesNotContain("My &lt;web&gt;");
    mine.browser.submit(mine.checks(), views + "/delete", "name", "My <web>");
    get(mine.checks()); // tells what was done, once
    assertThat(get(mine.checks())).doesNotContain("My &lt;web&gt;");
  }

  @Test
  void a_long_list_grows_by_parts_that_ask_whether_they_are_still_true() {
    Fixture.DASHBOARD.db.update(
        "making checks",
        """
        WITH made AS (INSERT INTO checks (project_id, name)
          SELECT ?, 'job ' || i FROM generate_series(1, 150) i RETURNING id)
        INSERT INTO check_state (check_id) SELECT id FROM made
        """,
        mine.project.id());
    assertThat(get(mine.checks())).contains("hx-trigger=\"revealed\"", ">job 100<", "50 more");
    String part =
        mine.browser.get(mine.checks() + "?page=2&part=rows", "HX-Request", "true").body();
    assertThat(part).contains(">job 101<", ">job 150<").doesNotContain("<html", ">job 100<");
    Matcher poll = Pattern.compile("data-poll hx-get=\"([^\"]+)\"").matcher(part);
    assertThat(poll.find()).isTrue();
    String cells = poll.group(1).replace("&amp;", "&");
    assertThat(get(cells)).isEmpty();
    Fixture.DASHBOARD.db.update(
        "pausing",
        """
        UPDATE check_state SET status = 'paused'
         WHERE check_id = (SELECT id FROM checks WHERE project_id = ? AND name = 'job 120')
        """,
        mine.project.id());
    String changed = get(cells);
    assertThat(changed).contains("pill-paused", "hx-swap-oob=\"true\"", "data-poll");
    assertThat(changed.split("pill-", -1)).hasSize(2);
  }

  @Test
  void the_palette_finds_checks_here_and_elsewhere_pages_and_actions() {
    check("Nightly <backup>", "db");
    var elsewhere = Fixture.DASHBOARD.project("Elsewhere", mine.account);
    Fixture.DASHBOARD.db.update(
        "making a check",
        """
        WITH made AS (INSERT INTO checks (project_id, name) VALUES (?, 'Backup far away') RETURNING id)
        INSERT INTO check_state (check_id) SELECT id FROM made
        """,
        elsewhere.id());
    String of = "/palette?project=" + mine.project.code() + "&q=";
    assertThat(get(of + "backup"))
        .contains("Nightly &lt;backup&gt;", "Backup far away", "Elsewhere")
        .doesNotContain("New channel");
    assertThat(get(of)).contains("New check", "Incidents", "Elsewhere").doesNotContain("Nightly");
    assertThat(get(of + "back%00up%27%25_")).contains("Nothing fits.");
    assertThat(get(of + "chan")).contains("New channel", "Channels");
    Fixture stranger = new Fixture();
    assertThat(stranger.browser.get(of + "backup").body()).doesNotContain("Nightly", "far away");
  }
}
