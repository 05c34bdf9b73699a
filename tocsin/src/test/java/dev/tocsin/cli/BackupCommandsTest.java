package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.backup.EveryTable;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbConfig;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups and keys on the command line, against real databases. */
class BackupCommandsTest {

  private static final String ZEROS = "00".repeat(SecretBox.KEY_BYTES);
  private static final String ONES = "11".repeat(SecretBox.KEY_BYTES);

  @TempDir Path dir;
  private final DbConfig from = TestPostgres.freshDatabase();
  private final DbConfig to = TestPostgres.emptyDatabase();
  private Path file = Path.of("");

  @BeforeEach
  void fill() throws Exception {
    file = dir.resolve("night.tocsin");
    try (Db db = Db.open(from)) {
      EveryTable.fill(db.dataSource());
    }
  }

  @Test
  void a_backup_is_written_privately_and_never_over_another_one() throws Exception {
    Run first = run(from, ZEROS, "backup", file.toString());
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(run(from, ZEROS, "backup", "--verify", file.toString()).code()).isZero();
    byte[] before = Files.readAllBytes(file);
    Run again = run(from, ZEROS, "backup", file.toString());
    assertThat(again.code()).isEqualTo(76);
    assertThat(again.err()).contains("--force");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(run(from, ZEROS, "backup", "--force", "--without-pings", file.toString()).code())
        .isZero();
    assertThat(Files.readAllBytes(file)).isNotEqualTo(before);
    try (var left = Files.list(dir)) {
      assertThat(left.filter(path -> path.toString().endsWith(".part"))).isEmpty();
    }
  }

  @Test
  void a_damaged_file_is_said_to_be_and_nothing_is_touched() throws Exception {
    run(from, ZEROS, "backup", file.toString());
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertThat(run(from, ZEROS, "backup", "--verify", file.toString()).code()).isEqualTo(65);
    Run refused = run(to, ZEROS, "restore", file.toString());
    assertThat(refused.code()).isEqualTo(65);
    assertThat(tables(to)).isZero();
    assertThat(run(to, ZEROS, "restore", dir.resolve("none").toString()).code()).isEqualTo(65);
  }

