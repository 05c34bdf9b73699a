package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ChecksTest {

  private static final String EVIL = "<script>alert('x')</script>\"><img src=x onerror=a>";

  private final Fixture mine = new Fixture();

  private String get(String path) {
    HttpResponse<String> page = mine.browser.get(path);
    assertThat(page.statusCode()).as(path).isEqualTo(200);
    return page.body();
  }

  @Test
  void an_empty_project_teaches_with_a_line_that_works() {
    assertThat(get(mine.checks()))
        .contains(
            "Waiting for the first ping", "/ping/" + mine.project.pingKey() + "/backup?create=1");
  }

  @Test
  void what_needs_people_stands_first_and_says_why() {
    UUID up = mine.check("a well one");
    mine.state(up, "status = 'up', n_pings = 1, last_ping = now()");
    UUID late = mine.check("b late one");
    mine.state(late, "status = 'up', n_pings = 1, last_ping = now() - interval '70 min'");
    UUID down = mine.check("c down one");
    mine.state(down, "status = 'up', n_pings = 1, last_ping = now() - interval '5 h'");
    String list = get(mine.checks());
    assertThat(list.indexOf("c down one")).isLessThan(list.indexOf("b late one")).isPositive();
    assertThat(list.indexOf("b late one")).isLessThan(list.indexOf("a well one"));
    assertThat(list).contains("nothing until", "Next ping expected by", "data-down=\"1\"");
    assertThat(get(mine.checks() + "?state=late"))
        .contains("b late one")
        .doesNotContain("a well one");
    assertThat(get(mine.checks() + "?q=WELL+one"))
        .contains("a well one")
        .doesNotContain("b late one");
    assertThat(get(mine.checks() + "?q=nothing")).contains("No check fits");
  }

  @Test
  void long_lists_come_in_pages() {
    Fixture.DASHBOARD.db.update(
        "making checks",
        """
        WITH made AS (INSERT INTO checks (project_id, name)
          SELECT ?, 'job ' || lpad(i::text, 3, '0') FROM generate_series(1, 250) i RETURNING id)
        INSERT INTO check_state (check_id) SELECT id FROM made
        """,
        mine.project.id());
    assertThat(get(mine.checks()))
        .contains("job 001", "job 100", "Next 100", "150 more")
        .doesNotContain("job 101<");
    assertThat(get(mine.checks() + "?page=3")).contains("job 250").doesNotContain("job 200");
    assertThat(get(mine.checks() + "?page=99")).contains("job 250");
  }

  @Test
  void a_check_is_made_edited_and_keeps_what_was_typed_on_error() {
    String form = mine.checks() + "/new";
    HttpResponse<String> wrong =
        mine.browser.submit(
            form,
            form,
            "name",
            "Backup",
            "tags",
            "prod, db",
            "period",
            "x",
            "period-unit",
            "h",
            "grace",
            "5",
            "grace-unit",
            "s",
            "slug",
            "No Good");
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body())
        .contains("value=\"Backup\"", "value=\"prod db\"", "value=\"No Good\"")
        .contains("Enter a whole number.", "The shortest is 1 min.", "Use lower-case letters");
    HttpResponse<String> made =
        mine.browser.submit(
            form,
            form,
            "name",
            "Backup",
            "period",
            "2",
            "period-unit",
            "h",
            "grace",
            "5",
            "grace-unit",
            "min");
    assertThat(made.statusCode()).isEqualTo(303);
    String check = made.headers().firstValue("location").orElseThrow();
    assertThat(get(check))
        .contains("Backup", "Every 2 hours, 5 min grace", "Waiting for its first ping");
    HttpResponse<String> saved =
        mine.browser.submit(
            check + "/edit",
            check + "/edit",
            "name",
            "Backup of all",
            "period",
            "1",
            "period-unit",
            "d",
            "grace",
            "1",
            "grace-unit",
            "h",
            "manual-resume",
            "on");
    assertThat(saved.statusCode()).isEqualTo(303);
    assertThat(get(check)).contains("Backup of all", "Every day, 1 h grace");
    assertThat(audited("check.update")).isEqualTo(1);
  }

  private long audited(String action) {
    return Fixture.number(
        "SELECT count(*) AS v FROM audit WHERE project_id = ? AND action = ? AND actor = ?",
        mine.project.id(),
        action,
        mine.account.email());
  }

  @Test
  void a_check_shows_the_address_that_mail_goes_to_and_the_mails_that_came() {
    UUID code = mine.check("by mail");
    Fixture.DASHBOARD.db.update(
        "a ping by mail",
        """
        INSERT INTO pings (check_id, n, at, kind, scheme, method, remote_addr, ua)
        SELECT id, 1, now(), 'success', 'email', '', '192.0.2.1', 'Email from <b>x</b>@example.org'
          FROM checks WHERE code = ?
        """,
        code);
    mine.state(code, "status = 'up', n_pings = 1, last_ping = now()");
    assertThat(get("/checks/" + code))
        .contains(code + "@ping.example")
        .contains("email · from 192.0.2.1 · Email from &lt;b&gt;x&lt;/b&gt;@example.org");
  }

  @Test
  void pausing_offers_undo_and_resuming_takes_it_back() {
    UUID code = mine.check("Backup");
    String page = "/checks/" + code;
    assertThat(mine.browser.submit(page, page + "/pause").statusCode()).isEqualTo(303);
    assertThat(get(page)).contains("Paused", "Resume", "paused by a person");
    assertThat(mine.browser.submit(page, page + "/resume").statusCode()).isEqualTo(303);
    assertThat(get(page)).contains("Waiting for its first ping", "resumed by a person");
    assertThat(audited("check.pause")).isEqualTo(1);
    assertThat(audited("check.resume")).isEqualTo(1);
  }

  @Test
  void a_check_is_deleted_only_by_its_name() {
    UUID code = mine.check("Backup");
    String page = "/checks/" + code + "/delete";
    HttpResponse<String> wrong = mine.browser.submit(page, page, "name", "backup");
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("This is not the name of the check.");
    assertThat(mine.browser.submit(page, page, "name", " Backup ").statusCode()).isEqualTo(303);
    assertThat(mine.browser.get("/checks/" + code).statusCode()).isEqualTo(404);
    assertThat(get(mine.checks())).contains("Deleted “Backup”.", "Waiting for the first ping");
    assertThat(audited("check.delete")).isEqualTo(1);
  }

  @Test
  void names_tags_and_bodies_never_become_markup() {
    UUID code = mine.check(EVIL);
    Fixture.DASHBOARD.db.update(
        "describing",
        "UPDATE checks SET tags = ?, description = ? WHERE code = ?",
        EVIL,
        EVIL,
        code);
    Fixture.DASHBOARD.db.update(
        "pinging",
        """
        INSERT INTO pings (check_id, n, at, kind, scheme, method, ua, body)
        SELECT id, 1, now(), 'fail', 'https', 'POST', ?, ? FROM checks WHERE code = ?
        """,
        EVIL,
        EVIL.getBytes(StandardCharsets.UTF_8),
        code);
    mine.state(code, "status = 'down', n_pings = 1, last_ping = now(), rules_version = 2");
    String check = "/checks/" + code;
    String body = mine.browser.get(check + "/pings/1/body", "HX-Request", "true").body();
    assertThat(body).contains("&lt;script&gt;alert").doesNotContain("<script>alert");
    for (String path :
        new String[] {
          mine.checks(),
          mine.checks() + "?q=%3Cscript%3E&tag=%3Cscript%3E",
          check,
          check + "/edit",
          check + "/delete",
          check + "/log"
        }) {
      assertThat(get(path)).as(path).contains("script").doesNotContain("<script>", "<img src=x");
    }
    HttpResponse<String> download = mine.browser.get(check + "/pings/1/body");
    assertThat(download.body()).isEqualTo(EVIL);
    assertThat(download.headers().firstValue("content-type")).contains("application/octet-stream");
    assertThat(download.headers().firstValue("content-disposition").orElse(""))
        .startsWith("attachment");
  }

  @Test
  void pages_need_no_inline_script_and_no_inline_style() {
    UUID code = mine.check("Backup");
    Pattern inline =
        Pattern.compile("<style|\\sstyle=|\\son[a-z]+=|javascript:|<script(?![^>]*\\ssrc=)");
    Pattern elsewhere = Pattern.compile("(src|href|action)=\"(https?:)?//");
    for (String path :
        new String[] {
          mine.checks(),
          mine.checks() + "/new",
          "/checks/" + code,
          "/checks/" + code + "/edit",
          mine.channels(),
          mine.channels() + "/new/email",
          mine.channels() + "/new/webhook",
          "/projects/" + mine.project.code() + "/settings",
          "/account"
        }) {
      HttpResponse<String> page = mine.browser.get(path);
      assertThat(page.body())
          .as(path)
          .doesNotContainPattern(inline)
          .doesNotContainPattern(elsewhere);
      assertThat(page.headers().firstValue("content-security-policy").orElse(""))
          .contains(
              "default-src 'none'",
              "script-src 'self';",
              "style-src 'self';",
              "frame-ancestors 'none'");
      assertThat(page.headers().firstValue("cache-control")).contains("no-store");
    }
  }
}
