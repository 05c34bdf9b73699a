package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.TestProject;
import dev.tocsin.dashboard.api.ApiServer.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** {@code POST apply}: a project becomes what a file says, all of it or nothing. */
class ApplyTest {

  private static final String MAIL =
      """
      {"name": "ops", "kind": "email", "settings": {"to": ["ops@example.org"]}}
      """;
  private static final String HOOK =
      """
      {"name": "chat", "kind": "webhook",
       "settings": {"down": {"url": "https://hooks.example/t0p-s3cret",
                             "headers": {"X-Token": "s3cret"}}}}
      """;

  private static final ApiServer server = new ApiServer(Duration.ofMinutes(1));
  private final TestProject project = server.project();

  @AfterAll
  static void stop() {
    server.close();
  }

  private Answer apply(String body) {
    return server.post("v3/apply", project.writeKey(), body);
  }

  private JsonNode applied(String body) {
    Answer answer = apply(body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private JsonNode check(String slug) {
    JsonNode checks =
        server.get("v3/checks/?slug=" + slug, project.readKey()).json().path("checks");
    assertThat(checks).hasSize(1);
    return checks.get(0);
  }

  private long audits() {
    return project.one("SELECT count(*) AS v FROM audit WHERE project_id = ?", project.id());
  }

  private static Map<String, Integer> counts(JsonNode answer) {
    Map<String, Integer> counts = new HashMap<>();
    answer.path("counts").properties().forEach(e -> counts.put(e.getKey(), e.getValue().asInt()));
    return counts;
  }

  @Test
  void checks_of_a_file_depend_on_others_of_it_and_of_the_project_in_any_order() {
    UUID router = server.create(project, "slug", "router");
    String file =
        """
        {"checks": [
          {"slug": "web", "depends_on": ["db", "router"], "remind_every": 600},
          {"slug": "db", "depends_on": ["%s"]}]}
        """
            .formatted(router);
    JsonNode plan = applied(file).path("plan");
    assertThat(plan.path(0).path("changes").path("depends_on").toString())
        .isEqualTo("[[],[\"db\",\"router\"]]");
    assertThat(plan.path(0).path("changes").path("remind_every").toString())
        .isEqualTo("[null,600]");
    assertThat(check("web").path("depends_on")).hasSize(2);
    assertThat(check("web").path("remind_every").asInt()).isEqualTo(600);
    assertThat(check("db").path("depends_on")).hasSize(1);
    assertThat(counts(applied(file))).containsEntry("unchanged", 2);
    applied("{\"checks\": [{\"slug\": \"web\"}]}");
    assertThat(check("web").has("depends_on")).as("what it does not say has its default").isFalse();
    assertThat(check("web").has("remind_every")).isFalse();
  }

  @Test
  void what_a_check_of_a_file_cannot_depend_on_is_told_and_nothing_is_changed() {
    server.create(project, "slug", "twin");
    server.create(project, "slug", "twin");
    applied(
        """
        {"label": "f", "checks": [{"slug": "old"}, {"slug": "a"}, {"slug": "b", "depends_on": ["a"]}]}
        """);
    Answer answer =
        apply(
            """
            {"label": "f", "prune": true, "checks": [
              {"slug": "a", "depends_on": ["b"]}, {"slug": "b", "depends_on": ["a"]},
              {"slug": "c", "depends_on": ["nobody", "twin", "old"]},
              {"slug": "d", "depends_on": "a"}, {"slug": "e", "remind_every": 5}]}
            """);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("problems").findValuesAsText("problem"))
        .containsExactly(
            "depends_on is not an array of codes and slugs", "remind_every is too small");
    answer =
        apply(
            """
            {"label": "f", "prune": true, "checks": [
              {"slug": "a", "depends_on": ["b"]}, {"slug": "b", "depends_on": ["a"]},
              {"slug": "c", "depends_on": ["nobody", "twin", "old"]}]}
            """);
    assertThat(answer.json().path("problems").findValuesAsText("problem"))
        .containsExactly(
            "depends_on names no check: nobody",
            "depends_on names more than one check: twin",
            "depends_on names no check: old",
            "depends_on closes a circle");
    assertThat(check("b").path("depends_on")).hasSize(1);
  }

  @Test
  void a_circle_through_a_check_that_the_file_does_not_mention_is_found() {
    applied("{\"label\": \"one\", \"checks\": [{\"slug\": \"x\"}]}");
    applied("{\"label\": \"two\", \"checks\": [{\"slug\": \"y\", \"depends_on\": [\"x\"]}]}");
    String closing =
        "{\"label\": \"one\", \"checks\": [{\"slug\": \"x\", \"depends_on\": [\"y\"]}]}";
    assertThat(apply(closing).error()).contains("closes a circle");
  }

  @Test
  void a_file_makes_channels_of_all_kinds_groups_before_their_members_too() {
    String file =
        """
        {"channels": [
          {"name": "all", "kind": "group", "settings": {"channels": ["phones", "ops"]}},
          {"name": "phones", "kind": "ntfy",
           "settings": {"server": "https://ntfy.example.org", "topic": "%s", "priority": "max"}},
          %s]}
        """;
    JsonNode plan = applied(file.formatted("t0p-s3cret", MAIL));
    assertThat(plan.toString())
        .contains("https://ntfy.example.org", "max", "(hidden)")
        .doesNotContain("t0p-s3cret");
    assertThat(
            project.one(
                """
                SELECT count(*) AS v FROM channel_members cm
                  JOIN channels g ON g.id = cm.channel_id JOIN channels m ON m.id = cm.member_id
                 WHERE g.project_id = ? AND g.name = 'all' AND m.name IN ('phones', 'ops')
                """,
                project.id()))
        .isEqualTo(2);
    assertThat(counts(applied(file.formatted("t0p-s3cret", MAIL))))
        .containsEntry("unchanged", 3)
        .containsEntry("change", 0);
    assertThat(
            apply(
                    """
                    {"channels": [{"name": "all", "kind": "group",
                                   "settings": {"channels": ["all", "nobody"]}}]}
                    """)
                .text())
        .contains("all: a group cannot be a member of a group", "nobody: there is no such channel");
  }

  private static final String ROTA =
      """
      {"channels": [%s, %s], "rotas": [
         {"name": "calls", "begins": "2027-01-04T09:00", "turn": 604800, "tz": "Europe/Kiev",
          "people": ["OPS@example.org", {"name": "Bob <b>", "channel": "chat"}]}],
       "checks": [{"slug": "web", "channels": ["calls"]}]}
      """
          .formatted(MAIL, HOOK);

  private JsonNode rota() {
    JsonNode rotas = server.get("v3/rotas/", project.writeKey()).json().path("rotas");
    assertThat(rotas).hasSize(1);
    return rotas.get(0);
  }

  private String channel(String name) {
    return project
        .db()
        .first(
            "looking for a channel",
            "SELECT code::text AS v FROM channels WHERE project_id = ? AND name = ?",
            row -> row.string("v"),
            project.id(),
            name)
        .orElseThrow();
  }

  @Test
  void a_file_makes_a_rota_of_people_named_by_channel_or_address() {
    JsonNode plan = applied(ROTA);
    assertThat(plan.path("plan").get(2).path("kind").asText()).isEqualTo("rota");
    assertThat(plan.path("plan").get(2).path("changes").toString())
        .contains("\"turn\":[null,604800]", "\"people[0].channel\":[null,\"ops\"]");
    assertThat(rota().path("people").toString())
        .isEqualTo(
            "[{\"name\":\"OPS@example.org\",\"channel\":\"%s\"},{\"name\":\"Bob <b>\",\"channel\":\"%s\"}]"
                .formatted(channel("ops"), channel("chat")));
    assertThat(rota().path("tz").asText()).isEqualTo("Europe/Kyiv");
    assertThat(rota().path("on_call").path("name").asText()).isNotBlank();
    assertThat(counts(applied(ROTA))).containsEntry("unchanged", 4).containsEntry("change", 0);

    JsonNode changed = applied(ROTA.replace("604800", "86400").replace("\"chat\"}", "\"ops\"}"));
    assertThat(changed.path("plan")).hasSize(1);
    assertThat(changed.path("plan").get(0).path("changes").toString())
        .isEqualTo("{\"people[1].channel\":[\"chat\",\"ops\"],\"turn\":[604800,86400]}");
    assertThat(rota().path("turn").asInt()).isEqualTo(86_400);
  }

  @Test
  void a_rota_made_by_hand_is_taken_over_with_who_stands_in() {
    applied("{\"channels\": [%s, %s]}".formatted(MAIL, HOOK));
    String made =
        """
        {"name": "calls", "begins": "2027-01-04T09:00", "turn": 604800, "tz": "Europe/Kyiv",
         "people": [{"name": "OPS@example.org", "channel": "%s"},
                    {"name": "Bob <b>", "channel": "%s"}]}
        """
            .formatted(channel("ops"), channel("chat"));
    String id = server.post("v3/rotas/", project.writeKey(), made).json().path("id").asText();
    String standIn =
        "{\"name\": \"Cleo\", \"channel\": \"%s\", \"end\": \"2099-01-01T00:00:00Z\","
            + " \"start\": \"2098-12-01T00:00:00Z\"}";
    server.post(
        "v3/rotas/" + id + "/overrides/", project.writeKey(), standIn.formatted(channel("chat")));
    JsonNode plan = applied(ROTA);
    assertThat(plan.path("plan").get(0).path("changes").toString())
        .isEqualTo("{\"managed_by\":[\"\",\"file\"]}");
    assertThat(rota().path("id").asText()).isEqualTo(id);
    assertThat(rota().path("overrides").path(0).path("name").asText()).isEqualTo("Cleo");
  }

  @Test
  void a_rota_that_the_file_left_out_goes_when_that_is_asked_for() {
    applied(ROTA);
    String without =
        "{\"channels\": [%s, %s], \"checks\": [{\"slug\": \"web\"}]".formatted(MAIL, HOOK);
    assertThat(applied(without + "}").path("left").toString()).isEqualTo("[\"rota calls\"]");
    assertThat(apply(without + ", \"prune\": true}").error()).contains("the file has no rotas");
    JsonNode pruned = applied(without + ", \"prune_everything\": true}");
    assertThat(counts(pruned)).containsEntry("delete", 1);
    assertThat(server.get("v3/rotas/", project.writeKey()).json().path("rotas")).isEmpty();
  }

  @Test
  void what_is_wrong_with_a_rota_is_said_where_it_stands() {
    String people =
        "{\"rotas\": [{\"name\": \"r\", \"begins\": \"2027-01-04T09:00\", \"turn\": 3600, \"people\": [%s]}]}";
    Map<String, String> wrong =
        Map.of(
            people.formatted("\"eve@example.org\""),
            "rotas[0].people[0]: eve@example.org: no e-mail channel writes to this address alone",
            people.formatted("{\"name\": \"Eve\", \"channel\": \"nowhere\"}"),
            "rotas[0].people[0]: nowhere: there is no such channel",
            people.formatted("{\"name\": \"Eve\", \"channel\": \"r\"}"),
            "rotas[0].people[0]: r: a group or rota cannot take turns",
            people.formatted("\"Eve\""),
            "rotas[0].people[0]: enter an e-mail address, or a name and a channel",
            people.formatted(""),
            "rotas[0]: a rota needs somebody who takes turns",
            "{\"rotas\": [{\"name\": \"r\"}]}",
            "rotas[0].begins: begins is missing",
            people.formatted("5").replace("3600", "60"),
            "rotas[0].people[0]: value is not an object",
            people.formatted("\"a@b.example\"").replace("3600", "60"),
            "rotas[0]: a turn lasts for whole hours",
            people.formatted("\"a@b.example\"").replace("2027-01-04T09:00", "Monday"),
            "rotas[0].begins: begins is not a time on the clock");
    wrong.forEach(
        (file, what) -> {
          Answer answer = apply(file);
          assertThat(answer.status()).as(file).isEqualTo(400);
          assertThat(answer.error()).as(file).contains(what);
        });
    String twice = ROTA.replace("\"name\": \"calls\"", "\"name\": \"ops\"");
    assertThat(apply(twice).error()).contains("rotas[0].name: ops is there twice: see channels[0]");
    assertThat(server.get("v3/rotas/", project.writeKey()).json().path("rotas")).isEmpty();
  }

  @Test
  void a_file_makes_channels_and_checks_and_says_so() {
    JsonNode plan =
        applied(
            """
            {"project": {"name": "Backups"}, "channels": [%s],
             "checks": [{"slug": "dump", "timeout": 600, "grace": 120, "channels": ["ops"]},
                        {"slug": "weekly", "schedule": "0 3 * * 1", "tz": "Europe/Kiev"}]}
            """
                .formatted(MAIL));
    assertThat(counts(plan)).containsEntry("create", 3).containsEntry("change", 1);
    assertThat(plan.path("applied").asBoolean()).isTrue();
    assertThat(plan.path("plan").get(2).path("changes").toString())
        .isEqualTo(
            "{\"slug\":[\"\",\"dump\"],\"timeout\":[86400,600],\"grace\":[3600,120],"
                + "\"channels\":[null,[\"ops\"]]}");
    assertThat(check("dump").path("timeout").asInt()).isEqualTo(600);
    assertThat(check("weekly").path("tz").asText()).isEqualTo("Europe/Kyiv");
    assertThat(audits()).isEqualTo(4);
    long assigned =
        project.one(
            """
            SELECT count(*) AS v FROM check_channels a JOIN checks c ON c.id = a.check_id
             WHERE c.project_id = ?
            """,
            project.id());
    assertThat(assigned).isEqualTo(1);
  }

  @Test
  void the_second_run_writes_nothing_at_all() {
    String file =
        """
        {"channels": [%s, %s], "checks": [
          {"slug": "a", "timeout": 600, "channels": "*", "desc": "two\\nlines", "max_runtime": 90},
          {"slug": "b", "schedule": "*/5 * * * *", "tz": "Europe/Kyiv", "methods": "POST"}]}
        """
            .formatted(MAIL, HOOK);
    applied(file);
    List<String> before = rows();
    JsonNode again = applied(file);
    assertThat(counts(again))
        .isEqualTo(Map.of("create", 0, "change", 0, "delete", 0, "unchanged", 4));
    assertThat(again.path("applied").asBoolean()).isFalse();
    assertThat(rows()).isEqualTo(before);
  }

  /** Every row with the transaction that wrote it. */
  private List<String> rows() {
    List<String> rows = new ArrayList<>();
    for (String table :
        List.of("checks", "check_state", "channels", "check_channels", "audit", "lanes")) {
      rows.addAll(
          server.db.query(
              "reading " + table,
              "SELECT t.xmin::text || t::text AS v FROM %s t ORDER BY 1".formatted(table),
              row -> row.string("v")));
    }
    return rows;
  }

  @Test
  void a_dry_run_tells_and_changes_nothing() {
    List<String> before = rows();
    JsonNode plan =
        applied(
            "{\"dry_run\": true, \"channels\": [%s], \"checks\": [{\"slug\": \"a\"}]}"
                .formatted(MAIL));
    assertThat(counts(plan)).containsEntry("create", 2);
    assertThat(plan.path("applied").asBoolean()).isFalse();
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void what_the_file_does_not_say_has_its_default_but_channels_stay_as_people_made_them() {
    applied(
        "{\"channels\": [%s], \"checks\": [{\"slug\": \"a\", \"grace\": 600, \"channels\": \"*\"}]}"
            .formatted(MAIL));
    JsonNode plan =
        applied("{\"channels\": [%s], \"checks\": [{\"slug\": \"a\"}]}".formatted(MAIL));
    assertThat(plan.path("plan").toString())
        .contains("\"changes\":{\"grace\":[600,3600]}")
        .doesNotContain("channels");
    applied(
        "{\"channels\": [%s], \"checks\": [{\"slug\": \"a\", \"channels\": []}]}".formatted(MAIL));
    assertThat(
            project.one(
                "SELECT count(*) AS v FROM check_channels a JOIN channels c ON c.id = a.channel_id"
                    + " WHERE c.project_id = ?",
                project.id()))
        .isZero();
  }

  @Test
  void a_change_moves_the_deadline_and_the_version_by_which_listeners_notice() {
    applied("{\"checks\": [{\"slug\": \"a\", \"timeout\": 600}, {\"slug\": \"b\"}]}");
    UUID code =
        server
            .db
            .first(
                "finding a check",
                "SELECT code FROM checks WHERE slug = 'a' AND project_id = ?",
                row -> row.uuid("code"),
                project.id())
            .orElseThrow();
    project.state(code, "status = 'up', last_ping = '2026-01-01', n_pings = 1");
    applied(
        "{\"checks\": [{\"slug\": \"a\", \"timeout\": 1200, \"grace\": 60}, {\"slug\": \"b\"}]}");
    long rest =
        project.one(
            """
            SELECT count(*) AS v FROM check_state s JOIN checks c ON c.id = s.check_id
             WHERE c.code = ? AND rules_version = 2 AND wake_at <= deadline AND status = 'up'
               AND deadline = '2026-01-01'::timestamptz + interval '1260 s' AND edited_at IS NOT NULL
            """,
            code);
    assertThat(rest).isEqualTo(1);
    assertThat(
            project.one(
                "SELECT max(rules_version) AS v FROM check_state s JOIN checks c ON c.id = s.check_id"
                    + " WHERE slug = 'b' AND project_id = ?",
                project.id()))
        .isEqualTo(1);
  }

  @Test
  void every_problem_is_told_with_its_place() {
    Answer answer =
        apply(
            """
            {"chekcs": [], "channels": [{"name": "x", "kind": "pager", "settings": {}}, %s,
                {"name": "ops", "kind": "email", "settings": {"to": []}}],
             "checks": [{"slug": "a", "grace": 5, "timeout": "60", "gracee": 1}, {"name": "n"},
                        {"slug": "a"}, 7, {"slug": "b", "channels": "nobody"}]}
            """
                .formatted(MAIL));
    assertThat(answer.status()).isEqualTo(400);
    List<String> told = new ArrayList<>();
    answer
        .json()
        .path("problems")
        .forEach(p -> told.add(p.path("at").asText() + ": " + p.path("problem").asText()));
    assertThat(told)
        .containsExactly(
            "chekcs: unknown member",
            "channels[0].kind: unknown kind of channel",
            "channels[2].name: ops is there twice: see channels[1]",
            "channels[2].settings.to: to: enter at least one address",
            "checks[0].gracee: unknown member",
            "checks[0].grace: grace is too small",
            "checks[0].timeout: timeout is not a number",
            "checks[1].slug: a check is known by its slug: give it one",
            "checks[2].slug: a is there twice: see checks[0]",
            "checks[3]: value is not an object");
    assertThat(answer.json().path("problem_count").asInt()).isEqualTo(told.size());
    assertThat(answer.error()).isEqualTo("json validation error: chekcs: unknown member");
  }

  @Test
  void channels_that_are_not_there_are_told_with_the_check() {
    Answer answer = apply("{\"checks\": [{\"slug\": \"b\", \"channels\": \"nobody\"}]}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error())
        .isEqualTo("json validation error: checks[0].channels: invalid channel identifier: nobody");
  }

  @Test
  void pruning_deletes_what_a_file_made_and_nothing_else() {
    server.create(project, "slug", "by-hand");
    applied(
        "{\"channels\": [%s], \"checks\": [{\"slug\": \"a\"}, {\"slug\": \"b\"}]}".formatted(MAIL));
    JsonNode left = applied("{\"checks\": [{\"slug\": \"a\"}]}");
    assertThat(left.path("left").toString()).isEqualTo("[\"channel ops\",\"check b\"]");
    assertThat(counts(left)).containsEntry("delete", 0);

    JsonNode other =
        applied("{\"label\": \"other\", \"prune\": true, \"checks\": [{\"slug\": \"c\"}]}");
    assertThat(counts(other)).containsEntry("delete", 0);

    Answer empty = apply("{\"prune\": true, \"checks\": [{\"slug\": \"a\"}]}");
    assertThat(empty.status()).isEqualTo(400);
    assertThat(empty.error()).contains("the file has no channels", "prune_everything");

    JsonNode pruned = applied("{\"prune_everything\": true, \"checks\": [{\"slug\": \"a\"}]}");
    assertThat(counts(pruned)).containsEntry("delete", 2).containsEntry("unchanged", 1);
    assertThat(slugs()).containsExactlyInAnyOrder("by-hand", "a", "c");
  }

  private List<String> slugs() {
    return server.db.query(
        "reading slugs",
        "SELECT slug FROM checks WHERE project_id = ?",
        row -> row.string("slug"),
        project.id());
  }

  @Test
  void secrets_are_in_no_plan_and_no_audit_row() {
    String file = "{\"channels\": [%s]}".formatted(HOOK);
    Answer made = apply(file);
    Answer changed = apply(file.replace("t0p-s3cret", "n3w-s3cret"));
    assertThat(changed.json().path("plan").get(0).path("changes").toString())
        .isEqualTo("{\"settings.down.url\":[\"(hidden)\",\"(hidden)\"]}");
    assertThat(made.text() + changed.text()).doesNotContain("s3cret");
    assertThat(
            server.db.query(
                "reading the audit log",
                "SELECT detail::text AS v FROM audit WHERE project_id = ?",
                row -> row.string("v"),
                project.id()))
        .hasSize(2)
        .noneMatch(detail -> detail.contains("s3cret"));
  }

  @Test
  void a_check_made_by_hand_is_taken_over_and_the_plan_says_so() {
    server.create(project, "slug", "a", "grace", 7200);
    JsonNode plan =
        applied("{\"label\": \"infra\", \"checks\": [{\"slug\": \"a\", \"grace\": 7200}]}");
    assertThat(plan.path("plan").get(0).path("changes").toString())
        .isEqualTo("{\"managed_by\":[\"\",\"infra\"]}");
  }

  @Test
  void two_checks_with_the_slug_are_a_problem() {
    server.create(project, "slug", "a");
    server.create(project, "slug", "a");
    assertThat(apply("{\"checks\": [{\"slug\": \"a\"}]}").error())
        .contains("checks[0].slug: the project has 2 checks with the slug a");
  }

  @Test
  void the_limit_of_the_project_counts_what_is_deleted_in_the_same_run() {
    project.limit(2);
    applied("{\"checks\": [{\"slug\": \"a\"}, {\"slug\": \"b\"}]}");
    Answer full = apply("{\"checks\": [{\"slug\": \"a\"}, {\"slug\": \"b\"}, {\"slug\": \"c\"}]}");
    assertThat(full.error()).contains("the project may have 2 checks, and would have 3");
    applied("{\"prune\": true, \"checks\": [{\"slug\": \"a\"}, {\"slug\": \"c\"}]}");
    assertThat(slugs()).containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void hostile_bodies_are_refused_in_words() {
    for (String body :
        new String[] {
          "{\"\\ud800\\u0000\": 1}",
          "{\"checks\": [{\"slug\": \"a\", \"channels\": [\"\\ud800\"]}]}",
          "{\"checks\": [{\"slug\": \"a\", \"channels\": [7, \"\"]}]}",
          "{\"channels\": [{\"name\": \"\\u0000\", \"kind\": \"email\", \"settings\": {}}]}",
          "{\"channels\": [{\"name\": \"a\", \"kind\": \"email\", \"settings\": "
              + "{\"a\":".repeat(900)
              + "1"
              + "}".repeat(900)
              + "}]}",
          "{\"checks\": {}}",
          "{\"checks\": [%s7]}".formatted("{},".repeat(400_000)),
          "{\"checks\": [%s7]}".formatted("{},".repeat(9_000)),
          "{\"label\": \"\"}",
          "{\"project\": {\"name\": \" \"}}",
          "{\"project\": []}",
          "{\"dry_run\": 1}",
          "{\"%s\": 1}".formatted("x".repeat(1_000_000)),
        }) {
      String what = body.substring(0, Math.min(80, body.length()));
      Answer answer = apply(body);
      assertThat(answer.status()).as(what).isEqualTo(400);
      assertThat(answer.error()).as(what).matches("json validation error: .*|could not parse .*");
      assertThat(answer.text().length()).as(what).isLessThan(100_000);
    }
    assertThat(slugs()).isEmpty();
  }

  @Test
  void a_key_that_is_not_for_the_project_may_not_name_it() {
    server.db.update(
        "confining a key",
        "UPDATE api_keys SET scopes = '{checks,channels}' WHERE project_id = ? AND NOT read_only",
        project.id());
    Answer named = apply("{\"project\": {\"name\": \"x\"}, \"checks\": [{\"slug\": \"a\"}]}");
    assertThat(named.status()).isEqualTo(403);
    assertThat(named.error()).isEqualTo("this key lacks the scope project");
    assertThat(slugs()).isEmpty();
    applied("{\"checks\": [{\"slug\": \"a\"}]}");
  }

  @Test
  void only_version_3_knows_it_and_only_a_write_key_may() {
    assertThat(server.post("v2/apply", project.writeKey(), "{}").status()).isEqualTo(404);
    assertThat(server.post("v3/apply", project.readKey(), "{}").status()).isEqualTo(401);
    assertThat(server.get("v3/apply", project.writeKey()).status()).isEqualTo(405);
  }
}
