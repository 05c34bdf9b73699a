package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What people see of what was sent, and sending it again. */
class DeliveryPagesTest {

  private final Fixture mine = new Fixture();
  private final UUID check = mine.check("Nightly dump");
  private final String path = "/projects/" + mine.project.code() + "/deliveries";

  private long one(String sql, Object... parameters) {
    return Fixture.DASHBOARD
        .db
        .first("test", sql, row -> row.number("n"), parameters)
        .orElseThrow();
  }

  private long channel(String name) {
    return one(
        """
        INSERT INTO channels (project_id, kind, name, settings) VALUES (?, 'email', ?, '')
        RETURNING id AS n
        """,
        mine.project.id(),
        name);
  }

  /** A down that was told of; the state is that of its message, or why it was withheld. */
  private long delivery(long channel, String state) {
    long flip =
        one(
            """
            INSERT INTO flips (check_id, at, old_status, new_status, reason, fanned_out)
            SELECT id, now(), 'up', 'down', 'timeout', true FROM checks WHERE code = ?
            RETURNING id AS n
            """,
            check);
    long delivery =
        one(
            """
            INSERT INTO deliveries (flip_id, channel_id, check_id)
            SELECT id, ?, check_id FROM flips WHERE id = ? RETURNING id AS n
            """,
            channel,
            flip);
    if (!state.matches("delivered|failed|sending")) {
      Fixture.DASHBOARD.db.update(
          "t", "UPDATE deliveries SET withheld = ? WHERE id = ?", state, delivery);
      return delivery;
    }
    long message =
        one(
            """
            WITH m AS (INSERT INTO messages (channel_id, key, state, attempts, next_at)
                VALUES (?, md5(random()::text), ?, 1, now() + interval '1 min') RETURNING id),
            a AS (INSERT INTO attempts (message_id, took, verdict, detail)
                SELECT id, interval '0.25 s', 'try_again', 'the server was <busy>' FROM m)
            SELECT id AS n FROM m
            """,
            channel,
            state);
    Fixture.DASHBOARD.db.update(
        "t", "UPDATE deliveries SET message_id = ? WHERE id = ?", message, delivery);
    return delivery;
  }

  private String get(String query) {
    var answer = mine.browser.get(path + query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void an_empty_list_says_what_it_will_show() {
    assertThat(get("")).contains("Nothing here", "with every attempt");
  }

  @Test
  void every_attempt_is_shown_with_its_answer_and_what_was_withheld_says_why() {
    long ops = channel("Ops");
    delivery(ops, "sending");
    delivery(channel("Quiet"), "silenced");
    assertThat(get(""))
        .contains("Nightly dump is down", "to Ops", "Tries again", "next try")
        .contains("the server was &lt;busy&gt;", "250 ms", "1 attempt")
        .contains("Withheld", "a silence was on");
    assertThat(get("?state=withheld")).contains("to Quiet").doesNotContain("to Ops");
    assertThat(mine.browser.get(path + "?state=never").statusCode()).isEqualTo(400);
  }

  @Test
  void what_is_settled_is_sent_again_by_hand_and_its_message_has_a_page() {
    long failed = delivery(channel("Ops"), "failed");
    assertThat(get("")).contains("Send again");
    var answer = mine.browser.submit(path, path + "/" + failed + "/resend");
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(get("")).contains("sent again", "Waits");
    long message = one("SELECT message_id AS n FROM deliveries WHERE id = ?", failed);
    assertThat(mine.browser.get("/messages/" + message).body())
        .contains("A message to Ops", "It tells of 1 change", "Nightly dump is down", "not taken");
    assertThat(new Fixture().browser.get("/messages/" + message).statusCode()).isEqualTo(404);
    assertThat(mine.browser.get("/messages/x").statusCode()).isEqualTo(404);
  }

  @Test
  void the_fallback_channel_is_chosen_in_the_settings_of_the_project() {
    channel("Ops");
    UUID code =
        Fixture.DASHBOARD
            .db
            .first(
                "t",
                "SELECT code FROM channels WHERE project_id = ?",
                row -> row.uuid("code"),
                mine.project.id())
            .orElseThrow();
    String settings = "/projects/" + mine.project.code() + "/settings";
    assertThat(mine.browser.get(settings).body()).contains("Fallback channel", "Ops");
    mine.browser.submit(
        settings, settings, "name", "Lab", "pings", "100", "fallback", code.toString());
    assertThat(
            one(
                "SELECT count(*) AS n FROM projects WHERE id = ? AND fallback_channel_id IS NOT NULL",
                mine.project.id()))
        .isEqualTo(1);
  }
}
