package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What people see of time in which nobody could hear. */
class BlindPagesTest {

  private final Fixture mine = new Fixture();
  private final UUID check = mine.check("Nightly <dump>");

  @Test
  void blind_times_name_the_runs_that_nobody_could_verify() {
    String path = "/projects/" + mine.project.code() + "/blind";
    blind();
    assertThat(mine.browser.get(path).body())
        .contains(
            "Not heard since",
            "Nightly &lt;dump&gt;",
            "10 min",
            "it turned pings away, it was stopped");
    assertThat(new Fixture().browser.get(path).statusCode()).isEqualTo(404);
    assertThat(mine.browser.get(path + "?before=soon").statusCode()).isEqualTo(400);
  }

  @Test
  void the_page_of_a_check_says_that_it_is_unverified_and_has_the_blind_time_in_its_log() {
    blind();
    String page = mine.browser.get("/checks/" + check).body();
    assertThat(page)
        .contains("Unverified", "is unverified: Tocsin could not hear from", "Run unverified")
        .contains("Tocsin could not hear</b>");
  }

  private void blind() {
    mine.state(
        check,
        """
        status = 'up', n_pings = 1, last_ping = now() - interval '1 day',
        credited_at = now() - interval '10 min', credited_due = now() - interval '15 min',
        blind_from = now() - interval '20 min', blind_until = now() - interval '10 min'
        """);
    Fixture.DASHBOARD.db.update("t", "TRUNCATE blind_times CASCADE");
    Fixture.DASHBOARD.db.update(
        "t",
        """
        INSERT INTO blind_times (since, until, causes)
        SELECT blind_from, blind_until, '{refused,stopped}' FROM check_state s
          JOIN checks c ON c.id = s.check_id WHERE c.code = ?
        """,
        check);
    Fixture.DASHBOARD.db.update(
        "t",
        """
        INSERT INTO unverified_runs (check_id, due, blind_from, blind_until, certain_at)
        SELECT check_id, credited_due, blind_from, blind_until, now() FROM check_state s
          JOIN checks c ON c.id = s.check_id WHERE c.code = ?
        """,
        check);
    Fixture.DASHBOARD.db.update(
        "t",
        """
        INSERT INTO flips (check_id, at, old_status, new_status, reason, fanned_out)
        SELECT id, now() - interval '1 day', 'new', 'up', 'success', true FROM checks
         WHERE code = ?
        """,
        check);
  }
}
