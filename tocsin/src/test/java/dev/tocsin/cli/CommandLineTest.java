package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.roles.Exit;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {

  @TempDir Path dir;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void every_command_has_help_with_exit_codes() {
    everyCommand(Tocsin.commandLine());
  }

  private void everyCommand(CommandLine command) {
    String help = command.getUsageMessage();
    assertThat(help).as(command.getCommandName()).contains("--help", "78", "settings are missing");
    assertThat(command.getCommandSpec().usageMessage().description())
        .as(command.getCommandName())
        .isNotEmpty();
    command.getSubcommands().values().forEach(this::everyCommand);
  }

  @Test
  void the_page_about_operations_lists_the_exit_codes() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "operations.md"));
    for (Exit exit : Exit.values()) {
      String meaning = exit.meaning().replace("--debug", "`--debug`");
      assertThat(page).contains("| %d | %s |".formatted(exit.code(), meaning));
    }
  }

  @Test
  void the_version_is_the_builds() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).containsPattern("tocsin \\d+\\.\\d+");
  }

  @Test
  void wrong_settings_end_every_role_with_78_before_anything_opens() throws Exception {
    Path file = Files.writeString(dir.resolve("t.toml"), "[http]\nprot = 1\n");
    for (String role : new String[] {"up", "ping-listener", "alerter", "dashboard", "migrate"}) {
      assertThat(run(role, "--config", file.toString(), "--data-dir", dir + "/data"))
          .as(role)
          .isEqualTo(78);
      assertThat(err.toString()).contains("Did you mean http.port?");
    }
    assertThat(dir.resolve("data")).doesNotExist();
  }

  @Test
  void a_single_role_needs_a_database() {
    assertThat(run("alerter", "--data-dir", dir + "/data")).isEqualTo(78);
    assertThat(err.toString()).contains("database.url: missing");
  }

  @Test
  void what_is_missing_is_told_together_with_what_is_wrong() {
    Run run = Run.of("ping-listener", "--set", "listener.ack-wiat=1s", "--set", "http.port=x");
    assertThat(run.code()).isEqualTo(78);
    assertThat(run.err())
        .contains(
            "3 problems", "Did you mean listener.ack-wait", "http.port", "database.url: missing");
    assertThat(Run.of("alerter", "--set", "http.port=x", "--set", "database.url=nonsense").err())
        .doesNotContain("missing");
  }

  @Test
  void what_only_the_parts_know_is_checked_too() {
    assertThat(run("check-config", "--set", "smtp.host=mail.example.org")).isEqualTo(78);
    assertThat(err.toString()).contains("smtp.from");
    assertThat(run("check-config")).isZero();
    assertThat(run("check-config", "no-such-role")).isEqualTo(2);
  }

  @Test
  void a_typo_on_the_command_line_is_a_matter_of_usage() {
    assertThat(run("upp")).isEqualTo(2);
    assertThat(run("journal")).isEqualTo(2);
    assertThat(err.toString()).contains("journal needs one of: show, verify, drain");
  }

  @Test
  void without_a_database_a_command_says_so_in_a_sentence() {
    assertThat(run("project", "create", "x", "--data-dir", dir + "/none")).isEqualTo(69);
    assertThat(err.toString()).contains("does not exist").doesNotContain("\tat ");
    assertThat(run("project", "create", "x", "--debug", "--data-dir", dir + "/none")).isEqualTo(69);
    assertThat(err.toString()).contains("\tat ");
  }

  private int run(String... arguments) {
    return Tocsin.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
