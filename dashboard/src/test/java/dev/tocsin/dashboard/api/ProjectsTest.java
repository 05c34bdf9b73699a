package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.TestProject;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.KeyHolder;
import dev.tocsin.dashboard.people.Keys;
import dev.tocsin.dashboard.people.Members;
import dev.tocsin.dashboard.people.NewAccount;
import dev.tocsin.dashboard.people.NewKey;
import dev.tocsin.dashboard.people.ProjectChanges;
import dev.tocsin.dashboard.people.ProjectLimits;
import dev.tocsin.dashboard.people.Projects;
import dev.tocsin.dashboard.people.Rights;
import dev.tocsin.dashboard.people.Role;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Projects and their members, for keys of accounts and of projects. */
class ProjectsTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Account ada = account();
  private final NewKey adas = keyOf(ada);
  private final JsonNode made = API.post("v3/projects/", adas.key(), "{\"name\":\"Lab\"}").json();
  private final String path = "v3/projects/" + made.path("id").asText();

  @AfterAll
  static void stop() {
    API.close();
  }

  private static Account account() {
    String email = "p" + COUNT.incrementAndGet() + "@example.org";
    return ((NewAccount.Made) new Accounts(API.db).create(email, "correct horse", "cli")).account();
  }

  private static NewKey keyOf(Account account) {
    return new Keys(API.db)
        .create(KeyHolder.account(account), "", Rights.FULL, Acting.operator())
        .orElseThrow();
  }

  /** The key of a new account that has this role in the project. */
  private String keyOf(String role) {
    Account account = account();
    join(made, account, role);
    return keyOf(account).key();
  }

  /** As if they had been invited and said yes. */
  private static void join(JsonNode project, Account account, String role) {
    UUID code = UUID.fromString(project.path("id").asText());
    long id = new Projects(API.db).find(code, Role.OWNER).orElseThrow().id();
    new Members(API.db)
        .add(id, account.email(), Role.of(role).orElseThrow(), Acting.operator())
        .orElseThrow();
  }

  private static String member(String email, String role) {
    return ApiServer.object("email", email, "role", role);
  }

  private long audited(String action) {
    return API.db
        .first(
            "reading the audit log",
            """
            SELECT count(*) AS v FROM audit a JOIN projects p ON p.id = a.project_id
             WHERE p.code = ?::uuid AND a.action = ? AND a.actor = ?
            """,
            row -> row.number("v"),
            made.path("id").asText(),
            action,
            ada.email() + " api:" + adas.listed().hint())
        .orElseThrow();
  }

  @Test
  void a_project_is_made_with_an_account_key_and_its_keys_work() {
    assertThat(adas.key()).matches("hca_[A-Za-z0-9]{28}");
    assertThat(made.path("role").asText()).isEqualTo("owner");
    assertThat(made.path("ping_key").asText()).hasSize(22);
    assertThat(made.path("api_key_readonly").asText()).startsWith("hcr_");
    String key = made.path("api_key").asText();
    assertThat(API.post("v3/checks/", key, "{}").status()).isEqualTo(201);
    assertThat(API.get(path, adas.key()).text()).doesNotContain("hcw_", "hcr_", key);
    assertThat(API.get("v3/projects/", adas.key()).json().path("projects")).hasSize(1);
    assertThat(audited("project.create")).isEqualTo(1);
  }

  @Test
  void an_account_key_opens_projects_only() {
    for (String other : new String[] {"v3/checks/", "v1/checks/", "v3/channels/"}) {
      var answer = API.get(other, adas.key());
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.error()).startsWith("a key of an account opens projects/ only");
    }
    TestProject other = API.project();
    assertThat(API.get("v3/projects/" + other.code(), adas.key()).status()).isEqualTo(403);
    assertThat(API.get("v3/projects/" + other.code(), adas.key()).text()).isEmpty();
    assertThat(API.get("v3/projects/" + UUID.randomUUID(), adas.key()).status()).isEqualTo(404);
    assertThat(API.delete("v3/projects/" + other.code(), adas.key()).status()).isEqualTo(403);
  }

  @Test
  void a_check_moves_to_another_project_of_the_same_account() {
    String key = made.path("api_key").asText();
    String check = API.post("v3/checks/", key, "{}").json().path("uuid").asText();
    JsonNode second = API.post("v3/projects/", adas.key(), "{\"name\":\"Second\"}").json();
    String move = path + "/checks/" + check + "/move";
    String to = ApiServer.object("project", second.path("id").asText());
    assertThat(API.post(move, key, to).status()).isEqualTo(403);
    assertThat(API.post(move, keyOf("readonly"), to).status()).isEqualTo(403);
    assertThat(API.post(move, adas.key(), "{}").status()).isEqualTo(400);
    assertThat(API.post(move, adas.key(), to).json().path("project").asText())
        .isEqualTo(second.path("id").asText());
    assertThat(API.get("v3/checks/" + check, second.path("api_key").asText()).status())
        .isEqualTo(200);
    assertThat(API.get("v3/checks/" + check, key).status()).isNotEqualTo(200);
    assertThat(API.post(move, adas.key(), to).status()).isEqualTo(404);
  }

  @Test
  void a_project_is_handed_over_to_who_says_yes() {
    Account bob = account();
    join(made, bob, "readonly");
    String offer = ApiServer.object("email", bob.email());
    assertThat(API.post(path + "/offer", adas.key(), offer).status()).isEqualTo(201);
    assertThat(API.post(path + "/offer/accept", adas.key(), "{}").status()).isEqualTo(404);
    String bobs = keyOf(bob).key();
    assertThat(API.post(path + "/offer/accept", bobs, "{}").status()).isEqualTo(200);
    assertThat(API.get(path, bobs).json().path("role").asText()).isEqualTo("owner");
    assertThat(API.get(path, adas.key()).json().path("role").asText()).isEqualTo("manager");
    assertThat(API.get(path + "/offer", bobs).status()).isEqualTo(404);
  }

  @Test
  void a_project_key_sees_its_own_project_and_makes_none() {
    String key = made.path("api_key").asText();
    var list = API.get("v3/projects/", key).json().path("projects");
    assertThat(list).hasSize(1);
    assertThat(list.get(0).path("id")).isEqualTo(made.path("id"));
    assertThat(list.get(0).path("role").asText()).isEqualTo("manager");
    assertThat(API.post("v3/projects/", key, "{\"name\":\"x\"}").error()).contains("hca_");
    var read = API.get(path, made.path("api_key_readonly").asText());
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.text()).doesNotContain(made.path("ping_key").asText());
  }

  @Test
  void a_fallback_channel_is_one_of_the_project_and_can_be_taken_away() {
    long project =
        API.db
            .first(
                "t",
                "SELECT id AS v FROM projects WHERE code = ?::uuid",
                row -> row.number("v"),
                made.path("id").asText())
            .orElseThrow();
    String channel =
        API.db
            .first(
                "t",
                "INSERT INTO channels (project_id, kind, settings) VALUES (?, 'email', '') RETURNING code AS v",
                row -> row.string("v"),
                project)
            .orElseThrow();
    assertThat(API.get(path, adas.key()).json().path("fallback_channel").isNull()).isTrue();
    String set = ApiServer.object("fallback_channel", channel);
    assertThat(API.post(path, adas.key(), set).json().path("fallback_channel").asText())
        .isEqualTo(channel);
    assertThat(API.post(path, adas.key(), "{}").json().path("fallback_channel").asText())
        .isEqualTo(channel);
    String foreign = ApiServer.object("fallback_channel", "00000000-0000-0000-0000-000000000000");
    assertThat(API.post(path, adas.key(), foreign).error())
        .isEqualTo("fallback_channel is no channel of this project");
    assertWrong("fallback_channel is not a UUID", "fallback_channel", "x");
    assertThat(
            API.post(path, adas.key(), "{\"fallback_channel\":null}")
                .json()
                .path("fallback_channel")
                .isNull())
        .isTrue();
  }

  @Test
  void a_project_is_renamed_bounded_and_given_another_ping_key() {
    var now =
        API.post(path, adas.key(), "{\"name\":\" Lab 2 \",\"ping_log_limit\":500,\"body_days\":7}")
            .json();
    assertThat(now.path("name").asText()).isEqualTo("Lab 2");
    assertThat(now.path("ping_log_limit").asInt()).isEqualTo(500);
    assertThat(now.path("ping_log_days").asInt()).isZero();
    assertThat(now.path("body_days").asInt()).isEqualTo(7);
    assertThat(now.path("ping_key")).isEqualTo(made.path("ping_key"));
    var turned = API.post(path, adas.key(), "{\"new_ping_key\":true}").json();
    assertThat(turned.path("ping_key").asText())
        .hasSize(22)
        .isNotEqualTo(made.path("ping_key").asText());
    assertThat(API.get(path, adas.key()).json()).isEqualTo(turned);
    API.post(path, adas.key(), "{}");
    assertThat(audited("project.update")).isEqualTo(2);
    assertWrong("name is empty", "name", "");
    assertWrong("name is too long", "name", "x".repeat(61));
    assertWrong("ping_log_limit is too small", "ping_log_limit", 0);
    assertWrong("ping_log_days is too large", "ping_log_days", 3_661);
    assertWrong("body_days is too small", "body_days", -1);
    assertWrong("ping_log_limit is not a number", "ping_log_limit", 1.5);
    assertWrong("ping_log_limit is too large", "ping_log_limit", 10_001);
    assertWrong("ping_log_limit is too large", "ping_log_limit", new BigInteger("9".repeat(30)));
    assertWrong("new_ping_key is not a boolean", "new_ping_key", 1);
    assertThat(API.post("v3/projects/", adas.key(), "{}").error())
        .isEqualTo("json validation error: name is missing");
  }

  private void assertWrong(String problem, String member, Object value) {
    assertThat(API.post(path, adas.key(), ApiServer.object(member, value)).error())
        .isEqualTo("json validation error: " + problem);
  }

  @Test
  void a_project_is_deleted_only_by_name_and_by_who_may() {
    String key = made.path("api_key").asText();
    API.post("v3/checks/", key, "{}");
    String manager = keyOf("manager");
    assertThat(API.delete(path, adas.key()).status()).isEqualTo(400);
    assertThat(API.delete(path + "?confirm=Lob", adas.key()).status()).isEqualTo(400);
    assertThat(API.delete(path + "?confirm=Lab", manager).status()).isEqualTo(403);
    var small =
        API.post(path + "/keys/", key, ApiServer.object("scopes", List.of("project"))).json();
    assertThat(API.delete(path + "?confirm=Lab", small.path("key").asText()).status())
        .isEqualTo(403);
    var gone = API.delete(path + "?confirm=Lab", adas.key());
    assertThat(gone.status()).isEqualTo(200);
    assertThat(gone.json().path("name").asText()).isEqualTo("Lab");
    assertThat(API.get(path, adas.key()).status()).isEqualTo(404);
    assertThat(API.get("v3/checks/", key).status()).isEqualTo(401);
    assertThat(
            API.db.query(
                "reading the audit log",
                "SELECT detail->>'name' AS n FROM audit WHERE detail->>'project' = ?",
                row -> row.string("n"),
                made.path("id").asText()))
        .containsExactly("Lab");
  }

  @Test
  void members_are_invited_given_roles_and_removed() {
    Account bob = account();
    String bobs = keyOf(bob).key();
    assertThat(API.get(path, bobs).status()).isEqualTo(403);
    join(made, bob, "readonly");
    assertThat(API.get(path, bobs).text()).doesNotContain("ping_key");
    assertThat(API.post(path, bobs, "{\"name\":\"Bob's\"}").status()).isEqualTo(403);
    assertThat(API.get(path + "/keys/", bobs).status()).isEqualTo(403);
    assertThat(API.post(path + "/members/", adas.key(), member(bob.email(), "member")).status())
        .isEqualTo(409);
    String at = path + "/members/" + bob.email();
    assertThat(API.post(at, bobs, "{\"role\":\"owner\"}").status()).isEqualTo(403);
    assertThat(API.post(at, adas.key(), "{\"role\":\"manager\"}").status()).isEqualTo(200);
    assertThat(API.get(path + "/keys/", bobs).status()).isEqualTo(200);
    assertThat(API.post(at, bobs, "{\"role\":\"owner\"}").error()).contains("only an owner");
    assertThat(API.get(at.replace("@", "%40"), bobs).json().path("role").asText())
        .isEqualTo("manager");
    assertThat(API.get(path + "/members/", bobs).json().path("members").findValuesAsText("email"))
        .containsExactly(ada.email(), bob.email());
    assertThat(API.delete(at, adas.key()).status()).isEqualTo(200);
    assertThat(API.delete(at, adas.key()).status()).isEqualTo(404);
    assertThat(API.get(path, bobs).status()).isEqualTo(403);
    assertThat(audited("member.update") + audited("member.remove")).isEqualTo(2);
  }

  @Test
  void who_invites_does_not_find_out_who_has_an_account() {
    Account bob = account();
    String nobody = bob.email().replace("p", "q");
    var known = API.post(path + "/members/", adas.key(), member(bob.email(), "member"));
    var unknown = API.post(path + "/members/", adas.key(), member(nobody, "member"));
    assertThat(List.of(known.status(), unknown.status())).containsOnly(201);
    assertThat(alike(known.text(), bob.email())).isEqualTo(alike(unknown.text(), nobody));
    for (String list : List.of("/members/", "/invitations/")) {
      String all = API.get(path + list, adas.key()).text();
      assertThat(all.contains(bob.email())).as(all).isEqualTo(all.contains(nobody));
    }
    assertThat(API.post(path + "/members/", adas.key(), "{}").error()).contains("email is missing");
    assertThat(API.post(path + "/members/", adas.key(), member("x", "boss")).error())
        .contains("role is not one of owner, manager, member, readonly");
    assertThat(API.post(path + "/members/", keyOf("member"), "{}").status()).isEqualTo(403);
  }

  /** An answer without what differs from one invitation to the next. */
  private static String alike(String answer, String email) {
    return answer
        .replace(email, "EMAIL")
        .replaceAll("[0-9a-f-]{36}", "ID")
        .replaceAll("invitations/[A-Za-z0-9]+", "LINK")
        .replaceAll("20[0-9][0-9]-[0-9T:+-]+", "TIME");
  }

  @Test
  void a_project_that_is_full_takes_nobody_in() {
    new ProjectChanges(API.db)
        .limit(
            new Projects(API.db)
                .find(UUID.fromString(made.path("id").asText()), Role.OWNER)
                .orElseThrow(),
            new ProjectLimits(3, 2, 1, 0),
            "cli");
    var limits = API.get(path, adas.key()).json();
    assertThat(limits.path("member_limit").asInt()).isEqualTo(2);
    assertThat(limits.path("channel_limit").asInt()).isEqualTo(1);
    assertThat(invited("a@example.org").status()).isEqualTo(201);
    var full = invited("b@example.org");
    assertThat(full.status()).isEqualTo(409);
    assertThat(full.error()).contains("may have 2 members, and has 2 with those invited");
    String key = made.path("api_key").asText();
    String mail = "{\"kind\": \"email\", \"settings\": {\"to\": [\"a@example.org\"]}}";
    assertThat(API.post("v3/channels/", key, mail).status()).isEqualTo(201);
    var second = API.post("v3/channels/", key, mail);
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.error()).contains("may have 1 channel, and no more");
  }

  private ApiServer.Answer invited(String email) {
    return API.post(path + "/invitations/", adas.key(), member(email, "member"));
  }

  @Test
  void the_last_owner_stays() {
    String self = path + "/members/" + ada.email();
    assertThat(API.delete(self, adas.key()).status()).isEqualTo(409);
    var degraded = API.post(self, adas.key(), "{\"role\":\"member\"}");
    assertThat(degraded.status()).isEqualTo(409);
    assertThat(degraded.error()).startsWith("the last owner stays");
    assertThat(API.delete(self, keyOf("manager")).status()).isEqualTo(403);
    keyOf("owner");
    assertThat(API.delete(self, adas.key()).status()).isEqualTo(200);
    assertThat(API.get(path, adas.key()).status()).isEqualTo(403);
  }

  @Test
  void of_two_owners_who_remove_each_other_one_stays() {
    for (int round = 0; round < 5; round++) {
      JsonNode project = API.post("v3/projects/", adas.key(), "{\"name\":\"Duel\"}").json();
      String members = "v3/projects/" + project.path("id").asText() + "/members/";
      Account bob = account();
      String bobs = keyOf(bob).key();
      join(project, bob, "owner");
      List<Integer> answers =
          Stream.of(List.of(bob.email(), adas.key()), List.of(ada.email(), bobs))
              .parallel()
              .map(duel -> API.delete(members + duel.get(0), duel.get(1)).status())
              .toList();
      assertThat(answers).as("round %d", round).containsOnlyOnce(200);
    }
  }

  @Test
  void a_member_leaves_by_themselves_whatever_their_role() {
    Account bob = account();
    join(made, bob, "readonly");
    assertThat(API.delete(path + "/members/" + bob.email(), keyOf(bob).key()).status())
        .isEqualTo(200);
  }

  @Test
  void a_key_without_all_scopes_gives_nobody_a_role() {
    String key = made.path("api_key").asText();
    var small =
        API.post(path + "/keys/", key, ApiServer.object("scopes", List.of("project"))).json();
    Account bob = account();
    var refused =
        API.post(path + "/members/", small.path("key").asText(), member(bob.email(), "manager"));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(API.post(path + "/members/", key, member(bob.email(), "owner")).status())
        .isEqualTo(403);
    assertThat(API.post(path + "/members/", key, member(bob.email(), "manager")).status())
        .isEqualTo(201);
    assertThat(API.delete(path + "/members/" + ada.email(), key).status()).isEqualTo(403);
  }

  @Test
  void a_member_who_manages_makes_keys_of_the_project() {
    var key = API.post(path + "/keys/", keyOf("manager"), "{\"name\":\"CI\"}");
    assertThat(key.status()).isEqualTo(201);
    assertThat(API.get("v3/checks/", key.json().path("key").asText()).status()).isEqualTo(200);
    assertThat(API.post(path + "/keys/", keyOf("member"), "{}").status()).isEqualTo(403);
  }
}
