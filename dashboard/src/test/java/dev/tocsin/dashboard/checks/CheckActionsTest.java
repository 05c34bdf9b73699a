package dev.tocsin.dashboard.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestProject;
import dev.tocsin.store.CheckSettings;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbConfig;
import dev.tocsin.store.StoredCheck;
import dev.tocsin.store.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What changing a check does to its rows. */
class CheckActionsTest {

  private static final DbConfig CONFIG = TestPostgres.freshDatabase();
  private static final Db DB = Db.open(CONFIG);
  private final TestProject project = TestProject.in(DB);
  private final CheckActions actions = new CheckActions(DB);
  private final CheckQueries queries = new CheckQueries(DB);
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  @AfterAll
  static void stop() {
    DB.close();
  }

  private StoredCheck make(CheckEdit edit) {
    Saved saved = actions.create(project.id(), "cli", edit, ChannelChoice.NONE);
    return ((Saved.Created) saved).check().check();
  }

  private void update(StoredCheck check, CheckEdit edit) {
    assertThat(actions.update(project.id(), check.code(), "cli", edit, ChannelChoice.KEEP))
        .isInstanceOf(Saved.Updated.class);
  }

  private @Nullable Instant instant(StoredCheck check, String column) {
    return DB.query(
            "reading " + column,
            "SELECT " + column + " AS v FROM check_state WHERE check_id = ?",
            row -> Optional.ofNullable(row.instantOrNull("v")),
            check.id())
        .get(0)
        .orElse(null);
  }

  private long rulesVersion(StoredCheck check) {
    return project.one("SELECT rules_version AS v FROM check_state WHERE check_id = ?", check.id());
  }

  private long audits() {
    return project.one("SELECT count(*) AS v FROM audit WHERE project_id = ?", project.id());
  }

  @Test
  void a_new_check_waits_for_its_first_ping_and_wakes_nobody() {
    StoredCheck check = make(new CheckEdit().name("new"));
    assertThat(instant(check, "deadline")).isNull();
    assertThat(instant(check, "wake_at")).isNull();
    assertThat(rulesVersion(check)).isEqualTo(1);
    assertThat(audits()).isEqualTo(1);
  }

  @Test
  void a_new_schedule_moves_the_deadline_of_a_check_that_is_up() {
    StoredCheck check = make(new CheckEdit().timeout(Duration.ofHours(2)));
    project.state(
        check.code(),
        "status = 'up', last_ping = ?, deadline = ?, wake_at = ?",
        now,
        now.plusSeconds(10_800),
        now.plusSeconds(10_000));
    update(check, new CheckEdit().timeout(Duration.ofMinutes(10)).grace(Duration.ofMinutes(5)));
    assertThat(instant(check, "deadline")).isEqualTo(now.plusSeconds(900));
    assertThat(instant(check, "wake_at")).isBetween(now.plusSeconds(600), now.plusSeconds(900));
    assertThat(instant(check, "edited_at")).isAfterOrEqualTo(now);
    assertThat(rulesVersion(check)).isEqualTo(2);
    Instant wake = instant(check, "wake_at");

    update(check, new CheckEdit().timeout(Duration.ofDays(1)));
    assertThat(instant(check, "deadline")).isEqualTo(now.plusSeconds(86_400 + 300));
    assertThat(instant(check, "wake_at")).as("early enough").isEqualTo(wake);
    assertThat(project.one("SELECT count(*) AS v FROM flips WHERE check_id = ?", check.id()))
        .isZero();
  }

  @Test
  void a_new_grace_time_moves_the_deadline_of_a_running_check() {
    StoredCheck check = make(new CheckEdit());
    project.state(check.code(), "last_start = ?, deadline = ?", now, now.plusSeconds(3600));
    update(check, new CheckEdit().grace(Duration.ofMinutes(1)));
    assertThat(instant(check, "deadline")).isEqualTo(now.plusSeconds(60));
    assertThat(instant(check, "last_start")).isEqualTo(now);
  }

  @Test
  void a_check_that_is_down_stays_down_until_it_is_pinged() {
    StoredCheck check = make(new CheckEdit());
    project.state(check.code(), "status = 'down', last_ping = ?", now);
    update(check, new CheckEdit().timeout(Duration.ofDays(30)));
    assertThat(instant(check, "deadline")).isNull();
    assertThat(
            project.one(
                "SELECT count(*) AS v FROM check_state WHERE check_id = ? AND status = 'down'",
                check.id()))
        .isEqualTo(1);
  }

  @Test
  void a_name_moves_the_rules_version_and_no_deadline() {
    StoredCheck check = make(new CheckEdit());
    update(check, new CheckEdit().name("other"));
    assertThat(rulesVersion(check)).isEqualTo(2);
    assertThat(instant(check, "edited_at")).isNull();
  }

