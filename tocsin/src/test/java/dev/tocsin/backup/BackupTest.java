package dev.tocsin.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.store.Db;
import dev.tocsin.store.RestoreMark;
import dev.tocsin.store.Schema;
import dev.tocsin.store.TestPostgres;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {

  /** Where what was under way is settled. */
  private static final Set<String> SETTLED =
      Set.of(
          "account_mail",
          "attempts",
          "audit",
          "deaf_times",
          "deliveries",
          "lanes",
          "messages",
          "operator_alerts",
          "processes",
          "schema_history",
          "status_calls",
          "status_news");

  @TempDir Path dir;

  private final Db from = Db.open(TestPostgres.freshDatabase());
  private final Db to = Db.open(TestPostgres.emptyDatabase());

  @AfterEach
  void close() {
    from.close();
    to.close();
  }

  @Test
  void every_table_comes_back_as_it_was() throws Exception {
    EveryTable.fill(from.dataSource());
    Path file = write(Set.of());
    restore(file, false);
    Map<String, String> before = EveryTable.digests(from.dataSource());
    Map<String, String> after = EveryTable.digests(to.dataSource());
    assertThat(before.values()).as("a table without a row proves nothing").noneMatch("0 "::equals);
    assertThat(after.keySet()).isEqualTo(before.keySet());
    SETTLED.forEach(before::remove);
    SETTLED.forEach(after::remove);
    assertThat(after).isEqualTo(before);
    assertThat(constraints(to)).isNotEmpty().isEqualTo(constraints(from));
  }

  @Test
  void numbers_go_on_where_they_were_also_after_rows_that_are_gone() throws Exception {
    EveryTable.fill(from.dataSource());
    long gone =
        number(
            from,
            """
            WITH made AS (INSERT INTO accounts (email) VALUES ('x@example.org') RETURNING id)
            SELECT id AS v FROM made
            """);
    from.update("forgetting", "DELETE FROM accounts WHERE id = ?", gone);
    restore(write(Set.of()), false);
    assertThat(
            number(
                to,
                """
                WITH made AS (INSERT INTO accounts (email) VALUES ('y@example.org') RETURNING id)
                SELECT id AS v FROM made
                """))
        .isEqualTo(gone + 1);
  }

  @Test
  void what_was_on_its_way_is_not_sent_again_and_the_time_since_is_blind() throws Exception {
    EveryTable.fill(from.dataSource());
    Aftermath.Result result = restore(write(Set.of()), false);
    assertThat(result.alerts()).isEqualTo(2);
    assertThat(result.letters()).isEqualTo(3);
    assertThat(number(to, "SELECT count(*) AS v FROM deliveries WHERE withheld = 'restored'"))
        .isEqualTo(2);
    assertThat(number(to, "SELECT count(*) AS v FROM messages WHERE state = 'sending'")).isZero();
    assertThat(number(to, "SELECT count(*) AS v FROM messages WHERE state = 'delivered'")).isOne();
    assertThat(number(to, "SELECT count(*) AS v FROM lanes WHERE lease IS NOT NULL")).isZero();
    assertThat(number(to, "SELECT count(*) AS v FROM operator_alerts WHERE closed_at IS NULL"))
        .isZero();
    assertThat(number(to, "SELECT count(*) AS v FROM deaf_times WHERE cause = 'restored'")).isOne();
    // An open stream had not told all that it had heard.
    assertThat(result.blindSince()).isEqualTo(Instant.parse("2026-01-02T00:00:30Z"));
    assertThat(result.blindUntil()).isAfter(result.blindSince());
    assertThat(number(to, "SELECT count(*) AS v FROM audit WHERE action = 'backup.restore'"))
        .isOne();
  }

  @Test
  void a_copy_is_another_installation_and_keeps_silent() throws Exception {
    EveryTable.fill(from.dataSource());
    restore(write(Set.of()), true);
    String id = "SELECT id::text AS v FROM installation";
    assertThat(text(to, id)).isNotEqualTo(text(from, id));
    assertThat(number(to, "SELECT count(*) AS v FROM streams WHERE closed_at IS NULL")).isZero();
    assertThat(number(to, "SELECT count(*) AS v FROM control_rods WHERE name = 'sending'")).isOne();
  }

  @Test
  void the_log_or_its_bodies_may_be_left_out() throws Exception {
    EveryTable.fill(from.dataSource());
    restore(write(Set.of(Manifest.BODIES)), false);
    assertThat(number(to, "SELECT count(*) AS v FROM pings")).isEqualTo(3);
    assertThat(number(to, "SELECT count(*) AS v FROM pings WHERE body IS NOT NULL")).isZero();
    assertThat(number(to, "SELECT bodies_removed AS v FROM checks WHERE id = 1")).isEqualTo(3);
    restore(write(Set.of(Manifest.PINGS)), false);
    assertThat(number(to, "SELECT count(*) AS v FROM pings")).isZero();
    assertThat(number(to, "SELECT n_pings AS v FROM check_state WHERE check_id = 1")).isEqualTo(3);
  }

  @Test
  void a_backup_under_load_is_of_one_moment() throws Exception {
    from.update(
        "project", "INSERT INTO projects (name, ping_key, check_limit) VALUES ('p', 'k', 9)");
    from.update("checks", "INSERT INTO checks (project_id) SELECT 1 FROM generate_series(1, 8)");
    from.update("states", "INSERT INTO check_state (check_id) SELECT id FROM checks");
    from.update(
        "stream",
        """
        INSERT INTO streams (id, node, opened_at, heard_through)
        VALUES (gen_random_uuid(), 'ear', now(), now())
        """);
    AtomicBoolean stop = new AtomicBoolean();
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      int first = 1 + i * 4;
      writers.add(CompletableFuture.runAsync(() -> ping(first, stop)));
    }
    try {
      long least = 0;
      for (int round = 0; round < 3; round++) {
        long before = least;
        while (number(from, "SELECT cursor AS v FROM streams") < before + 50) {
          Thread.onSpinWait();
        }
        restore(write(Set.of()), false);
        least = number(to, "SELECT cursor AS v FROM streams");
        assertThat(least).isGreaterThanOrEqualTo(before + 50);
        assertThat(number(to, "SELECT sum(n_pings) AS v FROM check_state")).isEqualTo(least);
        assertThat(number(to, "SELECT count(*) AS v FROM pings")).isEqualTo(least);
        assertThat(
                number(
                    to,
                    """
                    SELECT count(*) AS v FROM check_state s
                     WHERE n_pings <> (SELECT coalesce(max(n), 0) FROM pings p WHERE p.check_id = s.check_id)
                    """))
            .isZero();
      }
    } finally {
      stop.set(true);
      writers.forEach(CompletableFuture::join);
    }
  }

  /** As a listener does: the pings, the states and the cursor in one transaction. */
  private void ping(int first, AtomicBoolean stop) {
    for (int n = 1; !stop.get(); n++) {
      int number = n;
      from.transaction(
          "pinging",
          tx -> {
            tx.update("cursor", "UPDATE streams SET cursor = cursor + 4");
            tx.update(
                "pings",
                """
                INSERT INTO pings (check_id, n, at, kind, scheme, method, ua)
                SELECT i, ?, now(), 'success', 'http', 'GET', '' FROM generate_series(?, ?) i
                """,
                number,
                first,
                first + 3);
            return tx.update(
                "states",
                "UPDATE check_state SET n_pings = ? WHERE check_id BETWEEN ? AND ?",
                number,
                first,
                first + 3);
          });
    }
  }

  @Test
  void damage_is_found_before_anything_is_touched() throws Exception {
    EveryTable.fill(from.dataSource());
    Path whole = write(Set.of());
    byte[] bytes = Files.readAllBytes(whole);
    for (int at = 60; at < bytes.length; at += bytes.length / 40) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 0x55;
      Path file = Files.write(dir.resolve("damaged"), damaged);
      assertUnusableOrTheSame(file, whole, at);
    }
    for (int length : List.of(0, 1, bytes.length / 2, bytes.length - 1)) {
      Path file = Files.write(dir.resolve("short"), Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> BackupFile.open(file).verify()).isInstanceOf(BackupException.class);
    }
  }

  /** A byte may be one that nobody reads: the time of an entry, for example. */
  private static void assertUnusableOrTheSame(Path file, Path whole, int at) throws Exception {
    try (BackupFile right = BackupFile.open(whole);
        BackupFile found = BackupFile.open(file)) {
      found.verify();
      assertThat(found.manifest()).as("byte %d", at).isEqualTo(right.manifest());
    } catch (BackupException e) {
      assertThat(e.kind()).isEqualTo(BackupException.Kind.FILE);
    }
  }

  @Test
  void a_restore_that_breaks_off_leaves_its_mark_and_may_be_done_again() throws Exception {
    EveryTable.fill(from.dataSource());
    Path file = write(Set.of());
    // Of another schema: whole, and yet it does not fit.
    from.update("changing", "ALTER TABLE streams ADD COLUMN later text");
    Path other = write(Set.of());
    assertThatThrownBy(() -> restore(other, false)).isInstanceOf(BackupException.class);
    assertThat(RestoreMark.unfinished(to.dataSource()).orElseThrow())
        .contains("did not finish", "--replace");
    assertThat(number(to, "SELECT count(*) AS v FROM installation")).isZero();
    assertThatThrownBy(
            () -> writer(Set.of()).write(to.dataSource(), OutputStream.nullOutputStream()))
        .hasMessageContaining("did not finish");
    restore(file, false);
    assertThat(RestoreMark.unfinished(to.dataSource())).isEmpty();
    assertThat(number(to, "SELECT count(*) AS v FROM accounts")).isEqualTo(2);
    assertThat(Schema.pending(to.dataSource())).isZero();
  }

  @Test
  void a_backup_of_a_newer_schema_is_refused() throws Exception {
    from.update(
        "changing",
        """
        INSERT INTO schema_history (installed_rank, version, description, type, script, checksum,
                                    installed_by, execution_time, success)
        VALUES (99, '9999', 'later', 'SQL', 'V9999__later.sql', 1, 'x', 1, true)
        """);
    Path file = write(Set.of());
    try (BackupFile backup = BackupFile.open(file)) {
      assertThat(backup.manifest().schema()).isEqualTo("9999");
      Restore restore = new Restore(backup, "later", line -> {});
      assertThatThrownBy(() -> restore.requireKnownSchema(to.dataSource()))
          .hasMessageContaining("newer version");
    }
  }

  @Test
  void a_key_goes_with_it_under_a_passphrase_only() {
    byte[] key = new byte[32];
    key[5] = 7;
    SealedKey sealed = SealedKey.of(key, "correct horse battery".toCharArray());
    assertThat(sealed.open("correct horse battery".toCharArray())).contains(key);
    assertThat(sealed.open("wrong horse battery".toCharArray())).isEmpty();
    assertThat(new String(sealed.sealed(), StandardCharsets.ISO_8859_1))
        .isNotEqualTo(new String(key, StandardCharsets.ISO_8859_1));
  }

  private BackupWriter writer(Set<String> without) {
    return new BackupWriter(
        new BackupWriter.Content("tocsin test", Optional.of("abc"), Optional.empty(), without),
        line -> {});
  }

  private Path write(Set<String> without) throws Exception {
    Path file = dir.resolve("backup-" + System.nanoTime());
    try (OutputStream out = Files.newOutputStream(file)) {
      writer(without).write(from.dataSource(), out);
    }
    return file;
  }

  private Aftermath.Result restore(Path file, boolean copy) throws Exception {
    try (BackupFile backup = BackupFile.open(file)) {
      backup.verify();
      return new Restore(backup, "it", line -> {}).run(to.dataSource(), copy);
    }
  }

  private static Map<String, String> constraints(Db db) throws Exception {
    Map<String, String> all = new TreeMap<>();
    try (Connection connection = db.dataSource().getConnection()) {
      Catalog.foreignKeys(connection)
          .forEach(key -> all.put(key.table() + " " + key.name(), key.definition()));
    }
    return all;
  }

  private static long number(Db db, String sql) {
    return db.first("reading a number", sql, row -> row.number("v")).orElseThrow();
  }

  private static String text(Db db, String sql) {
    return db.first("reading a text", sql, row -> row.string("v")).orElseThrow();
  }
}
