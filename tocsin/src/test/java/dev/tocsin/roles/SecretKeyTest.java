package dev.tocsin.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.settings.Settings;
import dev.tocsin.settings.SettingsReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretKeyTest {

  @TempDir Path dir;

  @Test
  void it_is_made_once_kept_privately_and_opens_what_it_sealed() throws Exception {
    byte[] secret = "hook".getBytes(StandardCharsets.UTF_8);
    byte[] sealed = SecretKey.box(settings(Map.of())).seal(secret);

    assertThat(SecretKey.box(settings(Map.of())).open(sealed)).isEqualTo(secret);
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("secret.key"))))
        .isEqualTo("rw-------");
    assertThat(dir).isDirectoryContaining(file -> file.endsWith("secret.key"));
  }

  @Test
  void one_from_the_settings_leaves_no_file() throws Exception {
    SecretKey.box(settings(Map.of("TOCSIN_SECRET_KEY", "00".repeat(32))));
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void a_damaged_one_is_an_error_and_not_replaced() throws Exception {
    Files.writeString(dir.resolve("secret.key"), "nonsense");
    assertThatThrownBy(() -> SecretKey.box(settings(Map.of())))
        .isInstanceOf(CannotStartException.class);
    assertThat(dir.resolve("secret.key")).hasContent("nonsense");
  }

  private Settings settings(Map<String, String> environment) throws Exception {
    return new SettingsReader(Map.of("data.dir", dir.toString()), environment, Optional.empty())
        .settings();
  }
}