  @Test
  void an_edit_that_changes_nothing_writes_nothing() {
    StoredCheck check = make(new CheckEdit().name("same"));
    update(check, new CheckEdit().name("same").grace(Duration.ofHours(1)));
    assertThat(rulesVersion(check)).isEqualTo(1);
    assertThat(audits()).isEqualTo(1);
  }

  @Test
  void the_audit_log_tells_who_changed_what() {
    UUID channel = project.channel("mail");
    StoredCheck check = make(new CheckEdit().name("a"));
    actions.update(
        project.id(),
        check.code(),
        "ann@hb.example",
        new CheckEdit().name("b").grace(Duration.ofMinutes(2)),
        ChannelChoice.ALL);
    assertThat(
            project.one(
                """
                SELECT count(*) AS v FROM audit
                 WHERE project_id = ? AND actor = 'ann@hb.example' AND action = 'check.update'
                   AND detail = ?::jsonb
                """,
                project.id(),
                """
                {"check": "%s", "name": "a", "changes":
                 {"name": ["a", "b"], "grace": [3600, 120], "channels": [[], ["%s"]]}}
                """
                    .formatted(check.code(), channel)))
        .isEqualTo(1);
  }

  @Test
  void edits_at_the_same_time_lose_nothing() {
    StoredCheck check = make(new CheckEdit());
    List<CheckEdit> edits =
        List.of(
            new CheckEdit().name("n"),
            new CheckEdit().tags("t"),
            new CheckEdit().slug("s"),
            new CheckEdit().description("d"),
            new CheckEdit().startWords("w"),
            new CheckEdit().manualResume(true));
    CompletableFuture.allOf(
            edits.stream()
                .map(edit -> CompletableFuture.runAsync(() -> update(check, edit)))
                .toArray(CompletableFuture<?>[]::new))
        .join();
    assertThat(queries.byCode(check.code()).orElseThrow().check().settings())
        .isEqualTo(
            new CheckEdit()
                .name("n")
                .tags("t")
                .slug("s")
                .description("d")
                .startWords("w")
                .manualResume(true)
                .applyTo(CheckSettings.DEFAULTS));
    assertThat(rulesVersion(check)).isEqualTo(1 + edits.size());
  }

  @Test
  void the_same_upsert_at_the_same_time_makes_one_check() {
    Set<MatchBy> unique = Set.of(MatchBy.NAME);
    List<Saved> saved =
        IntStream.range(0, 12)
            .parallel()
            .mapToObj(
                i ->
                    actions.createOrUpdate(
                        project.id(),
                        "cli",
                        new CheckEdit().name("x").tags("t" + i),
                        ChannelChoice.KEEP,
                        unique))
            .toList();
    assertThat(saved.stream().filter(Saved.Created.class::isInstance)).hasSize(1);
    assertThat(queries.byProject(project.id(), CheckFilter.ALL).checks()).hasSize(1);
  }

  @Test
  void another_projects_check_is_not_found() {
    StoredCheck check = make(new CheckEdit());
    long other = TestProject.in(DB).id();
    assertThat(actions.pause(other, check.code(), "cli")).isEmpty();
    assertThat(actions.delete(other, check.code(), "cli")).isEmpty();
    assertThat(actions.resume(other, check.code(), "cli")).isInstanceOf(Resumed.NotFound.class);
    assertThat(actions.update(other, check.code(), "cli", new CheckEdit(), ChannelChoice.KEEP))
        .isInstanceOf(Saved.NotFound.class);
  }

  @Test
  void a_filter_finds_text_anywhere_in_either_case() {
    make(new CheckEdit().name("Nightly dump").tags("db"));
    make(new CheckEdit().name("other").description("what NIGHT does"));
    StoredCheck third = make(new CheckEdit().name("third"));
    CheckFilter night = new CheckFilter(Set.of(), Optional.empty(), "night");
    assertThat(queries.byProject(project.id(), night).checks()).hasSize(2);
    CheckFilter code = new CheckFilter(Set.of(), Optional.empty(), third.code().toString());
    assertThat(queries.byProject(project.id(), code).checks()).containsExactly(third);
  }

  @Test
  void a_schedule_outranks_a_timeout_and_both_survive_a_change_of_kind() {
    var defaults = CheckSettings.DEFAULTS;
    var cron =
        new CheckEdit()
            .timeout(Duration.ofMinutes(9))
            .schedule(new ScheduleText("cron", "5 4 * * *"))
            .applyTo(defaults);
    assertThat(cron.kind()).isEqualTo("cron");
    assertThat(cron.timeout()).isEqualTo(defaults.timeout());
    var simple = new CheckEdit().timeout(Duration.ofMinutes(9)).applyTo(cron);
    assertThat(simple.kind()).isEqualTo("simple");
    assertThat(simple.schedule()).isEqualTo("5 4 * * *");
  }
}
