package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestBrowser;
import dev.tocsin.dashboard.TestDashboard;
import dev.tocsin.dashboard.TestProject;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.NewProject;
import dev.tocsin.store.DbConfig;
import dev.tocsin.store.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators see and do. A database for each test: some switch off what all share. */
class SystemPagesTest {

  private final TestDashboard dashboard = new TestDashboard(soonAway(TestPostgres.freshDatabase()));
  private final Account ada = dashboard.account("ada@example.org");
  private final Account bob = dashboard.account("bob@example.org");
  private final NewProject project = dashboard.project("Bob's", bob);
  private final TestBrowser operator = dashboard.signedIn(ada);
  private final TestBrowser other = dashboard.signedIn(bob);

  /** Whoever waits for a database that is away does not wait long. */
  private static DbConfig soonAway(DbConfig usual) {
    return new DbConfig(
        usual.hosts(),
        usual.database(),
        usual.user(),
        usual.password(),
        usual.properties(),
        usual.poolSize(),
        Duration.ofSeconds(4));
  }

  @AfterEach
  void close() {
    dashboard.close();
  }

  private void sql(String sql, Object... parameters) {
    dashboard.db.update("preparing", sql, parameters);
  }

  private List<String> texts(String sql) {
    return dashboard.db.query("looking", sql, row -> row.string("v"));
  }

  private void process(String node, String version, String print, int silent) {
    sql(
        """
        INSERT INTO processes (id, node, role, version, git_commit, java, tzdata, settings_print,
                               secrets_print, shared, settings, started_at, seen_at, state)
        VALUES (gen_random_uuid(), ?, 'alerter', ?, 'c0ffee', '17', '2025b', ?, '', '{}',
                '[{"name": "smtp.password", "value": "(secret)", "origin": "file.toml"}]', now(),
                now() - ? * interval '1 s', '{"not_ready": ["overdue: stuck"],
                  "load": [{"of": "open files", "used": 900, "limit": 1000}],
                  "disks": [{"holds": ["journal", "database"], "size": 1000, "free": 150}]}')
        """,
        node,
        version,
        print,
        silent);
  }

  @Test
  void the_first_account_runs_the_installation_and_others_do_when_they_are_named() {
    String path = "/projects/" + project.code() + "/checks";
    assertThat(operator.get("/account").body()).contains("href=\"/system\"");
    assertThat(other.get(path).body()).doesNotContain("/system");
    assertThat(other.get("/palette?q=system").body()).doesNotContain("/system");
    assertThat(operator.get("/palette?q=processes").body()).contains("/system/settings");
    assertThat(other.get("/system").statusCode()).isEqualTo(404);
    Accounts accounts = new Accounts(dashboard.db);
    assertThat(accounts.setOperator(bob, true, "cli")).isTrue();
    assertThat(accounts.setOperator(bob, true, "cli")).isFalse();
    assertThat(other.get("/system").statusCode()).isEqualTo(200);
    assertThat(accounts.operators()).containsExactly("ada@example.org", "bob@example.org");
    assertThat(texts("SELECT detail::text AS v FROM audit WHERE action = 'account.operator'"))
        .containsExactly("{\"operator\": true}");
  }

  @Test
  void processes_that_differ_are_named_and_one_that_fell_silent_is_missed() {
    process("a1", "1.0", "aaaa", 0);
    process("a2", "1.1", "bbbb", 1);
    process("a3", "0.9", "cccc", 400);
    String page = operator.get("/system").body();
    assertThat(page)
        .contains("Processes of one role differ", "version: 1.0 on a1; 1.1 on a2", "overdue: stuck")
        .contains("in use: open files 90 %")
        .contains("last heard 6 min 40 s ago", "0.9 (c0ffee)")
        .contains("disk of journal and database: 85 % full, 150 B free", "make room")
        .doesNotContain("0.9 on a3")
        .contains("Nothing that operators are told of", "No listener is known to the database");
    assertThat(operator.get("/system/settings").body())
        .contains("smtp.password", "(secret)", "file.toml");
    assertThat(operator.get("/system/settings?process=nobody").statusCode()).isEqualTo(404);
  }

