package dev.tocsin.ping.apply;

import static dev.tocsin.ping.apply.ApplyFixture.T0;
import static dev.tocsin.ping.apply.ApplyFixture.ping;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.ping.journal.HeardPing;
import dev.tocsin.ping.journal.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Successes of checks with assertions, from the journal to their rows. */
class AssertionApplyTest {

  @TempDir Path dir;

  @Test
  void a_success_that_breaks_one_fails_and_its_row_says_what_was_found() throws Exception {
    try (var fixture = new ApplyFixture(dir)) {
      MemoryJournal journal = new MemoryJournal(T0);
      UUID code = check(fixture, "job", "rows > 0\nbody lacks ERROR");
      Target target = new Target.ByCode(code);
      journal.append(T0.plusSeconds(1), ping(target, PingKind.SUCCESS, "rows=1"));
      journal.append(T0.plusSeconds(2), ping(target, PingKind.SUCCESS, "ERROR \0 rows=0"));
      journal.append(T0.plusSeconds(3), ping(target, PingKind.LOG, "rows=0"));
      fixture.start(journal, 100).awaitApplied();
      assertThat(fixture.texts("SELECT new_status || ' ' || reason AS v FROM flips ORDER BY id"))
          .containsExactly("up success", "down assertion");
      assertThat(
              fixture.texts(
                  "SELECT kind || ' ' || coalesce(broken, '-') AS v FROM pings ORDER BY n"))
          .containsExactly(
              "success -",
              "success rows > 0: rows=0\nbody lacks ERROR: it says “ERROR   rows=0”",
              "log -");
    }
  }

  @Test
  void a_mail_is_read_as_its_text_and_a_body_that_was_cut_is_said_to_be() throws Exception {
    try (var fixture = new ApplyFixture(dir)) {
      MemoryJournal journal = new MemoryJournal(T0);
      Target target = new Target.ByCode(check(fixture, "job", "rows > 0"));
      String mail =
          """
          Subject: done\r
          Content-Type: text/plain; charset=utf-8\r
          Content-Transfer-Encoding: base64\r
          \r
          cm93cz03\r
          """;
      journal.append(T0.plusSeconds(1), heard(target, "email", "", mail, false));
      journal.append(T0.plusSeconds(2), heard(target, "https", "POST", "long", true));
      fixture.start(journal, 100).awaitApplied();
      assertThat(fixture.texts("SELECT coalesce(broken, '-') AS v FROM pings ORDER BY n"))
          .containsExactly(
              "-",
              "rows > 0: there is no rows=… in the body; only its first 4 characters were kept");
    }
  }

  @Test
  void results_do_not_depend_on_how_pings_were_batched() throws Exception {
    List<String> expected = apply(1);
    assertThat(expected).anyMatch(row -> row.contains("assertion"));
    for (int batch : new int[] {7, 300}) {
      assertThat(apply(batch)).as("batches of %d", batch).isEqualTo(expected);
    }
  }

  private List<String> apply(int batch) throws Exception {
    var random = new Random(17);
    try (var fixture = new ApplyFixture(Files.createTempDirectory(dir, "j"))) {
      MemoryJournal journal = new MemoryJournal(T0);
      List<UUID> codes =
          List.of(
              check(fixture, "a", "rows > 0\nduration < 8s"),
              check(fixture, "b", "body contains rows=1"),
              check(fixture, "c", ""));
      var at = T0;
      for (int i = 0; i < 300; i++) {
        at = at.plusSeconds(1 + random.nextInt(5));
        PingKind kind = random.nextInt(3) == 0 ? PingKind.START : PingKind.SUCCESS;
        Target target = new Target.ByCode(codes.get(random.nextInt(3)));
        journal.append(at, ping(target, kind, "rows=" + random.nextInt(2)));
      }
      fixture.start(journal, batch).awaitApplied();
      return fixture.texts(
          """
          SELECT concat_ws('|', c.slug, p.n, p.at, p.kind, p.broken, s.status, s.last_duration,
                   (SELECT string_agg(f.at || f.reason, ',' ORDER BY f.id) FROM flips f
                     WHERE f.check_id = c.id)) AS v
            FROM pings p JOIN checks c ON c.id = p.check_id JOIN check_state s ON s.check_id = c.id
           ORDER BY c.slug, p.n
          """);
    }
  }

  /** Their rules are read with the others, when they change, and never with a ping. */
  @Test
  void however_many_pings_come_settings_are_read_once_with_assertions_and_without()
      throws Exception {
    // In a hundred batches; the fixture itself looks a few times.
    assertThat(readsOfSettings("")).isLessThan(20);
    assertThat(readsOfSettings("rows > 0")).isLessThan(20);
  }

  private long readsOfSettings(String assertions) throws Exception {
    try (var fixture = new ApplyFixture(Files.createTempDirectory(dir, "j"))) {
      MemoryJournal journal = new MemoryJournal(T0);
      Target target = new Target.ByCode(check(fixture, "job", assertions));
      for (int i = 0; i < 300; i++) {
        journal.append(T0.plusSeconds(i), ping(target, PingKind.SUCCESS, "rows=1"));
      }
      // Sessions tell what they read when they end.
      try (var running = fixture.start(journal, 3)) {
        running.awaitApplied();
      }
      ApplyFixture.await(
          "statistics",
          () ->
              fixture.one("SELECT n_tup_ins FROM pg_stat_user_tables WHERE relname = 'pings'")
                  >= 300);
      return fixture.one(
          """
          SELECT coalesce(seq_scan, 0) + coalesce(idx_scan, 0)
            FROM pg_stat_user_tables WHERE relname = 'checks'
          """);
    }
  }

  private static HeardPing heard(
      Target target, String scheme, String method, String body, boolean cut) {
    return new HeardPing(
        target, PingKind.SUCCESS, null, null, scheme, method, null, "", body.getBytes(UTF_8), cut);
  }

  private static UUID check(ApplyFixture fixture, String slug, String assertions) {
    UUID code = fixture.check(slug);
    fixture.db.update(
        "assertions", "UPDATE checks SET assertions = ? WHERE code = ?", assertions, code);
    return code;
  }
}
