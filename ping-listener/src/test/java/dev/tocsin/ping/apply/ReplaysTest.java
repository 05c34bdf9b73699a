package dev.tocsin.ping.apply;

import static dev.tocsin.ping.apply.ApplyFixture.T0;
import static dev.tocsin.ping.apply.ApplyFixture.await;
import static dev.tocsin.ping.apply.ApplyFixture.ping;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.ping.journal.Target;
import dev.tocsin.ping.pg.TcpProxy.CommitCut;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was set aside is applied again when an operator asks for it. */
class ReplaysTest {

  @TempDir Path dir;
  private ApplyFixture fixture;
  private MemoryJournal journal;
  private UUID code;

  @BeforeEach
  void setAside() throws IOException {
    fixture = new ApplyFixture(dir);
    journal = new MemoryJournal(T0);
    code = fixture.check("job");
    fixture.db.update("nonsense", "UPDATE checks SET kind = 'cron', schedule = 'nonsense'");
    journal.append(T0.plusSeconds(1), ping(new Target.ByCode(code), PingKind.FAIL, "it failed"));
  }

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  private void mend() {
    fixture.db.update(
        "mending",
        """
        WITH c AS (UPDATE checks SET kind = 'simple', schedule = '' RETURNING id)
        UPDATE check_state s SET rules_version = rules_version + 1 FROM c WHERE s.check_id = c.id
        """);
  }

  private void want() {
    fixture.db.update("asking", "UPDATE quarantine SET wanted_at = now(), wanted_by = 'ada'");
  }

  private boolean answered() {
    return fixture.one("SELECT count(*) FROM quarantine WHERE wanted_at IS NULL") == 1;
  }

  @Test
  void what_still_fails_says_why_and_what_is_mended_is_applied_with_its_own_time() {
    fixture.start(journal, 10).awaitApplied();
    assertThat(fixture.one("SELECT count(*) FROM quarantine")).isOne();
    want();
    await("it is tried", this::answered);
    assertThat(fixture.texts("SELECT tried_why AS v FROM quarantine").get(0))
        .contains("five fields");
    assertThat(fixture.one("SELECT count(*) FROM quarantine WHERE settled IS NULL")).isOne();
    mend();
    want();
    await("it is applied", this::answered);
    assertThat(fixture.texts("SELECT settled || ' ' || settled_by AS v FROM quarantine"))
        .containsExactly("replayed ada");
    assertThat(fixture.texts("SELECT kind || ' ' || convert_from(body, 'UTF8') AS v FROM pings"))
        .containsExactly("fail it failed");
    assertThat(fixture.one("SELECT count(*) FROM pings WHERE at = ?", T0.plusSeconds(1))).isOne();
    assertThat(fixture.texts("SELECT new_status AS v FROM flips")).containsExactly("down");
  }

  @Test
  void a_ping_of_a_check_that_was_deleted_meanwhile_says_so() {
    fixture.start(journal, 10).awaitApplied();
    fixture.db.update("deleting", "DELETE FROM checks");
    want();
    await("it is tried", this::answered);
    assertThat(fixture.texts("SELECT tried_why AS v FROM quarantine"))
        .containsExactly("there is no check with this address");
  }

  @Test
  void two_listeners_and_a_link_that_breaks_after_each_commit_apply_it_once() throws Exception {
    fixture.start(journal, 10).awaitApplied();
    fixture.start(new MemoryJournal(T0), 10);
    mend();
    AtomicInteger cuts = new AtomicInteger();
    fixture.proxy.cutAtCommits(CommitCut.AFTER, n -> cuts.incrementAndGet() <= 12);
    want();
    await("it is applied", this::answered);
    assertThat(fixture.texts("SELECT settled AS v FROM quarantine")).containsExactly("replayed");
    assertThat(fixture.one("SELECT count(*) FROM pings")).isOne();
    assertThat(fixture.one("SELECT sum(n_pings)::bigint FROM check_state")).isOne();
  }
}