  @Test
  void a_database_that_is_not_empty_is_replaced_only_if_somebody_says_so() throws Exception {
    run(from, ZEROS, "backup", file.toString());
    Run done = run(to, ZEROS, "restore", file.toString());
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.stdout()).contains("blind: from ", "2 alerts and 3 letters");
    try (Db db = Db.open(to)) {
      db.update("going on", "DELETE FROM silences");
    }
    Run refused = run(to, ZEROS, "restore", file.toString());
    assertThat(refused.code()).isEqualTo(76);
    assertThat(refused.err()).contains("is not empty", "--replace");
    assertThat(run(to, ZEROS, "restore", "--replace", "--yes", file.toString()).code()).isZero();
    try (Db db = Db.open(to)) {
      assertThat(db.first("counting", "SELECT count(*) AS v FROM silences", row -> row.number("v")))
          .contains(1L);
    }
  }

  @Test
  void processes_that_live_are_in_the_way() throws Exception {
    run(from, ZEROS, "backup", file.toString());
    try (Db db = Db.open(to)) {
      db.first("being there", "SELECT 1", row -> true);
      Run refused = run(to, ZEROS, "restore", file.toString());
      assertThat(refused.code()).isEqualTo(76);
      assertThat(refused.err()).contains("processes of Tocsin use this database", "--force");
    }
    assertThat(tables(to)).isZero();
  }

  @Test
  void a_restore_says_which_key_it_needs_and_takes_the_one_in_the_file() throws Exception {
    Path passphrase = Files.writeString(dir.resolve("passphrase"), "correct horse battery\n");
    run(from, ZEROS, "backup", "--with-key", "--passphrase-file=" + passphrase, file.toString());
    Run refused = run(to, ONES, "restore", file.toString());
    assertThat(refused.code()).isEqualTo(76);
    assertThat(refused.err())
        .contains(EveryTable.SECRETS.fingerprint(), "Set secret.key to that key");
    refused = run(to, "", "restore", file.toString());
    assertThat(refused.err()).contains("here is none", "--passphrase-file", "--without-key");
    Path wrong = Files.writeString(dir.resolve("wrong"), "wrong horse battery\n");
    refused = run(to, "", "restore", "--passphrase-file=" + wrong, file.toString());
    assertThat(refused.err()).contains("not the passphrase");
    assertThat(tables(to)).isZero();
    Run done = run(to, "", "restore", "--passphrase-file=" + passphrase, file.toString());
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(dir.resolve("data").resolve("secret.key")).hasContent(ZEROS);
  }

  @Test
  void a_short_passphrase_is_refused() throws Exception {
    Path passphrase = Files.writeString(dir.resolve("passphrase"), "horse\n");
    Run refused =
        run(
            from,
            ZEROS,
            "backup",
            "--with-key",
            "--passphrase-file=" + passphrase,
            file.toString());
    assertThat(refused.code()).isEqualTo(76);
    assertThat(refused.err()).contains("too short");
    assertThat(file).doesNotExist();
  }

  @Test
  void a_key_is_changed_and_the_old_one_goes_when_nothing_takes_it() throws Exception {
    Run early = run(from, ONES, "rotate-key", "--check");
    assertThat(early.stdout()).contains("WHICH IS NOT HERE");
    Path both = settings(from, ONES, ZEROS);
    Run check = Run.of("rotate-key", "--check", "--config", both.toString());
    assertThat(check.stdout()).contains("6 secrets take the key", "run tocsin rotate-key");
    Run rotated = Run.of("rotate-key", "--config", both.toString());
    assertThat(rotated.code()).as(rotated.err()).isZero();
    assertThat(rotated.stdout())
        .contains("6 secrets were sealed anew", "no secret takes another key")
        .contains("recovery codes of 1 accounts");
    assertThat(Run.of("rotate-key", "--config", both.toString()).stdout())
        .contains("0 secrets were sealed anew");
    Run against = Run.of("check-config", "--against", both.toString(), "--config", both.toString());
    assertThat(against.stdout()).contains("no secret takes another key");
    SecretBox ones = new SecretBox(HexFormat.of().parseHex(ONES));
    try (Db db = Db.open(from)) {
      for (byte[] sealed :
          db.query(
              "reading",
              "SELECT settings AS v FROM channels UNION ALL SELECT target FROM status_subscribers",
              row -> row.bytes("v"))) {
        assertThat(ones.open(sealed)).isNotEmpty();
      }
    }
  }

  @Test
  void a_key_of_our_own_is_replaced_and_kept_to_read_by() throws Exception {
    Path data = Files.createDirectories(dir.resolve("data"));
    Files.writeString(data.resolve("secret.key"), ZEROS + "\n");
    Run made = run(from, "", "rotate-key", "--make");
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(data.resolve("secret.key.old")).hasContent(ZEROS);
    assertThat(Files.readString(data.resolve("secret.key")).strip()).isNotEqualTo(ZEROS);
    assertThat(run(from, "", "rotate-key").stdout()).contains("6 secrets were sealed anew");
    Files.delete(data.resolve("secret.key.old"));
    assertThat(run(from, "", "rotate-key", "--check").stdout()).doesNotContain("take the key");
  }

  private static long tables(DbConfig config) {
    try (Db db = Db.open(config)) {
      return db.first(
              "counting",
              "SELECT count(*) AS v FROM pg_tables WHERE schemaname = 'public'",
              row -> row.number("v"))
          .orElseThrow();
    }
  }

  private Run run(DbConfig database, String key, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--config");
    all.add((key.isEmpty() ? settings(database) : settings(database, key)).toString());
    return Run.of(all.toArray(String[]::new));
  }

  private Path settings(DbConfig database, String... keys) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(
        "[database]\nurl = \"postgres://postgres:postgres@%s/%s\"\n"
            .formatted(database.hosts().get(0), database.database()));
    text.append("[data]\ndir = \"%s\"\n".formatted(dir.resolve("data")));
    if (keys.length > 0) {
      text.append("[secret]\nkey = \"%s\"\n".formatted(keys[0]));
    }
    if (keys.length > 1) {
      text.append("other-keys = \"%s\"\n".formatted(keys[1]));
    }
    Path settings = Files.writeString(dir.resolve("tocsin.toml"), text);
    Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-------"));
    return settings;
  }
}
