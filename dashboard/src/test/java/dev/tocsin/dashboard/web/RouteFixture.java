package dev.tocsin.dashboard.web;

import dev.tocsin.dashboard.TestBrowser;
import dev.tocsin.dashboard.TestDashboard;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.NewProject;
import dev.tocsin.dashboard.people.Role;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A project with one of everything that a path may name. */
public final class RouteFixture {

  private static final Pattern VARIABLE = Pattern.compile(":(\\w+)");

  /** Variables of which every fixture has one, and the two paths where another one is meant. */
  private static final Set<String> THERE =
      Set.of(
          "project",
          "check",
          "channel",
          "incident",
          "silence",
          "window",
          "rota",
          "override",
          "page",
          "announcement",
          "key",
          "delivery",
          "message",
          "aside",
          "kind",
          "n");

  private static final Set<String> OF_ANOTHER =
      Set.of("POST /account/keys/:key/revoke", "GET /channels/:channel/tests/:delivery");

  private final TestDashboard dashboard;
  private final NewProject project;
  private final Map<String, String> values = new HashMap<>();

  public RouteFixture(TestDashboard dashboard, Account owner) {
    this.dashboard = dashboard;
    this.project = dashboard.project("Project", owner);
    values.put("project", project.code().toString());
    values.put("kind", "email");
    values.put("n", "1");
    String check = make("check", "checks (project_id, name) VALUES (?, 'job')", project.id());
    sql("INSERT INTO check_state (check_id) SELECT id FROM checks WHERE code = ?::uuid", check);
    sql(
        """
        INSERT INTO pings (check_id, n, at, kind, scheme, method, ua, body)
        SELECT id, 1, now(), 'success', 'http', 'POST', 'curl', 'x' FROM checks WHERE code = ?::uuid
        """,
        check);
    String channel =
        make(
            "channel",
            "channels (project_id, kind, name, settings) VALUES (?, 'email', 'Ops', '\\x00')",
            project.id());
    sql("INSERT INTO lanes SELECT id FROM channels WHERE code = ?::uuid", channel);
    String of = " FROM checks WHERE code = ?::uuid";
    sql(
        "INSERT INTO flips (check_id, at, old_status, new_status, reason, fanned_out)"
            + " SELECT id, now(), 'up', 'down', 'timeout', true"
            + of,
        check);
    make(
        "incident",
        """
        incidents (project_id, check_id, flip_id, opened_at, reason, told_at)
        SELECT c.project_id, c.id, f.id, f.at, f.reason, f.at
          FROM checks c JOIN flips f ON f.check_id = c.id WHERE c.code = ?::uuid
        """,
        check);
    make(
        "silence",
        """
        silences (project_id, author, starts_at, ends_at)
        VALUES (?, 'cli', now(), now() + interval '1 h')
        """,
        project.id());
    make(
        "window",
        """
        maintenance (project_id, author, kind, schedule, lasts)
        VALUES (?, 'cli', 'cron', '0 2 * * 0', interval '1 h')
        """,
        project.id());
    make(
        "key",
        """
        api_keys (project_id, name, read_only, hash, hint)
        VALUES (?, 'k', true, sha256(gen_random_uuid()::text::bytea), 'abcd')
        """,
        project.id());
    String page =
        make(
            "page",
            """
            status_pages (project_id, slug, name)
            VALUES (?, 'page-' || gen_random_uuid(), 'Page')
            """,
            project.id());
    make(
        "announcement",
        """
        announcements (page_id, kind, title, impact, starts_at, author)
        SELECT id, 'incident', 'Trouble', 'minor', now(), 'cli' FROM status_pages
         WHERE code = ?::uuid
        """,
        page);
    values.put(
        "aside",
        first(
            """
            INSERT INTO quarantine (stream_id, position, heard_at, record, ping, why)
            VALUES (gen_random_uuid(), ?, now(), 'x', 'x', 'x') RETURNING id::text AS v
            """,
            1));
    sql(
        """
        INSERT INTO checks_set_aside (check_id, why, until)
        SELECT id, 'x', now() + interval '1 h' FROM checks WHERE code = ?::uuid
        """,
        check);
    message(check, channel);
    rota(channel);
  }

