package dev.tocsin.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.settings.Settings;
import dev.tocsin.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the database is, while its settings change. */
class LiveDatabaseTest {

  @TempDir Path dir;
  private Path url;

  @BeforeEach
  void writeUrl() throws IOException {
    url = Files.writeString(dir.resolve("url"), "postgres://app:one@old/tocsin\n");
  }

  @Test
  void another_address_is_found_in_the_file() throws Exception {
    LiveDatabase database = live(Map.of());
    assertThat(database.url().hosts()).containsExactly("old:5432");

    Files.writeString(url, "postgres://app:two@new:6000/tocsin");
    await(() -> database.url().hosts().contains("new:6000"));
    assertThat(database.url().password()).isEqualTo("two");
    assertThat(database.direct()).isEqualTo(database.url());
  }

  @Test
  void another_address_is_found_in_the_settings_file() throws Exception {
    Path toml = Files.writeString(dir.resolve("t.toml"), "[database]\nurl = 'postgres://a@one/t'");
    LiveDatabase database =
        LiveDatabase.of(new SettingsReader(Map.of(), Map.of(), Optional.of(toml)).settings())
            .orElseThrow();
    Files.writeString(toml, "[database]\nurl = 'postgres://a@two/t'");
    await(() -> database.url().hosts().contains("two:5432"));
  }

  @Test
  void what_cannot_be_read_changes_nothing() throws Exception {
    LiveDatabase database = live(Map.of());
    for (String broken : new String[] {"", "postgres://app", "postgres://@/?sslmode=maybe"}) {
      Files.writeString(url, broken);
      pause();
      assertThat(database.url().hosts()).containsExactly("old:5432");
    }
    Files.delete(url);
    pause();
    assertThat(database.url().password()).isEqualTo("one");

    Files.writeString(url, "postgres://app:two@new/tocsin");
    await(() -> database.url().password().equals("two"));
  }

  @Test
  void a_program_knows_the_password() throws Exception {
    Path secret = Files.writeString(dir.resolve("secret"), "p1\nsecond line\n");
    LiveDatabase database = live(Map.of("TOCSIN_DATABASE_PASSWORD_COMMAND", "cat " + secret));
    assertThat(database.url().password()).isEqualTo("p1");

    Files.writeString(secret, "");
    pause();
    assertThat(database.url().password()).as("it said nothing").isEqualTo("p1");
    Files.writeString(secret, "p2");
    await(() -> database.url().password().equals("p2"));
  }

  @Test
  void a_program_that_fails_at_the_start_is_an_error_that_says_how() {
    assertThatThrownBy(() -> live(Map.of("TOCSIN_DATABASE_PASSWORD_COMMAND", "false")))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("database.password-command: ended with 1");
    assertThatThrownBy(() -> live(Map.of("TOCSIN_DATABASE_PASSWORD_COMMAND", "/no/such/thing")))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("cannot be run");
  }

  private LiveDatabase live(Map<String, String> more) throws Exception {
    Map<String, String> environment = new java.util.HashMap<>(more);
    environment.put("TOCSIN_DATABASE_URL_FILE", url.toString());
    Settings settings = new SettingsReader(Map.of(), environment, Optional.empty()).settings();
    return LiveDatabase.of(settings).orElseThrow();
  }

  /** Longer than what was found is believed. */
  private static void pause() throws InterruptedException {
    Thread.sleep(Duration.ofMillis(1_100).toMillis());
  }

  private static void await(BooleanSupplier holds) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(50);
    }
  }
}
