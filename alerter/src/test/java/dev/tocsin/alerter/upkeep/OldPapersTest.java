package dev.tocsin.alerter.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.World;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OldPapersTest {

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  /** In steps of four rows, until each table was looked at without finding any more. */
  private void sweep(Retention keep) {
    OldPapers papers = new OldPapers(new UpkeepLimits(keep, 1, 4));
    for (int quiet = 0; quiet < 20; ) {
      quiet = world.db.transaction("t", papers::step).removed() > 0 ? 0 : quiet + 1;
    }
  }

  private void audit(int... days) {
    for (int ago : days) {
      world.run(
          "INSERT INTO audit (at, actor, action) VALUES (now() - ? * interval '1 day', 'a', ?::text)",
          ago,
          ago);
    }
  }

  private void setAside(int... days) {
    for (int ago : days) {
      world.run(
          """
          INSERT INTO quarantine (stream_id, position, heard_at, record, ping, why, at)
          VALUES (gen_random_uuid(), 0, now(), '', '', ?::text, now() - ? * interval '1 day')
          """,
          ago,
          ago);
      world.run(
          """
          INSERT INTO unresolved_pings (stream_id, position, target, why, heard_at)
          VALUES (gen_random_uuid(), 0, ?::text, '', now() - ? * interval '1 day')
          """,
          ago,
          ago);
    }
  }

  private List<String> texts(String column, String table) {
    return world.texts("SELECT %s AS t FROM %s ORDER BY %s".formatted(column, table, column));
  }

  @Test
  void what_was_done_and_what_was_set_aside_go_when_they_are_older_than_they_are_kept() {
    audit(950, 900, 850, 800, 731, 729, 3);
    setAside(600, 550, 500, 400, 367, 365, 3);
    sweep(Retention.DEFAULTS);
    assertThat(texts("action", "audit")).containsExactly("3", "729");
    assertThat(texts("why", "quarantine")).containsExactly("3", "365");
    assertThat(texts("target", "unresolved_pings")).containsExactly("3", "365");
  }

  @Test
  void without_a_limit_they_stay() {
    audit(9_000);
    setAside(9_000);
    sweep(new Retention(Retention.PROMISED, Optional.empty(), Optional.empty()));
    assertThat(texts("action", "audit")).hasSize(1);
    assertThat(texts("why", "quarantine")).hasSize(1);
    assertThat(texts("target", "unresolved_pings")).hasSize(1);
  }

  @Test
  void a_matter_that_goes_on_or_is_still_to_be_told_stays_however_old() {
    for (String[] matter :
        new String[][] {
          {"open", null, null},
          {"untold", "94 d", "1 d"},
          {"over", "94 d", null},
          {"fresh", "92 d", null}
        }) {
      world.run(
          """
          INSERT INTO operator_alerts (key, title, lines, section, opened_at, closed_at, next_at)
          VALUES (?, '', '{}', '', now() - interval '99 d', now() - ?::interval, now() - ?::interval)
          """,
          matter[0],
          matter[1],
          matter[2]);
    }
    sweep(Retention.DEFAULTS);
    assertThat(texts("key", "operator_alerts")).containsExactly("fresh", "open", "untold");
  }

  @Test
  void a_silence_goes_when_its_end_is_old_and_not_when_its_beginning_is() {
    for (String[] silence : new String[][] {{"over", "94 d"}, {"recent", "92 d"}, {"on", "-1 d"}}) {
      world.run(
          """
          INSERT INTO silences (project_id, reason, author, starts_at, ends_at, created_at)
          SELECT id, ?, '', now() - interval '150 d', now() - ?::interval, now() - interval '150 d'
            FROM projects
          """,
          silence[0],
          silence[1]);
    }
    sweep(Retention.DEFAULTS);
    assertThat(texts("reason", "silences")).containsExactly("on", "recent");
  }

  @Test
  void links_that_open_nothing_any_more_go() {
    for (String ends : new String[] {"-25 h", "-1 h", "1 h"}) {
      world.run(
          """
          INSERT INTO setup_links (token_hash, expires_at)
          VALUES (sha256(?::bytea), now() + ?::interval)
          """,
          ends,
          ends);
    }
    sweep(Retention.DEFAULTS);
    assertThat(world.one("SELECT count(*) AS n FROM setup_links")).isEqualTo(2);
  }
}
