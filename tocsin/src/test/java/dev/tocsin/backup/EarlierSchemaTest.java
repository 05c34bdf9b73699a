package dev.tocsin.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.store.Db;
import dev.tocsin.store.Schema;
import dev.tocsin.store.TestPostgres;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Databases of earlier versions, kept as backups with rows in each table: the present program
 * brings them up to date, and loses nothing. {@code -Dbackups.write=true} writes the one of the
 * present schema: with each release that changes it, and before the first one whenever it changes.
 */
class EarlierSchemaTest {

  private static final Path KEPT = Path.of("src/test/resources/dev/tocsin/backup");

  @Test
  void each_comes_back_and_is_brought_up_to_date() throws Exception {
    if (Boolean.getBoolean("backups.write")) {
      write();
    }
    List<Path> all;
    try (Stream<Path> files = Files.list(KEPT)) {
      all = files.filter(file -> file.toString().endsWith(".tocsin")).sorted().toList();
    }
    assertThat(all).isNotEmpty();
    for (Path file : all) {
      try (Db db = Db.open(TestPostgres.emptyDatabase());
          BackupFile backup = BackupFile.open(file)) {
        backup.verify();
        new Restore(backup, file.toString(), line -> {}).run(db.dataSource(), false);
        assertThat(Schema.pending(db.dataSource())).as("%s", file).isZero();
        Map<String, String> digests = EveryTable.digests(db.dataSource());
        for (Manifest.Table table : backup.manifest().tables()) {
          if (!emptied(table.name())) {
            assertThat(digests.get(table.name()))
                .as("%s: %s", file, table.name())
                .isNotEqualTo("0 ");
          }
        }
        assertThat(
                db.query(
                    "reading channels",
                    "SELECT settings AS v FROM channels",
                    row -> EveryTable.SECRETS.open(row.bytes("v"))))
            .hasSize(3);
      }
    }
  }

  /** What was on its way goes. */
  private static boolean emptied(String table) {
    return Set.of("account_mail", "status_calls", "status_news").contains(table);
  }

  private static void write() throws Exception {
    try (Db db = Db.open(TestPostgres.freshDatabase())) {
      EveryTable.fill(db.dataSource());
      String version = Schema.version(db.dataSource()).orElseThrow();
      try (OutputStream out =
          Files.newOutputStream(KEPT.resolve("schema-%s.tocsin".formatted(version)))) {
        var content =
            new BackupWriter.Content(
                "tocsin",
                Optional.of(EveryTable.SECRETS.fingerprint()),
                Optional.empty(),
                Set.of());
        new BackupWriter(content, line -> {}).write(db.dataSource(), out);
      }
    }
  }
}