  @Test
  void what_a_restart_would_bring_is_shown_beside_the_process_and_what_ends_by_itself() {
    process("calm", "1.0", "aaaa", 0);
    process("differs", "1.0", "aaaa", 0);
    process("refused", "1.0", "aaaa", 0);
    sql(
        """
        UPDATE processes SET state = '{"not_ready": [],
          "restart": {"differ": ["site.name: a → <b>b</b>"], "refused": []},
          "ends": [{"what": "ca <pem>", "at": "2026-12-01T00:00:00Z"}]}' WHERE node = 'differs'
        """);
    sql(
        """
        UPDATE processes SET state = '{"not_ready": [],
          "restart": {"differ": [], "refused": ["http.prot: no such setting"]},
          "ends": [{"what": "ca <pem>", "at": "2026-12-01T00:00:00Z"}]}' WHERE node = 'refused'
        """);
    String page = operator.get("/system").body();
    assertThat(page)
        .containsOnlyOnce("a restart would be refused")
        .containsOnlyOnce("settings wait for a restart")
        .contains("What ends by itself")
        .containsOnlyOnce("ca &lt;pem&gt;")
        .contains("2026-12-01T00:00:00Z");
    String refused = texts("SELECT id::text AS v FROM processes WHERE node = 'refused'").get(0);
    assertThat(operator.get("/system/settings?process=" + refused).body())
        .contains("A restart would be refused.", "http.prot: no such setting");
    String differs = texts("SELECT id::text AS v FROM processes WHERE node = 'differs'").get(0);
    assertThat(operator.get("/system/settings?process=" + differs).body())
        .contains("A restart would load other settings.", "site.name: a → &lt;b&gt;b&lt;/b&gt;")
        .contains("No process was started with other settings than before");
  }

  @Test
  void changes_of_settings_are_shown_with_what_was_and_is() {
    sql(
        """
        INSERT INTO audit (actor, action, detail)
        VALUES ('start', 'settings.change',
                '{"role": "up", "node": "n<1>", "version": "1.2",
                  "changes": {"site.name": ["a", "<i>"], "smtp.password": ["(secret)", "(another one)"]}}')
        """);
    assertThat(operator.get("/system/settings").body())
        .contains("up on n&lt;1&gt;", "<code>site.name</code>: a → &lt;i&gt;")
        .contains("<code>smtp.password</code>: (secret) → (another one)");
  }

  @Test
  void the_page_says_which_stream_holds_the_watermark_and_why() {
    sql(
        """
        INSERT INTO streams (id, node, opened_at, heard_through, stalled_why)
        VALUES (gen_random_uuid(), 'well', now(), now(), NULL),
               (gen_random_uuid(), 'ill', now(), now() - interval '10 min', 'cursor <moved>')
        """);
    assertThat(operator.get("/system").body())
        .contains("ill: it was stopped: cursor &lt;moved&gt;", "10 min");
  }

  @Test
  void what_was_set_aside_is_shown_as_it_is_and_replayed_or_discarded_by_name() {
    sql(
        """
        INSERT INTO quarantine (stream_id, position, heard_at, record, ping, why)
        SELECT gen_random_uuid(), n, now(),
               convert_to(E'user-agent: <script>boom()</script>\\u202Eevil\\u0007', 'UTF8'), '\\x00',
               'bad <b>'
          FROM generate_series(1, 2) n
        """);
    assertThat(operator.get("/system/quarantine").body())
        .contains("bad &lt;b&gt;")
        .contains("set aside");
    String one = operator.get("/system/quarantine/1").body();
    assertThat(one)
        .contains("&lt;script&gt;boom()&lt;/script&gt;\\u{202e}evil\\u{0007}")
        .doesNotContain("<script>boom");
    var record = operator.get("/system/quarantine/1/record");
    assertThat(record.headers().firstValue("content-disposition").orElse(""))
        .contains("attachment");
    String path = "/system/quarantine/1";
    assertThat(operator.submit(path, path + "/replay").statusCode()).isEqualTo(303);
    assertThat(texts("SELECT wanted_by AS v FROM quarantine WHERE wanted_at IS NOT NULL"))
        .containsExactly("ada@example.org");
    assertThat(operator.get(path).body()).contains("being replayed").doesNotContain(">Replay<");
    operator.submit(path, "/system/quarantine/2/discard");
    operator.submit(path, "/system/quarantine/2/replay");
    assertThat(texts("SELECT settled AS v FROM quarantine WHERE id = 2"))
        .containsExactly("discarded");
    assertThat(operator.get("/system/quarantine/2").body())
        .contains("It was discarded already, by ada@example.org.");
    assertThat(texts("SELECT action AS v FROM audit WHERE action LIKE 'quar%' ORDER BY id"))
        .containsExactly("quarantine.replay", "quarantine.discard");
    assertThat(operator.get("/system/quarantine").body()).doesNotContain("quarantine/2\"");
    assertThat(operator.get("/system/quarantine?all=1").body()).contains("quarantine/2\"");
    for (String wrong : new String[] {"/system/quarantine/99", "/system/quarantine/x"}) {
      assertThat(operator.get(wrong).statusCode()).as(wrong).isEqualTo(404);
    }
  }

