package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who is told of what. */
class MatrixTest {

  private final Fixture mine = new Fixture();
  private final String matrix = mine.channels() + "/matrix";

  private long channel(String name) {
    return Fixture.DASHBOARD
        .db
        .first(
            "making a channel",
            """
            INSERT INTO channels (project_id, kind, name, settings)
            VALUES (?, 'webhook', ?, '\\x00') RETURNING id
            """,
            row -> row.number("id"),
            mine.project.id(),
            name)
        .orElseThrow();
  }

  private static long id(UUID check) {
    return Fixture.number("SELECT id AS v FROM checks WHERE code = ?", check);
  }

  private static String cell(UUID check, long channel) {
    return Long.toString(id(check), 36) + "-" + Long.toString(channel, 36);
  }

  private static long assigned(UUID check, long channel) {
    return Fixture.number(
        "SELECT count(*) AS v FROM check_channels WHERE check_id = ? AND channel_id = ?",
        id(check),
        channel);
  }

  @Test
  void a_form_changes_what_differs_from_what_the_page_showed() {
    UUID one = mine.check("one");
    UUID two = mine.check("two");
    long mail = channel("mail");
    long chat = channel("chat");
    assertThat(mine.browser.get(matrix).body()).contains("tells nobody", "one tells mail");
    HttpResponse<String> saved =
        mine.browser.submit(
            matrix, matrix, "was", "", "on", cell(one, mail), "on", cell(two, chat), "on", "z-z");
    assertThat(saved.statusCode()).isEqualTo(303);
    assertThat(mine.browser.get(matrix).body())
        .contains("Saved: 2 given, 0 taken away.", "was\" value=\"" + cell(one, mail));
    assertThat(assigned(one, mail) + assigned(two, chat)).isEqualTo(2);
    // Somebody else gave two the mail meanwhile, which this page never showed.
    Fixture.DASHBOARD.db.update(
        "assigning", "INSERT INTO check_channels VALUES (?, ?)", id(two), mail);
    mine.browser.submit(
        matrix, matrix, "was", cell(one, mail) + "." + cell(two, chat), "on", cell(two, chat));
    assertThat(assigned(one, mail)).isZero();
    assertThat(assigned(two, mail)).as("another's change stays").isEqualTo(1);
    assertThat(assigned(two, chat)).isEqualTo(1);
  }

  @Test
  void checks_that_tell_nobody_are_found() {
    UUID told = mine.check("told");
    mine.check("untold");
    long mail = channel("mail");
    Fixture.DASHBOARD.db.update(
        "assigning", "INSERT INTO check_channels VALUES (?, ?)", id(told), mail);
    assertThat(mine.browser.get(matrix + "?untold=on").body())
        .contains(">untold<")
        .doesNotContain(">told<");
    assertThat(mine.browser.get(matrix + "?q=TOLD").body()).contains(">untold<", ">told<");
    assertThat(mine.browser.get(mine.channels()).body()).contains("nothing sent yet");
  }

  @Test
  void nobody_else_changes_it() {
    UUID one = mine.check("one");
    long mail = channel("mail");
    Fixture stranger = new Fixture();
    HttpResponse<String> refused =
        stranger.browser.submit(stranger.channels(), matrix, "was", "", "on", cell(one, mail));
    assertThat(refused.statusCode()).isEqualTo(404);
    String theirs = stranger.channels() + "/matrix";
    stranger.browser.submit(theirs, theirs, "was", "", "on", cell(one, mail));
    assertThat(assigned(one, mail)).isZero();
  }
}
