package dev.tocsin.roles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.operators.Finding;
import dev.tocsin.settings.Role;
import dev.tocsin.settings.SettingsReader;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restart would bring is known before it. */
class SettingsWatchTest {

  private static final String START =
      "[http]\nport = 8000\n[database]\nurl = 'postgres://me:hunter2@one/db'\n";

  @TempDir Path dir;
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private Path file;
  private Path ran;
  private SettingsWatch watch;

  @BeforeEach
  void prepare() throws Exception {
    file = Files.writeString(dir.resolve("t.toml"), START);
    ran = dir.resolve("ran");
    watch =
        new SettingsWatch(
            new SettingsReader(
                    Map.of(),
                    Map.of("TOCSIN_DATABASE_PASSWORD_COMMAND", "touch " + ran),
                    Optional.of(file))
                .settings(),
            Role.UP,
            registry);
  }

  private void look(String toml) throws IOException {
    Files.writeString(file, toml);
    watch.look();
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }

  private List<Finding> findings() {
    return watch.condition("here").find();
  }

  @Test
  void the_same_settings_are_nothing_to_tell() throws IOException {
    look(START + "\n# a comment\n[site]\nname = 'Tocsin' # the default\n");
    assertThat(watch.restart()).isEqualTo(SettingsWatch.Restart.AS_NOW);
    assertThat(findings()).isEmpty();
    assertThat(gauge("tocsin.settings.differ")).isZero();
    assertThat(ran).as("a command that knows the password").doesNotExist();
  }

  @Test
  void another_value_waits_for_a_restart_until_it_is_taken_back() throws IOException {
    look(START.replace("8000", "9000"));
    assertThat(watch.restart().differ()).containsExactly("http.port: 8000 → 9000");
    assertThat(gauge("tocsin.settings.differ")).isEqualTo(1);
    assertThat(findings())
        .singleElement()
        .satisfies(it -> assertThat(it.key()).isEqualTo("settings-differ-up-here"));
    look(START);
    assertThat(findings()).isEmpty();
  }

  @Test
  void a_mistake_is_told_before_the_restart_and_no_secret_with_it() throws IOException {
    look(START.replace("port", "prot").replace("one/db", "one:hunter2/db"));
    assertThat(watch.restart().refused())
        .containsExactlyInAnyOrder(
            "http.prot (t.toml, line 2): no such setting. Did you mean http.port?",
            "database.url (t.toml, line 4): the value is an address whose host 1 is not host or"
                + " host:port");
    assertThat(gauge("tocsin.settings.refused")).isEqualTo(2);
    assertThat(findings().get(0).key()).isEqualTo("settings-refused-up-here");
    assertThat(findings().get(0).title())
        .isEqualTo("a restart of up on here would be refused: its settings have 2 problems");
    Files.delete(file);
    watch.look();
    assertThat(watch.restart().refused()).singleElement().asString().contains("no such file");
    look(START);
    assertThat(watch.restart()).isEqualTo(SettingsWatch.Restart.AS_NOW);
  }

  @Test
  void what_only_the_parts_know_is_a_mistake_too() throws IOException {
    look(START + "[smtp]\nhost = 'mail.example.org'\n");
    assertThat(watch.restart().refused()).singleElement().asString().contains("smtp.from");
  }

  @Test
  void a_database_that_moves_is_followed_and_waits_for_nothing() throws IOException {
    look(START.replace("hunter2@one", "hunter3@two"));
    assertThat(watch.restart()).isEqualTo(SettingsWatch.Restart.AS_NOW);
    look(START + "pooler = true\n");
    assertThat(watch.restart().differ()).containsExactly("database.pooler: false → true");
    look("[http]\nport = 8000\n");
    assertThat(watch.restart().differ())
        .as("one of its own would be started")
        .containsExactly("database.url: me@one:5432/db → (not set)");
  }
}