  @Test
  void a_change_in_words_that_nobody_knows_is_listed_until_somebody_does() {
    sql(
        "INSERT INTO checks (project_id, name) SELECT id, 'Backup' FROM projects WHERE code = ?",
        project.code());
    sql(
        """
        INSERT INTO flips (check_id, at, old_status, new_status, reason, fanned_out)
        SELECT id, now(), 'up', 'down', 'timeout', false FROM checks
        UNION ALL SELECT id, now(), 'up', '<asleep>', 'timeout', false FROM checks
        UNION ALL SELECT id, now(), 'up', 'dozing', 'timeout', true FROM checks
        """);
    assertThat(operator.get("/system/quarantine").body())
        .contains("Changes that nobody is told of", "Backup", "<code>&lt;asleep&gt;</code>")
        .doesNotContain("dozing", "<code>down</code>");
  }

  @Test
  void without_its_database_a_process_tells_operators_what_it_knows_and_others_nothing() {
    assertThat(operator.get("/system").body()).contains("Watermark and journals");
    assertThat(other.get("/account").statusCode()).isEqualTo(200);
    dashboard.away();
    HttpResponse<String> page = operator.get("/system");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("The database is away", "1 min ago", "up on web1", "0.1.0 (d3adb33f)")
        .contains("1.0 MiB on disk, 25 %", "1 min 15 s old", "the database does not answer")
        .containsPattern("id=\"part-heard\"[^>]* hidden");
    assertThat(operator.get("/system/rods").statusCode()).isEqualTo(503);
    assertThat(other.get("/system").statusCode()).isEqualTo(503);
    assertThat(new TestBrowser(dashboard.url()).get("/system").statusCode()).isEqualTo(303);
    dashboard.back();
    String whole = operator.get("/system").body();
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (whole.contains("The database is away") && System.nanoTime() < end) {
      whole = operator.get("/system").body(); // the pool of connections tries now and then
    }
    assertThat(whole)
        .doesNotContainPattern("id=\"part-heard\"[^>]* hidden")
        .doesNotContain("The database is away");
  }

  @Test
  void an_open_page_is_told_what_changes_and_that_the_database_goes_and_comes_back() {
    Stream stream = new Stream(operator, "/live/system");
    stream.await("id=\"part-lanes\"");
    sql(
        "INSERT INTO operator_alerts (key, title, lines, section) VALUES ('x', 'It is on fire', '{}', 'x')");
    stream.await("It is on fire");
    dashboard.away();
    stream.await("The database is away");
    dashboard.back();
    stream.await("id=\"part-here\" class=\"card\" aria-labelledby=\"here-title\" hidden");
    assertThat(other.get("/live/system").statusCode()).isEqualTo(404);
  }

  @Test
  void a_rod_is_set_with_a_reason_seen_on_every_page_and_cleared() {
    assertThat(operator.submit("/system/rods", "/system/rods", "name", "sending").body())
        .contains("A reason is needed");
    assertThat(
            operator.submit("/system/rods", "/system/rods", "name", "none", "reason", "x").body())
        .contains("There is no control rod none");
    assertThat(
            operator
                .submit(
                    "/system/rods",
                    "/system/rods",
                    "name",
                    "sending:email",
                    "reason",
                    "a <storm>",
                    "lasts",
                    "2",
                    "lasts-unit",
                    "h")
                .statusCode())
        .isEqualTo(303);
    assertThat(operator.get("/account").body())
        .contains("Alerts by email are not sent:", "a &lt;storm&gt;", "ada@example.org");
    assertThat(other.get("/account").body()).doesNotContain("not sent");
    assertThat(
            texts(
                "SELECT round(extract(epoch FROM until - set_at) / 3600)::text AS v FROM control_rods"))
        .containsExactly("2");
    operator.submit("/system/rods", "/system/rods/clear", "name", "sending:email");
    assertThat(operator.get("/account").body()).doesNotContain("not sent");
    assertThat(texts("SELECT action AS v FROM audit WHERE action LIKE 'rod%' ORDER BY id"))
        .containsExactly("rod.set", "rod.clear");
  }

