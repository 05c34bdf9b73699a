package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.store.Db;
import dev.tocsin.store.DbConfig;
import dev.tocsin.store.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever was set aside is listed, and each kind has a command that deals with it. */
class QuarantineCommandTest {

  @TempDir Path dir;

  private DbConfig config;

  @BeforeEach
  void database() throws IOException {
    config = TestPostgres.freshDatabase();
    Files.writeString(
        dir.resolve("t.toml"),
        "[database]\nurl = 'postgres://postgres:postgres@%s/%s'\n"
            .formatted(config.hosts().get(0), config.database()));
  }

  private Run quarantine(String... more) {
    List<String> words = new ArrayList<>(List.of("quarantine"));
    words.addAll(List.of(more));
    words.addAll(
        List.of("--config", dir.resolve("t.toml").toString(), "--data-dir", dir + "/data"));
    return Run.of(words.toArray(String[]::new));
  }

  private static UUID setAside(Db db) {
    db.update(
        "a record",
        """
        INSERT INTO quarantine (stream_id, position, heard_at, record, ping, why)
        VALUES (gen_random_uuid(), 7, '2026-10-25T01:30:00Z', 'ping', 'x', E'too odd\\nmore')
        """);
    return db.first(
            "a check",
            """
            WITH p AS (INSERT INTO projects (name, ping_key, check_limit) VALUES ('Ops', 'k', 9) RETURNING id),
                 c AS (INSERT INTO checks (project_id, name, slug, timeout, grace)
                       SELECT id, 'night\u202ely', 'nightly', interval '1 h', interval '5 min' FROM p
                       RETURNING id, code),
                 s AS (INSERT INTO check_state (check_id) SELECT id FROM c),
                 a AS (INSERT INTO checks_set_aside (check_id, why, times, until)
                       SELECT id, E'no such zone\\nat …', 3, now() + interval '1 h' FROM c),
                 f AS (INSERT INTO flips (check_id, at, old_status, new_status, reason)
                       SELECT id, '2026-10-25T02:00:00Z', 'up', 'frozen', 'odd' FROM c)
            SELECT code FROM c
            """,
            row -> row.uuid("code"))
        .orElseThrow();
  }

  @Test
  void pings_checks_and_changes_are_listed_with_what_is_wrong_in_a_line_each() {
    try (Db db = Db.open(config)) {
      UUID check = setAside(db);
      Run list = quarantine("list");
      assertThat(list.code()).as(list.err()).isZero();
      assertThat(list.stdout().lines())
          .satisfiesExactly(
              ping -> assertThat(ping).matches("\\d+  heard 2026-10-25T01:30:00Z  too odd"),
              aside ->
                  assertThat(aside)
                      .startsWith("check %s  “night\\u{202e}ly” of “Ops”".formatted(check))
                      .contains("left alone until ", "failed 3 times: no such zone"),
              change ->
                  assertThat(change)
                      .contains("check " + check, "2026-10-25T02:00:00Z", "from up to frozen"),
              sum -> assertThat(sum).isEqualTo("1 ping, 1 check, 1 change of status"));
    }
  }

  @Test
  void nothing_is_nothing_of_each() {
    assertThat(quarantine("list").stdout())
        .isEqualTo("0 pings, 0 checks, 0 changes of status%n".formatted());
  }

  @Test
  void a_check_that_is_left_alone_is_looked_at_when_somebody_says_so() {
    try (Db db = Db.open(config)) {
      UUID check = setAside(db);
      Run look = quarantine("look", check.toString());
      assertThat(look.code()).as(look.err()).isZero();
      assertThat(quarantine("list").stdout()).contains("1 ping, 0 checks, ");
      assertThat(
              db.query(
                  "what the alerter will see",
                  "SELECT wake_at <= now() AS v FROM check_state",
                  row -> row.flag("v")))
          .containsExactly(true);
      Run again = quarantine("look", check.toString());
      assertThat(again.code()).isEqualTo(76);
      assertThat(again.err()).contains("no check that is left alone: " + check);
      assertThat(quarantine("look", "nightly").code()).isEqualTo(2);
    }
  }
}
