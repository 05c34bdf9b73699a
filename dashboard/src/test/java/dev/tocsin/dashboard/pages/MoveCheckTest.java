package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

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
    assertThat(move(second.code())).contains("may have 0 checks, and has them.");
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
}
