package dev.tocsin.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that worked are kept, privately and not for ever. */
class SettingsHistoryTest {

  private static final Instant START = Instant.parse("2026-11-22T05:00:00Z");

  @TempDir Path dir;
  private Path file;
  private SettingsHistory history;

  @BeforeEach
  void prepare() {
    file = dir.resolve("t.toml");
    history = new SettingsHistory(dir);
  }

  private Settings settings(String toml, Map<String, String> environment) throws Exception {
    Files.writeString(file, toml);
    return new SettingsReader(Map.of(), environment, Optional.of(file)).settings();
  }

  private static List<String> words(List<Change> changes) {
    return changes.stream().map(Change::toString).toList();
  }

  @Test
  void nothing_is_kept_before_the_first_start() throws IOException {
    assertThat(history.of(Role.UP)).isEmpty();
    assertThat(dir.resolve("settings")).doesNotExist();
  }

  @Test
  void what_was_kept_says_what_others_change_and_no_secret() throws Exception {
    String toml = "[site]\nname = 'Old'\n[smtp]\npassword = 'hunter2'\n";
    history.keep(settings(toml, Map.of("TOCSIN_HTTP_PORT", "9000")), Role.UP, "1.0", START);
    KeptSettings kept = history.of(Role.UP).get(0);

    assertThat(kept.file().orElseThrow().text()).isEqualTo(toml);
    assertThat(kept.at()).isEqualTo(START);
    assertThat(kept.fromElsewhere()).containsExactly("http.port (TOCSIN_HTTP_PORT)");
    assertThat(kept.changes(settings(toml, Map.of("TOCSIN_HTTP_PORT", "9000")))).isEmpty();
    assertThat(words(kept.changes(settings("[smtp]\npassword = 'hunter3'\n", Map.of()))))
        .containsExactly(
            "http.port: 9000 → 8000",
            "site.name: Old → Tocsin",
            "smtp.password: (secret) → (another one)");
    assertThat(words(kept.changes(settings("[site]\nname = 'Old'\n", Map.of()))))
        .contains("smtp.password: (secret) → (not set)");
    assertThat(kept.toString()).doesNotContain("hunter");
    assertThat(history.of(Role.ALERTER)).as("another role's").isEmpty();
  }

  @Test
  void a_password_in_an_address_is_another_one_without_being_told() throws Exception {
    String url = "[database]\nurl = 'postgres://me:%s@host/db'\n";
    history.keep(settings(url.formatted("hunter2"), Map.of()), Role.UP, "1.0", START);
    assertThat(words(history.of(Role.UP).get(0).changes(settings(url.formatted("x"), Map.of()))))
        .containsExactly("database.url: me@host:5432/db → (another one)");
  }

  @Test
  void the_last_ten_are_kept_and_the_same_again_takes_no_place() throws Exception {
    for (int i = 0; i < 14; i++) {
      Settings one = settings("[site]\nname = 'n%d'\n".formatted(i), Map.of());
      history.keep(one, Role.UP, "1.0", START.plusSeconds(2L * i));
      history.keep(one, Role.UP, "1.1", START.plusSeconds(2 * i + 1));
    }
    List<KeptSettings> all = history.of(Role.UP);
    assertThat(all).hasSize(SettingsHistory.MOST);
    assertThat(all).allMatch(kept -> kept.version().equals("1.1"));
    assertThat(all.get(0).file().orElseThrow().text()).contains("n13");
    assertThat(all.get(9).file().orElseThrow().text()).contains("n4'");
  }

  @Test
  void nobody_else_can_read_them_and_what_is_none_of_ours_is_left_out() throws Exception {
    history.keep(settings("", Map.of()), Role.UP, "1.0", START);
    Files.writeString(dir.resolve("settings/up-garbage.json"), "{\"at\": 1}");
    Files.write(dir.resolve("settings/up-binary.json"), new byte[] {(byte) 0xff, 0});
    assertThat(history.of(Role.UP)).hasSize(1);
    try (Stream<Path> files = Files.list(dir.resolve("settings"))) {
      assertThat(files.filter(path -> path.toString().contains("2026")))
          .singleElement()
          .satisfies(
              path ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                      .isEqualTo("rw-------"));
    }
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("settings"))))
        .isEqualTo("rwx------");
  }

  @Test
  void a_swap_keeps_what_was_there_with_its_rights() throws Exception {
    Files.writeString(file, "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Path beside = SettingsSwap.write(new SettingsFile(file, "new"), START).orElseThrow();
    assertThat(file).hasContent("new");
    assertThat(beside).hasContent("old").hasFileName("t.toml.replaced-2026-11-22T050000Z");
    for (Path one : List.of(file, beside)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
          .isEqualTo("rw-r-----");
    }
    Path link = Files.createSymbolicLink(dir.resolve("link.toml"), file);
    SettingsSwap.write(new SettingsFile(link, "newer"), START.plusSeconds(1));
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("newer");
    assertThat(SettingsSwap.write(new SettingsFile(dir.resolve("gone.toml"), "x"), START))
        .isEmpty();
    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files.filter(path -> path.toString().endsWith(".new"))).isEmpty();
    }
  }
}
