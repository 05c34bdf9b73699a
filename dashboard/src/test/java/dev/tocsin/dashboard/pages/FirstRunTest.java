package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** From an empty project to checks that are pinged. */
class FirstRunTest {

  private static final String TABLE =
      """
      MAILTO=ops@example.org
      # Nightly <backup>
      20 4 * * * /usr/local/bin/backup.sh --all 50\\%

      CRON_TZ=Asia/Tokyo
      */5 * * * * cd /opt/sync && ./run
      @reboot /opt/start.sh
      61 * * * * /bin/broken
      """;

  private final Fixture mine = new Fixture();
  private final String page = mine.checks() + "/crontab";

  @Test
  void a_pasted_crontab_shows_the_checks_before_it_makes_any() {
    HttpResponse<String> plan =
        mine.browser.submit(page, page, "crontab", TABLE, "tz", "Europe/Riga");
    assertThat(plan.statusCode()).isEqualTo(200);
    assertThat(plan.body())
        .contains("Nightly &lt;backup&gt;", "At 04:20 every day", "Europe/Riga", "Make 2 checks")
        .contains("Every 5 minutes", "Asia/Tokyo")
        .contains("Line 7", "runs at boot", "Line 8", "use 0 to 59");
    assertThat(checks()).isZero();
  }

  @Test
  void it_makes_them_at_once_and_gives_the_crontab_back_with_their_pings() {
    HttpResponse<String> made = make();
    assertThat(made.body())
        .contains("Made 2 checks.", "MAILTO=ops@example.org\n# Nightly &lt;backup&gt;\n20 4 * * *")
        .contains("EXIT; /usr/local/bin/backup.sh --all 50\\%\n", "@reboot /opt/start.sh\n");
    UUID backup =
        Fixture.DASHBOARD
            .db
            .first(
                "finding",
                """
                SELECT code FROM checks WHERE project_id = ? AND schedule = '20 4 * * *'
                   AND tz = 'Europe/Riga' AND slug = 'nightly-backup'
                """,
                row -> row.uuid("code"),
                mine.project.id())
            .orElseThrow();
    assertThat(made.body()).contains("/ping/" + backup + "/$s");
    assertThat(make().body()).as("the same again").contains("All checks were there already.");
    assertThat(checks()).isEqualTo(2);
  }

  @Test
  void a_job_does_not_take_the_slug_of_another_check() {
    Fixture.DASHBOARD.db.update(
        "taking", "UPDATE checks SET slug = 'run' WHERE code = ?", mine.check("another"));
    make();
    assertThat(
            Fixture.number(
                "SELECT count(*) AS v FROM checks WHERE project_id = ? AND slug = 'run-2'",
                mine.project.id()))
        .isEqualTo(1);
  }

  @Test
  void no_more_are_made_than_the_project_may_have() {
    Fixture.DASHBOARD.db.update(
        "limiting", "UPDATE projects SET check_limit = 1 WHERE id = ?", mine.project.id());
    HttpResponse<String> refused = make();
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("there is no room for 2 more", "MAILTO=ops");
    assertThat(checks()).isZero();
  }

  @Test
  void a_list_that_nobody_has_pinged_says_how_and_says_when_somebody_has() {
    UUID code = mine.check("Backup");
    assertThat(mine.browser.get(mine.checks()).body())
        .contains("Waiting for the first ping", "curl http://", "&amp;first=waiting");
    mine.state(code, "status = 'up', n_pings = 1, last_ping = now()");
    assertThat(mine.browser.get(mine.checks()).body())
        .doesNotContain("Waiting for the first ping.");
  }

  private HttpResponse<String> make() {
    return mine.browser.submit(page, page, "crontab", TABLE, "tz", "Europe/Riga", "action", "make");
  }

  private long checks() {
    return Fixture.number(
        "SELECT count(*) AS v FROM checks WHERE project_id = ?", mine.project.id());
  }
}
