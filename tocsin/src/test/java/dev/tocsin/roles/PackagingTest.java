package dev.tocsin.roles;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tocsin.settings.Keys;
import dev.tocsin.settings.SettingsException;
import dev.tocsin.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What is in {@code packaging/} fits the program and itself. */
class PackagingTest {

  private static final Path PACKAGING = Path.of("../packaging");
  private static final Path UNIT = PACKAGING.resolve("systemd/tocsin.service");

  @TempDir Path dir;

  @Test
  void every_variable_that_is_set_somewhere_is_a_setting() throws IOException {
    Set<String> named = new TreeSet<>();
    for (Path file : files()) {
      Pattern.compile("\\bTOCSIN_[A-Z][A-Z0-9_]*")
          .matcher(Files.readString(file))
          .results()
          .forEach(found -> named.add(found.group()));
    }

    assertThat(named).contains("TOCSIN_DATA_DIR");
    named.forEach(variable -> assertThat(problems(variable)).doesNotContain("no such setting"));
  }

  private static String problems(String variable) {
    try {
      new SettingsReader(Map.of(), Map.of(variable, ""), Optional.empty()).settings();
      return "";
    } catch (SettingsException e) {
      return String.join("\n", e.problems());
    }
  }

  @Test
  void the_settings_that_are_proposed_are_settings() throws Exception {
    Path file = dir.resolve("tocsin.toml");
    String shipped = Files.readString(PACKAGING.resolve("tocsin.toml"));
    Files.writeString(file, shipped.replaceAll("(?m)^#(?=\\S)", ""));

    var proposed = new SettingsReader(Map.of(), Map.of(), Optional.of(file)).settings();

    assertThat(proposed.get(Keys.DATA_DIR)).isEqualTo(Path.of("/var/lib/tocsin"));
    assertThat(proposed.database()).isPresent();
  }

  @Test
  void the_service_is_not_started_again_with_what_stays_wrong() throws IOException {
    assertThat(unit("RestartPreventExitStatus").split(" ", -1))
        .contains(Exit.SETTINGS.code() + "", Exit.USAGE.code() + "");
    assertThat(unit("KillMode")).isEqualTo("mixed");
    assertThat(unit("Type")).isEqualTo("notify");
    assertThat(unit("NonBlocking")).isEqualTo("yes");
  }

  @Test
  void systemd_finds_nothing_wrong_with_the_unit_and_little_that_it_exposes() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "systemd is not here");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path unit = dir.resolve("tocsin.service");
    Files.writeString(unit, Files.readString(UNIT).replace("/usr/bin/java", java.toString()));

    assertThat(said("systemd-analyze", "--man=no", "verify", unit.toString())).isEmpty();
    assertThat(said("systemd-analyze", "security", "--offline=true", unit.toString()))
        .containsPattern("exposure level for tocsin.service: [01]\\.\\d OK");
  }

  @Test
  void what_the_compose_file_names_is_in_it() throws IOException {
    Path file = PACKAGING.resolve("docker/compose.yaml");
    Map<?, ?> compose =
        map(new Load(LoadSettings.builder().build()).loadFromReader(Files.newBufferedReader(file)));
    Map<?, ?> services = map(compose.get("services"));
    Path context =
        file.resolveSibling(map(map(services.get("tocsin")).get("build")).get("context") + "");

    assertThat(context.resolve("packaging/docker/Dockerfile").normalize()).exists();
    for (Object service : services.values()) {
      Set<?> secrets = map(compose.get("secrets")).keySet();
      Set<?> volumes = map(compose.get("volumes")).keySet();
      assertThat(secrets.containsAll(list(map(service).get("secrets")))).isTrue();
      assertThat(list(map(service).get("volumes")))
          .allMatch(mount -> volumes.contains(mount.toString().replaceFirst(":.*", "")));
    }
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return (Map<?, ?>) requireNonNull(value);
  }

  private static List<?> list(@Nullable Object value) {
    return (List<?>) requireNonNull(value);
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(PACKAGING)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static String unit(String setting) throws IOException {
    Matcher line = Pattern.compile("(?m)^" + setting + "=(.*)$").matcher(Files.readString(UNIT));
    assertThat(line.find()).as(setting).isTrue();
    return line.group(1);
  }

  private static String said(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }
}
