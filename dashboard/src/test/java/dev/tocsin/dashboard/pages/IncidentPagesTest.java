package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestBrowser;
import dev.tocsin.dashboard.TestProject;
import dev.tocsin.store.AckLinks;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What people see and do when something is down. */
class IncidentPagesTest {

  private final Fixture mine = new Fixture();
  private final UUID check = mine.check("Nightly dump");

  private String list() {
    return mine.browser.get("/projects/" + mine.project.code() + "/incidents").body();
  }

  private UUID open() {
    mine.state(check, "status = 'down', n_pings = 1, last_ping = now()");
    Fixture.DASHBOARD.db.update(
        "flipping",
        """
        INSERT INTO flips (check_id, at, old_status, new_status, reason)
        SELECT id, now(), 'up', 'down', 'fail' FROM checks WHERE code = ?
        """,
        check);
    TestProject.incidents(Fixture.DASHBOARD.db);
    return Fixture.DASHBOARD
        .db
        .first(
            "reading an incident",
            "SELECT i.code FROM incidents i JOIN checks c ON c.id = i.check_id WHERE c.code = ?",
            row -> row.uuid("code"),
            check)
        .orElseThrow();
  }

  private static URI link(UUID incident) {
    return new AckLinks(Fixture.DASHBOARD.secrets, URI.create("")).of(incident);
  }

  @Test
  void an_empty_list_says_what_incidents_are_and_a_full_one_shows_the_open_ones_first() {
    assertThat(list()).contains("Nothing has been down", "I am on it");
    open();
    assertThat(list()).contains("Nightly dump", "unacknowledged", "a ping said failure");
  }

  @Test
  void a_change_that_only_a_later_version_knows_is_logged_in_its_own_words() {
    Fixture.DASHBOARD.db.update(
        "flipping as a later version does",
        """
        INSERT INTO flips (check_id, at, old_status, new_status, reason)
        SELECT id, now(), 'up', 'asleep', 'nap' FROM checks WHERE code = ?
        """,
        check);
    assertThat(mine.browser.get("/checks/" + check).body())
        .contains("From up to asleep", "for the reason “nap”");
    assertThat(mine.browser.get("/projects/" + mine.project.code() + "/checks").body())
        .contains("Nightly dump");
  }

  @Test
  void an_incident_is_acknowledged_assigned_and_noted_on_the_page_of_its_check() {
    UUID incident = open();
    String page = "/checks/" + check;
    assertThat(mine.browser.get(page).body())
        .contains("Nobody has acknowledged it.", "Assign to me", "data-key=\"a\"");
    String path = "/incidents/" + incident;
    mine.browser.submit(page, path + "/acknowledge", "back", "check");
    mine.browser.submit(page, path + "/assign", "assignee", mine.account.email());
    mine.browser.submit(page, path + "/note", "text", "Disk <full>");
    assertThat(mine.browser.get(page).body())
        .contains("Acknowledged</b> by " + mine.account.email(), "(you)", "Disk &lt;full&gt;")
        .doesNotContain("data-key=\"a\"");
    assertThat(mine.browser.get(path).body()).contains("Take that back", "Disk &lt;full&gt;");
    assertThat(list()).contains("acknowledged", "1 note");
    assertThat(new Fixture().browser.get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void a_link_acknowledges_without_signing_in_and_only_when_its_button_is_pressed() {
    UUID incident = open();
    String link = link(incident).toString();
    TestBrowser stranger = new TestBrowser(Fixture.DASHBOARD.url());
    assertThat(stranger.get(link).body()).contains("Nightly dump", "Acknowledge</button>");
    String acked = "SELECT count(*) AS v FROM incidents WHERE code = ? AND acked_how = 'link'";
    assertThat(Fixture.number(acked, incident)).as("a preview changes nothing").isZero();
    assertThat(stranger.submit(link, link).body()).contains("Acknowledged</b>");
    assertThat(Fixture.number(acked, incident)).isEqualTo(1);
    Fixture.DASHBOARD.db.update(
        "closing",
        "UPDATE incidents SET closed_at = now(), closed_by = 'up' WHERE code = ?",
        incident);
    assertThat(stranger.get(link).body())
        .contains("It is over.")
        .doesNotContain("Acknowledge</button>");
  }

  @Test
  void a_link_that_we_did_not_make_leads_nowhere() {
    UUID incident = open();
    String link = link(incident).toString();
    TestBrowser stranger = new TestBrowser(Fixture.DASHBOARD.url());
    for (String wrong :
        new String[] {
          link(UUID.randomUUID()).toString(),
          link.substring(0, link.length() - 4) + "AAAA",
          "/ack/AAAA",
          "/ack/%00"
        }) {
      assertThat(stranger.get(wrong).statusCode()).as(wrong).isEqualTo(404);
    }
  }
}