  @Test
  void read_only_refuses_changes_by_pages_and_api_and_lets_operators_undo_it() throws Exception {
    TestProject api = TestProject.in(dashboard.db);
    operator.submit(
        "/system/rods", "/system/rods", "name", "read-only", "reason", "the disk is full");
    String settings = "/projects/" + project.code() + "/settings";
    HttpResponse<String> refused = other.submit(settings, settings, "name", "Another");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("Read-only for now", "the disk is full");
    assertThat(other.get(settings).body()).contains("Pages and API are read-only:");
    assertThat(texts("SELECT name AS v FROM projects WHERE name = 'Another'")).isEmpty();
    HttpResponse<String> call = create(api);
    assertThat(call.statusCode()).isEqualTo(503);
    assertThat(call.body()).contains("read-only for now: the disk is full");
    assertThat(call.headers().firstValue("retry-after")).isPresent();
    TestBrowser again = new TestBrowser(dashboard.url());
    assertThat(
            again
                .submit(
                    "/sign-in", "/sign-in", "email", "ada@example.org", "password", "correct horse")
                .statusCode())
        .as("operators can sign in")
        .isEqualTo(303);
    operator.submit("/system/rods", "/system/rods/clear", "name", "read-only");
    assertThat(other.submit(settings, settings, "name", "Another").statusCode()).isEqualTo(303);
  }

  @Test
  void what_asks_much_of_the_database_is_refused_with_a_reason_and_an_end() throws Exception {
    TestProject api = TestProject.in(dashboard.db);
    UUID check = UUID.randomUUID();
    String base = "/projects/" + project.code();
    List<String> expensive =
        List.of(
            base + "/reports",
            base + "/doctor",
            base + "/export.zip",
            "/account/export.zip",
            "/checks/" + check + "?text=full");
    operator.submit(
        "/system/rods",
        "/system/rods",
        "name",
        "expensive-pages",
        "reason",
        "it is <slow>",
        "lasts",
        "2",
        "lasts-unit",
        "h");
    for (String path : expensive) {
      HttpResponse<String> refused = other.get(path);
      assertThat(refused.statusCode()).as(path).isEqualTo(503);
      assertThat(refused.body())
          .as(path)
          .contains(
              "Switched off for now", "it is &lt;slow&gt;", "runs this installation", "until ")
          .doesNotContain("ada@example.org");
      assertThat(refused.headers().firstValue("retry-after")).hasValue("3600");
    }
    assertThat(operator.get("/account/export.zip").body()).contains("ada@example.org");
    assertThat(other.get(base + "/checks").statusCode()).isEqualTo(200);
    HttpResponse<String> call = get(api, "/api/v3/reports/");
    assertThat(call.statusCode()).isEqualTo(503);
    assertThat(call.body()).contains("switched off for now", "(until ", "it is <slow>");
    assertThat(get(api, "/api/v3/checks/" + check + "/pings/search?text=x").statusCode())
        .isEqualTo(503);
    assertThat(get(api, "/api/v3/checks/").statusCode()).isEqualTo(200);
    operator.submit("/system/rods", "/system/rods/clear", "name", "expensive-pages");
    assertThat(other.get(base + "/reports").statusCode()).isEqualTo(200);
    assertThat(other.get("/account/export.zip").statusCode()).isEqualTo(200);
  }

  @Test
  void without_sign_ups_an_invitation_says_why_and_who_has_an_account_accepts_it() {
    String base = "/projects/" + project.code();
    String email = "new@example.org";
    other.submit(base + "/settings", base + "/invitations", "email", email, "role", "member");
    String path = TestDashboard.path(dashboard.letters(email).get(0));
    String bare = path.substring(0, path.indexOf('?'));
    String proof = path.substring(path.indexOf('=') + 1);
    operator.submit("/system/rods", "/system/rods", "name", "sign-ups", "reason", "a <flood>");
    TestBrowser guest = new TestBrowser(dashboard.url());
    for (String way : List.of(path, bare)) {
      assertThat(guest.get(way).body())
          .contains("Nobody new gets an account for a while: a &lt;flood&gt;", "sign in to join")
          .doesNotContain("Choose a password", "I have no account yet");
    }
    String[] join = {"mail", proof, "password", "a good password"};
    assertThat(guest.submit(path, bare + "/join", join).statusCode()).isEqualTo(503);
    assertThat(guest.submit(path, bare + "/mail").statusCode()).isEqualTo(503);
    assertThat(texts("SELECT email AS v FROM accounts WHERE email LIKE 'new%'")).isEmpty();
    operator.submit("/system/rods", "/system/rods/clear", "name", "sign-ups");
    assertThat(guest.submit(path, bare + "/join", join).statusCode()).isEqualTo(303);
  }

  private HttpResponse<String> get(TestProject api, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(dashboard.url() + path))
            .header("X-Api-Key", api.writeKey())
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> create(TestProject api) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(dashboard.url() + "/api/v3/checks/"))
            .header("X-Api-Key", api.writeKey())
            .POST(BodyPublishers.ofString("{}"))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }
}
