package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.channels.Deliveries;
import dev.tocsin.dashboard.channels.DeliveryFilter;
import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.Members;
import dev.tocsin.dashboard.people.NewProject;
import dev.tocsin.dashboard.people.Role;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MoveCheckTest {

  private final Fixture mine = new Fixture();
  private final NewProject second =
      Fixture.DASHBOARD.project("Second of " + mine.account.email(), mine.account);
  private final UUID check = mine.check("Nightly");
  private final String page = "/checks/" + check + "/move";

  private String move(UUID to) {
    return mine.browser.submit(page, page, "project", to.toString()).body();
  }

  private long in(NewProject project) {
    return Fixture.number(
        "SELECT count(*) AS v FROM checks WHERE project_id = ? AND code = ?", project.id(), check);
  }

  @Test
  void a_check_goes_with_its_history_and_tells_the_channels_of_its_new_project() {
    Fixture.DASHBOARD.db.update(
        "making channels",
        """
        INSERT INTO channels (project_id, kind, name, settings)
        VALUES (?, 'email', 'Ops', '\\x00'), (?, 'email', 'Old', '\\x00')
        """,
        second.id(),
        mine.project.id());
    Fixture.DASHBOARD.db.update(
        "assigning",
        "INSERT INTO check_channels SELECT c.id, n.id FROM checks c JOIN channels n"
            + " ON n.project_id = c.project_id WHERE c.code = ?",
        check);
    Fixture.DASHBOARD.db.update(
        "silencing",
        "INSERT INTO silences (project_id, check_id, author, starts_at, ends_at)"
            + " SELECT project_id, id, 'x', now(), now() + interval '1 h' FROM checks WHERE code = ?",
        check);
    assertThat(mine.browser.get(page).body()).contains(second.name());
    move(second.code());
    assertThat(in(second)).isOne();
    assertThat(
            Fixture.number(
                """
                SELECT count(*) AS v FROM check_channels a JOIN channels n ON n.id = a.channel_id
                  JOIN checks c ON c.id = a.check_id
                 WHERE c.code = ? AND n.project_id = c.project_id AND n.name = 'Ops'
                """,
                check))
        .isOne();
    assertThat(
            Fixture.number(
                "SELECT count(*) AS v FROM check_channels a JOIN checks c ON c.id = a.check_id"
                    + " WHERE c.code = ?",
                check))
        .isOne();
    assertThat(
            Fixture.number(
                "SELECT count(*) AS v FROM silences WHERE project_id = ?", mine.project.id()))
        .isZero();
    assertThat(mine.browser.get("/projects/" + mine.project.code() + "/audit").body())
        .contains("check.move_out", "to " + second.name());
    assertThat(mine.browser.get("/projects/" + second.code() + "/audit").body())
        .contains("check.move_in", "from " + mine.project.name());
  }

  @Test
  void nobody_moves_a_check_into_a_project_in_which_they_only_look() {
    Fixture other = new Fixture();
    assertThat(move(other.project.code())).contains("Choose one of your projects.");
    new Members(Fixture.DASHBOARD.db)
        .add(other.project.id(), mine.account.email(), Role.READONLY, Acting.operator());
    assertThat(move(other.project.code())).contains("Choose one of your projects.");
    assertThat(in(mine.project)).isOne();
  }

  @Test
  void a_full_project_takes_none_and_a_change_is_told_first() {
    Fixture.DASHBOARD.db.update(
        "filling", "UPDATE projects SET check_limit = 0 WHERE id = ?", second.id());
    assertThat(move(second.code())).contains("may have 0 checks, and no more.");
    Fixture.DASHBOARD.db.update(
        "making room", "UPDATE projects SET check_limit = 9 WHERE id = ?", second.id());
    Fixture.DASHBOARD.db.update(
        "going down",
        "INSERT INTO flips (check_id, at, old_status, new_status, reason)"
            + " SELECT id, now(), 'up', 'down', 'timeout' FROM checks WHERE code = ?",
        check);
    assertThat(move(second.code())).contains("Its last change is just being told");
    assertThat(in(mine.project)).isOne();
  }

  @Test
  void neither_project_sees_in_the_other_what_was_told_before() {
    Fixture.DASHBOARD.db.update(
        "telling of it once",
        """
        WITH ch AS (INSERT INTO channels (project_id, kind, name, settings)
               VALUES (?, 'email', 'Secret room', '\\x00') RETURNING id),
             lane AS (INSERT INTO lanes (channel_id) SELECT id FROM ch),
             f AS (INSERT INTO flips (check_id, at, old_status, new_status, reason, fanned_out)
               SELECT id, now(), 'up', 'down', 'timeout', true FROM checks WHERE code = ?
               RETURNING id, check_id),
             m AS (INSERT INTO messages (channel_id, key, state, attempts, settled_at)
               SELECT id, 'moved ' || id, 'failed', 1, now() FROM ch RETURNING id, channel_id),
             a AS (INSERT INTO attempts (message_id, at, took, verdict, detail)
               SELECT id, now(), interval '1 s', 'give_up', 'secret answer' FROM m)
        INSERT INTO deliveries (flip_id, channel_id, check_id, message_id)
        SELECT f.id, m.channel_id, f.check_id, m.id FROM f, m
        """,
        mine.project.id(),
        check);
    String deliveries = "/projects/" + mine.project.code() + "/deliveries";
    assertThat(mine.browser.get("/checks/" + check).body())
        .contains("Secret room", "secret answer");
    assertThat(mine.browser.get(deliveries).body()).contains("Nightly");
    move(second.code());
    Fixture.DASHBOARD.db.update(
        "renaming", "UPDATE checks SET name = 'New plans' WHERE code = ?", check);
    assertThat(mine.browser.get("/checks/" + check).body())
        .contains("a channel of another project")
        .doesNotContain("Secret room", "secret answer");
    String list = mine.browser.get(deliveries).body();
    assertThat(list)
        .contains("A check that is in another project now", "Secret room")
        .doesNotContain("Nightly", "New plans", check.toString(), "/resend");
    long delivery =
        Fixture.number(
            "SELECT d.id AS v FROM deliveries d JOIN checks c ON c.id = d.check_id WHERE c.code = ?",
            check);
    assertThat(mine.browser.submit(deliveries, deliveries + "/" + delivery + "/resend").body())
        .doesNotContain("New plans");
    assertThat(
            Fixture.number(
                "SELECT count(*) AS v FROM deliveries WHERE reason = 'resend' AND origin_id = ?",
                delivery))
        .isZero();
    assertThat(new Deliveries(Fixture.DASHBOARD.db).ofCheck(id(), DeliveryFilter.ALL, 10))
        .isEmpty();
  }

  private long id() {
    return Fixture.number("SELECT id AS v FROM checks WHERE code = ?", check);
  }
}