  private void rota(String member) {
    String rota =
        make(
            "rota",
            "channels (project_id, kind, name, settings) VALUES (?, 'rota', 'Calls', '\\x00')",
            project.id());
    sql("INSERT INTO lanes SELECT id FROM channels WHERE code = ?::uuid", rota);
    sql(
        """
        INSERT INTO rotas (channel_id, begins, turn, tz)
        SELECT id, '2026-01-05 09:00', interval '168 h', 'UTC' FROM channels WHERE code = ?::uuid
        """,
        rota);
    sql(
        """
        INSERT INTO rota_people SELECT r.channel_id, 0, 'Ada', m.id
          FROM rotas r JOIN channels ch ON ch.id = r.channel_id, channels m
         WHERE m.code = ?::uuid AND ch.code = ?::uuid
        """,
        member,
        rota);
    values.put(
        "override",
        first(
            """
            INSERT INTO rota_overrides (rota_id, name, member_id, starts_at, ends_at, author)
            SELECT rota_id, p.name, member_id, now(), now() + interval '1 h', 'cli' FROM rota_people p
              JOIN channels ch ON ch.id = p.rota_id WHERE ch.code = ?::uuid RETURNING code::text AS v
            """,
            rota));
  }

  private void message(String check, String channel) {
    String message =
        first(
            """
            INSERT INTO messages (channel_id, key, state, attempts, next_at)
            SELECT id, gen_random_uuid()::text, 'failed', 1, now() FROM channels
             WHERE code = ?::uuid RETURNING id::text AS v
            """,
            channel);
    values.put("message", message);
    values.put(
        "delivery",
        first(
            """
            INSERT INTO deliveries (flip_id, channel_id, check_id, message_id)
            SELECT f.id, m.channel_id, f.check_id, m.id
              FROM messages m, flips f JOIN checks c ON c.id = f.check_id
             WHERE m.id = ?::bigint AND c.code = ?::uuid RETURNING id::text AS v
            """,
            message,
            check));
  }

  private String make(String variable, String into, Object parameter) {
    String code = first("INSERT INTO " + into + " RETURNING code::text AS v", parameter);
    values.put(variable, code);
    return code;
  }

  private String first(String sql, @Nullable Object... parameters) {
    return dashboard.db.first("t", sql, row -> row.string("v"), parameters).orElseThrow();
  }

  private void sql(String sql, @Nullable Object... parameters) {
    dashboard.db.update("t", sql, parameters);
  }

  public void member(Account account, Role role) {
    sql("INSERT INTO members VALUES (?, ?, ?)", project.id(), account.id(), role.word());
  }

  public NewProject project() {
    return project;
  }

  /** The path of a route, with what is here in the place of variables. */
  public String path(String route) {
    Matcher variables = VARIABLE.matcher(route.substring(route.indexOf(' ') + 1));
    return variables.replaceAll(
        name -> values.getOrDefault(name.group(1), UUID.randomUUID().toString()));
  }

  /** Whether all that the route names is here, so that who may see it does not get 404. */
  public static boolean isOfSomethingThere(String route) {
    return !OF_ANOTHER.contains(route)
        && VARIABLE.matcher(route).results().allMatch(name -> THERE.contains(name.group(1)));
  }

  /** Posts a form that is ours, with little in it. */
  int submit(TestBrowser browser, String path, String address) {
    String page = browser.get("/account").statusCode() == 200 ? "/account" : "/sign-in";
    return browser
        .submit(page, path, "role", "readonly", "email", "new@example.org", "member", address)
        .statusCode();
  }
}
