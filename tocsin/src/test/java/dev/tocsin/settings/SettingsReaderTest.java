package dev.tocsin.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {

  @TempDir Path dir;

  @Test
  void nothing_needs_to_be_set() throws SettingsException {
    Settings settings = read(Map.of(), Map.of(), "");

    assertThat(settings.get(Keys.HTTP_PORT)).isEqualTo(8000);
    assertThat(settings.get(Keys.LIMITS_MIN_PERIOD)).isEqualTo(Duration.ofSeconds(60));
    assertThat(settings.siteUrl()).hasToString("http://localhost:8000");
    assertThat(settings.database()).isEmpty();
  }

  @Test
  void the_command_line_beats_the_environment_beats_the_file_beats_the_default()
      throws SettingsException {
    String file =
        """
        [http]
        port = 1
        host = "file"
        idle-timeout = "1m"
        [site]
        name = "file"
        """;
    Map<String, String> environment =
        Map.of("TOCSIN_HTTP_PORT", "2", "TOCSIN_HTTP_HOST", "environment");

    Settings settings = read(Map.of("http.port", "3"), environment, file);

    assertThat(settings.get(Keys.HTTP_PORT)).isEqualTo(3);
    assertThat(settings.get(Keys.HTTP_HOST)).isEqualTo("environment");
    assertThat(settings.get(Keys.HTTP_IDLE)).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.get(Keys.JOURNAL_MAX_BYTES)).isEqualTo(4L << 30);
    assertThat(settings.describe())
        .contains("3  (command line)", "environment  (TOCSIN_HTTP_HOST)", "(default)");
  }

  @Test
  void
      processes_that_are_set_alike_have_the_same_fingerprint_and_what_is_a_machines_own_is_not_in_it()
          throws SettingsException {
    Settings one = read(Map.of("data.dir", "a", "node.name", "a", "http.port", "1"), Map.of(), "");
    Settings same = read(Map.of("data.dir", "b", "node.name", "b"), Map.of(), "");
    Settings other = read(Map.of("limits.min-period", "61s"), Map.of(), "");
    assertThat(one.fingerprint(Role.UP)).matches("[0-9a-f]{12}");
    assertThat(same.fingerprint(Role.UP)).isEqualTo(one.fingerprint(Role.UP));
    assertThat(other.fingerprint(Role.UP)).isNotEqualTo(one.fingerprint(Role.UP));
    assertThat(other.fingerprint(Role.ALERTER))
        .as("it is no matter of alerters")
        .isEqualTo(one.fingerprint(Role.ALERTER));
  }

  @Test
  void secrets_are_in_a_fingerprint_of_their_own_that_says_nothing_without_the_key()
      throws SettingsException {
    byte[] key = {1};
    Settings one = read(Map.of(), Map.of("TOCSIN_SMTP_PASSWORD", "hunter2"), "");
    Settings same = read(Map.of(), Map.of("TOCSIN_SMTP_PASSWORD", "hunter2"), "");
    Settings other = read(Map.of(), Map.of("TOCSIN_SMTP_PASSWORD", "hunter3"), "");
    assertThat(other.fingerprint(Role.UP)).isEqualTo(one.fingerprint(Role.UP));
    String print = one.secretsFingerprint(Role.UP, key);
    assertThat(same.secretsFingerprint(Role.UP, key)).isEqualTo(print);
    assertThat(other.secretsFingerprint(Role.UP, key)).isNotEqualTo(print);
    assertThat(one.secretsFingerprint(Role.UP, new byte[] {2})).isNotEqualTo(print);
    assertThat(one.shown(Role.UP).toString())
        .contains("smtp.password", "(secret)", "TOCSIN_SMTP_PASSWORD")
        .doesNotContain("hunter");
  }

  @Test
  void pings_by_mail_are_off_until_a_port_is_set() throws SettingsException {
    assertThat(read(Map.of(), Map.of(), "").pingEmailDomain()).isEmpty();
    Settings tried =
        read(Map.of("listener.smtp-port", "auto", "site.url", "https://t.example"), Map.of(), "");
    assertThat(tried.get(Keys.LISTENER_SMTP_PORT)).isEqualTo(new MailPort(2525, true));
    assertThat(tried.pingEmailDomain()).contains("t.example");
    Settings set =
        read(
            Map.of("listener.smtp-port", "25", "site.ping-email-domain", "ping.example"),
            Map.of(),
            "");
    assertThat(set.get(Keys.LISTENER_SMTP_PORT)).isEqualTo(new MailPort(25, false));
    assertThat(set.pingEmailDomain()).contains("ping.example");
    assertThat(problems(Map.of("listener.smtp-port", "on"), Map.of(), "")).hasSize(1);
    assertThat(problems(Map.of("site.ping-email-domain", "a@b"), Map.of(), "")).hasSize(1);
  }

  @Test
  void all_problems_are_reported_at_once_and_no_secret_is_printed() {
    String file =
        """
        [http]
        prot = 8000
        port = 99999
        [smtp]
        password = ""
        """;
    Map<String, String> environment =
        Map.of(
            "TOCSIN_LIMITS_MIN_PEROID", "1s",
            "TOCSIN_LIMITS_PING_BODY", "many",
            "TOCSIN_SECRET_KEY", "hunter2",
            "DATABASE_URL", "postgres://me:hunter2@host:port/db");

    List<String> problems = problems(Map.of("log.level", "loud"), environment, file);

    assertThat(problems)
        .containsExactlyInAnyOrder(
            "http.prot (tocsin.toml, line 2): no such setting. Did you mean http.port?",
            "http.port (tocsin.toml, line 3): \"99999\" is not a port: a number from 0 to 65535",
            "smtp.password (tocsin.toml, line 5): the value is empty",
            "TOCSIN_LIMITS_MIN_PEROID (environment): no such setting."
                + " Did you mean TOCSIN_LIMITS_MIN_PERIOD?",
            "limits.ping-body (TOCSIN_LIMITS_PING_BODY): \"many\" is not a size such as 10000,"
                + " 64KiB or 1GiB",
            "secret.key (TOCSIN_SECRET_KEY): the value is not 32 bytes long",
            "database.url (DATABASE_URL): the value is an address whose host 1 is not host or"
                + " host:port",
            "log.level (command line): \"loud\" is none of debug, info, warn, error");
    assertThat(problems).noneMatch(problem -> problem.contains("hunter2"));
  }

  @Test
  void a_file_that_is_not_toml_is_located_without_being_quoted() {
    List<String> problems = problems(Map.of(), Map.of(), "[smtp]\npassword = hunter2\n");

    assertThat(problems)
        .singleElement()
        .asString()
        .contains("line 2, column 12")
        .doesNotContain("hunter2");
  }

  @Test
  void a_missing_file_is_a_problem() {
    SettingsException e =
        catchThrowableOfType(
            SettingsException.class,
            () ->
                new SettingsReader(Map.of(), Map.of(), Optional.of(dir.resolve("none.toml")))
                    .settings());

    assertThat(e.problems()).singleElement().asString().contains("there is no such file");
  }

  @Test
  void a_secret_may_be_kept_in_a_file_of_its_own_but_not_on_the_command_line() throws Exception {
    Path file = Files.writeString(dir.resolve("secret"), "s3cret\n");
    Map<String, String> environment = Map.of("TOCSIN_SMTP_PASSWORD_FILE", file.toString());

    assertThat(read(Map.of(), environment, "").get(Keys.SMTP_PASSWORD)).isEqualTo("s3cret");
    assertThat(problems(Map.of("smtp.password", "x"), Map.of(), ""))
        .singleElement()
        .asString()
        .contains("TOCSIN_SMTP_PASSWORD_FILE");
    assertThat(
            problems(
                Map.of(),
                Map.of("TOCSIN_SMTP_PASSWORD", "x", "TOCSIN_SMTP_PASSWORD_FILE", "y"),
                ""))
        .hasSize(1);
  }

  @Test
  void describing_the_settings_shows_no_secret() throws SettingsException {
    Map<String, String> environment =
        Map.of(
            "TOCSIN_SMTP_PASSWORD", "hunter2",
            "DATABASE_URL", "postgres://me:hunter2@host/db",
            "TOCSIN_DATABASE_PASSWORD", "hunter3");

    Settings settings = read(Map.of(), environment, "");

    assertThat(settings.describe())
        .contains("me@host:5432/db", "(secret)")
        .doesNotContain("hunter");
    assertThat(settings.database().orElseThrow().password()).isEqualTo("hunter3");
  }

  @Test
  void variables_of_others_are_left_alone() throws SettingsException {
    read(Map.of(), Map.of("PORT", "x", "TOCSIN_TEST_PG_PORT", "1", "HOME", "/"), "");
  }

  @Test
  void durations_and_sizes_have_bounds() {
    assertThat(
            problems(
                Map.of("limits.min-period", "999ms", "journal.max-bytes", "15MiB"), Map.of(), ""))
        .hasSize(2)
        .anyMatch(problem -> problem.contains("not between 1s and 1d"));
  }

  private List<String> problems(
      Map<String, String> arguments, Map<String, String> environment, String file) {
    return catchThrowableOfType(SettingsException.class, () -> read(arguments, environment, file))
        .problems();
  }

  private Settings read(Map<String, String> arguments, Map<String, String> environment, String file)
      throws SettingsException {
    try {
      Path path = Files.writeString(dir.resolve("tocsin.toml"), file);
      return new SettingsReader(arguments, environment, Optional.of(path)).settings();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
