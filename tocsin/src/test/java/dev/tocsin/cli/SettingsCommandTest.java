package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.settings.Role;
import dev.tocsin.settings.SettingsHistory;
import dev.tocsin.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Back to settings that worked, with one command. */
class SettingsCommandTest {

  private static final Instant FIRST = Instant.parse("2026-11-20T01:02:03Z");
  private static final String GOOD = "[site]\nname = 'Good'\n[smtp]\npassword = 'hunter2'\n";

  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void prepare() throws Exception {
    file = dir.resolve("t.toml");
    keep("[site]\nname = 'Older'\n", FIRST);
    keep(GOOD, FIRST.plusSeconds(60));
  }

  private void keep(String toml, Instant at) throws Exception {
    Files.writeString(file, toml);
    new SettingsHistory(dir)
        .keep(
            new SettingsReader(Map.of(), Map.of("TOCSIN_HTTP_PORT", "9000"), Optional.of(file))
                .settings(),
            Role.UP,
            "1.0",
            at);
  }

  private Run run(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--config", file.toString(), "--data-dir", dir.toString()));
    return Run.of(all.toArray(String[]::new));
  }

  @Test
  void the_history_says_which_are_as_now() {
    Run run = run("settings", "history");
    assertThat(run.code()).isZero();
    assertThat(run.stdout().lines())
        .satisfiesExactly(
            line ->
                assertThat(line).startsWith(" 1  2026-11-20T01:03:03Z, up 1.0").endsWith("as now"),
            line ->
                assertThat(line).startsWith(" 2  2026-11-20T01:02:03Z").doesNotContain("as now"));
  }

  @Test
  void a_diff_shows_values_and_no_secret() throws IOException {
    Files.writeString(file, "[site]\nname = 'New'\n[smtp]\npassword = 'hunter3'\n");
    Run run = run("settings", "diff");
    assertThat(run.code()).isZero();
    assertThat(run.stdout())
        .contains("changed since 2026-11-20T01:03:03Z", "site.name: Good → New")
        .contains("smtp.password: (secret) → (another one)", "http.port: 9000 → 8000")
        .doesNotContain("hunter");
    assertThat(run("settings", "show").stdout()).isEqualTo(GOOD);
    assertThat(run("settings", "diff", "3").code()).isEqualTo(76);
  }

  @Test
  void after_a_mistake_the_start_names_the_way_back_and_it_leads_back() throws IOException {
    String bad = GOOD.replace("name", "nmae");
    Files.writeString(file, bad);
    Run start = run("up");
    assertThat(start.code()).isEqualTo(78);
    assertThat(start.err())
        .contains("site.nmae (t.toml, line 2): no such setting. Did you mean site.name?")
        .contains("tocsin settings rollback would bring back the file of 2026-11-20T01:03:03Z");
    assertThat(run("settings", "diff").code()).isEqualTo(78);

    Run back = run("settings", "rollback");
    assertThat(back.code()).as(back.err()).isZero();
    assertThat(back.stdout())
        .contains("what is set now cannot be used", "site.nmae")
        .contains(file + " is as it was at 2026-11-20T01:03:03Z")
        .contains("not from the file then, and left alone: http.port (TOCSIN_HTTP_PORT)")
        .contains("Restart Tocsin")
        .doesNotContain("hunter");
    assertThat(file).hasContent(GOOD);
    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files.filter(path -> path.toString().contains(".replaced-")))
          .singleElement()
          .satisfies(path -> assertThat(path).hasContent(bad));
    }
    Run again = run("settings", "rollback");
    assertThat(again.code()).as("nothing to do").isEqualTo(76);
    Run older = run("settings", "rollback", "2");
    assertThat(older.code()).isZero();
    assertThat(older.stdout()).contains("site.name: Good → Older");
  }

  @Test
  void what_would_not_start_either_is_not_brought_back() throws Exception {
    Path ca = Files.writeString(dir.resolve("ca.pem"), "nothing of the kind");
    keep("[site]\nname = 'x'\n", FIRST.plusSeconds(90));
    Path kept;
    try (Stream<Path> files = Files.list(dir.resolve("settings"))) {
      kept = files.max(Path::compareTo).orElseThrow();
    }
    Files.writeString(
        kept,
        Files.readString(kept)
            .replace("name = 'x'", "name = 'x'\\n[outbound]\\nca = '%s'".formatted(ca)));
    Files.writeString(file, GOOD);
    Run run = run("settings", "rollback");
    assertThat(run.code()).isEqualTo(78);
    assertThat(file).hasContent(GOOD);
  }

  @Test
  void a_start_whose_file_is_as_it_was_points_elsewhere() {
    Run run = run("up", "--set", "http.port=many");
    assertThat(run.code()).isEqualTo(78);
    assertThat(run.err()).contains("look at the environment and the command line");
  }

  @Test
  void without_anything_kept_it_says_where_it_looked() {
    Run run = Run.of("settings", "rollback", "--data-dir", dir + "/none");
    assertThat(run.code()).isEqualTo(76);
    assertThat(run.err()).contains("no settings are kept in " + dir.resolve("none"));
    assertThat(dir.resolve("none")).doesNotExist();
  }
}
