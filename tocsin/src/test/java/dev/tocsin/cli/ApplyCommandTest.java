package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.people.NewProject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyCommandTest {

  private static final TestServer server = new TestServer();

  private static final String FILE =
      """
      channels:
        - name: ops
          kind: email
          settings: {to: [ops@example.org]}
      checks:
        - slug: dump
          schedule: "0 3 * * *"
          tz: Europe/Kyiv
          channels: [ops]
        - slug: sync
          timeout: 600
      """;

  @TempDir Path dir;
  private final NewProject project = server.project("p");

  @AfterAll
  static void stop() {
    server.close();
  }

  private Run apply(String yaml, String... more) throws Exception {
    return applyTo(server.url(), project.apiKey(), yaml, more);
  }

  private Run applyTo(String url, String key, String yaml, String... more) throws Exception {
    Path file = Files.writeString(dir.resolve("checks.yaml"), yaml);
    String[] words = new String[more.length + 7];
    System.arraycopy(more, 0, words, 7, more.length);
    words[0] = "apply";
    words[1] = "-f";
    words[2] = file.toString();
    words[3] = "--url";
    words[4] = url;
    words[5] = "--api-key";
    words[6] = key;
    return Run.of(words);
  }

  @Test
  void a_plan_is_shown_then_carried_out_then_there_is_nothing_to_do() throws Exception {
    Run dry = apply(FILE, "--dry-run", "--detailed-exitcode");
    assertThat(dry.code()).as(dry.err()).isEqualTo(2);
    assertThat(dry.out())
        .isEqualTo(
            """
            + create channel ops
                  kind: "email"
                  settings.to[0]: "ops@example.org"
            + create check dump
                  slug: "dump"
                  schedule: "0 3 * * *"
                  tz: "Europe/Kyiv"
                  timeout: (none)
                  channels: ["ops"]
            + create check sync
                  slug: "sync"
                  timeout: 600

            3 to create, 0 to change, 0 to delete, 0 unchanged
            Dry run: nothing was changed.
            """);
    Run done = apply(FILE);
    assertThat(done.code()).isZero();
    assertThat(done.out()).endsWith("unchanged\nDone.\n");
    Run again = apply(FILE, "--dry-run", "--detailed-exitcode");
    assertThat(again.code()).isZero();
    assertThat(again.out())
        .isEqualTo("0 to create, 0 to change, 0 to delete, 3 unchanged\nNothing to do.\n");

    Run changed = apply(FILE.replace("600", "1200"), "--json");
    assertThat(changed.out()).contains("\"changes\":{\"timeout\":[600,1200]}");
  }

  @Test
  void pruning_is_asked_for_and_shown() throws Exception {
    apply(FILE);
    String less = FILE.substring(0, FILE.indexOf("  - slug: sync"));
    assertThat(apply(less).out())
        .contains("1 not in the file any more and left alone", "check sync");
    assertThat(apply(less, "--prune").out()).contains("- delete check sync", "1 to delete");
    Run empty = apply("checks: []", "--prune");
    assertThat(empty.code()).isEqualTo(65);
    assertThat(empty.err()).contains("the file has no checks", "prune_everything");
    assertThat(apply("checks: []", "--prune-everything").out()).contains("2 to delete");
  }

  @Test
  void every_problem_has_its_file_and_line() throws Exception {
    Run run =
        apply(
            """
            chanels: []
            checks:
              - slug: a
                grace: 5
                grce: 60
              - name: no slug
              - slug: b
                slug: c
                schedule: nonsense
                timeout: 60s
            """);
    assertThat(run.code()).isEqualTo(65);
    String file = dir.resolve("checks.yaml").toString();
    assertThat(run.err().replace(file, "F"))
        .isEqualTo(
            """
            tocsin: 7 problems, nothing was changed:
              F:1: chanels: unknown member. Did you mean channels?
              F:4: checks[0].grace: grace is too small
              F:5: checks[0].grce: unknown member
              F:6: checks[1].slug: a check is known by its slug: give it one
              F:8: slug is there twice: see line 7
              F:9: checks[2].schedule: schedule is not a valid cron or OnCalendar expression
              F:10: checks[2].timeout: timeout is not a number
            """);
  }

  @Test
  void what_went_wrong_is_in_the_exit_code() throws Exception {
    assertThat(applyTo("http://127.0.0.1:1", "hcw_x", FILE).code()).isEqualTo(69);
    Run refused = applyTo(server.url(), project.apiKeyReadonly(), FILE);
    assertThat(refused.code()).isEqualTo(77);
    assertThat(refused.err()).contains("a read-write key").doesNotContain(project.apiKeyReadonly());
    assertThat(applyTo("ftp://x", "hcw_x", FILE).code()).isEqualTo(2);
    assertThat(
            Run.of("apply", "-f", dir + "/none.yaml", "--url", server.url(), "--api-key", "x")
                .code())
        .isEqualTo(65);
    assertThat(apply("a: [", "--dry-run").code()).isEqualTo(65);
    assertThat(apply("prune: true\n").err())
        .contains("checks.yaml:1: prune is for the command line");
    Run missing =
        apply("channels: [{name: a, kind: webhook, settings: {down: {url: '${NO_SUCH_X}'}}}]");
    assertThat(missing.code()).isEqualTo(65);
    assertThat(missing.err()).contains("checks.yaml:1: the environment has no NO_SUCH_X");
  }

  @Test
  void a_secret_of_the_environment_is_used_and_never_shown() throws Exception {
    String path = System.getenv("PATH"); // a variable that is surely there
    Run run =
        apply(
            """
            channels:
              - name: x
                kind: webhook
                settings:
                  down: {url: "https://hooks.example/", body: "${PATH}"}
            """);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("settings.down.url: \"(hidden)\"", "settings.down.body: \"${PATH}\"")
        .doesNotContain(path.substring(0, Math.min(path.length(), 20)));
  }

  @Test
  void what_is_exported_may_be_applied_and_changes_nothing_but_the_label() throws Exception {
    String file =
        FILE.replace("timeout: 600", "timeout: 600\n    desc: \"a: 'b' \\\"c\\\" # d\\n- e\"")
            .replace(
                "Europe/Kyiv",
                "Europe/Kyiv\n    failures_before_down: 3\n    depends_on: [sync]"
                    + "\n    assertions: [\"rows>0\", \"body lacks #1: 'x'\"]"
                    + "\n    remind_every: 7200");
    apply(file);
    Run export = Run.of("export", "--url", server.url(), "--api-key", project.apiKey());
    assertThat(export.code()).as(export.err()).isZero();
    assertThat(export.out())
        .isEqualTo(
            """
            # Channels of this project, not kept in this file: "ops"
            checks:
              - slug: "dump"
                schedule: "0 3 * * *"
                tz: "Europe/Kyiv"
                failures_before_down: 3
                remind_every: 7200
                assertions: ["rows > 0","body lacks #1: 'x'"]
                depends_on: ["sync"]
                channels: ["ops"]
              - slug: "sync"
                desc: "a: 'b' \\"c\\" # d\\n- e"
                timeout: 600
            """);
    assertThat(apply(export.out()).out()).contains("2 unchanged\n1 not in the file any more");
  }

  @Test
  void a_rota_is_exported_as_it_was_applied() throws Exception {
    String rotas =
        """
        rotas:
          - name: first line
            begins: 2027-01-04T09:00
            turn: 604800
            tz: Europe/Riga
            people:
              - ops@example.org
              - {name: 'Bob, "B"', channel: ops}
        """;
    String file = FILE.replace("channels: [ops]", "channels: [first line]") + rotas;
    Run first = apply(file);
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out()).contains("+ create rota first line", "people[1].channel: \"ops\"");
    assertThat(apply(file).out()).contains("0 to change, 0 to delete, 4 unchanged");
    Run export = Run.of("export", "--url", server.url(), "--api-key", project.apiKey());
    assertThat(export.out())
        .contains(
            """
            # Channels of this project, not kept in this file: "ops"
            rotas:
              - name: "first line"
                begins: "2027-01-04T09:00"
                turn: 604800
                tz: "Europe/Riga"
                people:
                  - {name: "ops@example.org", channel: "ops"}
                  - {name: "Bob, \\"B\\"", channel: "ops"}
            """,
            "channels: [\"first line\"]");
    assertThat(apply(export.out()).out()).contains("0 to create, 0 to change, 0 to delete, 3 un");
    assertThat(
            apply(file.replace("ops@example.org\n      - {", "eve@example.org\n      - {")).err())
        .contains(
            "eve@example.org: no e-mail channel writes to this address alone", "checks.yaml:");
  }

  @Test
  void without_a_server_the_database_of_the_settings_is_used() throws Exception {
    String name = "local " + project.code();
    server.project(name);
    Path settings =
        Files.writeString(
            dir.resolve("tocsin.toml"),
            "[database]\nurl = \"postgres://postgres:postgres@%s/%s\"\n[secret]\nkey = \"%s\"\n"
                .formatted(
                    server.config.hosts().get(0), server.config.database(), "00".repeat(32)));
    Path file = Files.writeString(dir.resolve("local.yaml"), FILE);
    Run several = Run.of("apply", "-f", file.toString(), "-c", settings.toString());
    assertThat(several.code()).as(several.err()).isEqualTo(76);
    assertThat(several.err()).contains("say --project");
    Run run = Run.of("apply", "-f", file.toString(), "-c", settings.toString(), "--project", name);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("3 to create");
    long byCli =
        server.one(
            "SELECT count(*) AS v FROM audit a JOIN projects p ON p.id = a.project_id"
                + " WHERE p.name = '%s' AND a.actor = 'cli' AND a.action = 'check.create'"
                    .formatted(name));
    assertThat(byCli).isEqualTo(2);
  }
}
