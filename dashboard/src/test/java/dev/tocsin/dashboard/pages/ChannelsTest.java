package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.channels.ChannelKind;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChannelsTest {

  private final Fixture mine = new Fixture();

  private UUID only() {
    return Fixture.DASHBOARD
        .db
        .first(
            "reading a channel",
            "SELECT code FROM channels WHERE project_id = ?",
            row -> row.uuid("code"),
            mine.project.id())
        .orElseThrow();
  }

  private HttpResponse<String> add(String kind, String... fields) {
    String page = mine.channels() + "/new/" + kind;
    return mine.browser.submit(page, page, fields);
  }

  @Test
  void a_mail_channel_is_added_sealed_assigned_and_edited() {
    mine.check("Backup");
    HttpResponse<String> wrong = add("email", "to", "ada@example.org not-an-address", "down", "on");
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("Enter an address like", "ada@example.org not-an-address");
    assertThat(
            add("email", "name", "Ops", "to", "ops@example.org", "down", "on", "assign", "on")
                .statusCode())
        .isEqualTo(303);
    assertThat(mine.browser.get(mine.channels()).body())
        .contains("Ops", "ops@example.org", "1 check");
    byte[] stored =
        Fixture.DASHBOARD
            .db
            .first(
                "reading settings",
                "SELECT settings FROM channels WHERE code = ?",
                row -> row.bytes("settings"),
                only())
            .orElseThrow();
    assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("example.org");
    assertThat(new String(Fixture.DASHBOARD.secrets.open(stored), StandardCharsets.UTF_8))
        .isEqualTo("{\"to\":[\"ops@example.org\"],\"down\":true,\"up\":false}");
    String edit = "/channels/" + only() + "/edit";
    assertThat(mine.browser.get(edit).body()).contains("ops@example.org");
    assertThat(
            mine.browser
                .submit(edit, edit, "name", "Ops", "to", "new@example.org", "up", "on")
                .statusCode())
        .isEqualTo(303);
    assertThat(mine.browser.get(mine.channels()).body()).contains("new@example.org");
  }

  @Test
  void a_webhook_says_its_problems_at_their_fields_and_keeps_what_was_typed() {
    HttpResponse<String> wrong =
        add(
            "webhook",
            "down.method",
            "POST",
            "down.url",
            "ftp://example.org",
            "down.headers",
            "Host: x\nX-Token: s3cret",
            "down.body",
            "$JSON",
            "up.method",
            "POST");
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("ftp://example.org", "X-Token: s3cret", "class=\"error\"");
    assertThat(
            add(
                    "webhook",
                    "down.method",
                    "POST",
                    "down.url",
                    "https://example.org/hook?t=s3cret",
                    "down.headers",
                    "X-Token: s3cret",
                    "down.body",
                    "$JSON",
                    "up.method",
                    "POST")
                .statusCode())
        .isEqualTo(303);
    assertThat(mine.browser.get(mine.channels()).body())
        .contains("example.org")
        .doesNotContain("s3cret");
  }

  @Test
  void every_kind_has_a_place_on_the_shelf_and_a_form_that_says_what_is_missing() {
    String shelf = mine.browser.get(mine.channels() + "/new").body();
    for (ChannelKind kind : Fixture.DASHBOARD.channels.kinds()) {
      String page = mine.channels() + "/new/" + kind.code();
      if (!kind.offered()) {
        assertThat(shelf).doesNotContain(page);
        assertThat(mine.browser.get(page).statusCode()).isEqualTo(404);
        continue;
      }
      assertThat(shelf).contains(page, kind.title());
      assertThat(shelf.split("href=\"" + page + "\"", 2)[1].split("</li>", 2)[0])
          .as("a sentence on " + kind.code())
          .containsPattern("<p class=\"sub\">[A-Z][^<]+\\.</p>");
      HttpResponse<String> empty = mine.browser.submit(page, page);
      assertThat(empty.statusCode()).as(kind.code()).isEqualTo(422);
      assertThat(empty.body()).as(kind.code()).contains("class=\"error\"", "name=\"csrf\"");
    }
  }

  @Test
  void secrets_are_masked_in_the_form_and_stay_when_the_mask_is_left() {
    assertThat(
            add("pushover", "token", "azGDORePK8gM", "user", "uQiRzpo4DXgh", "retry", "90")
                .statusCode())
        .isEqualTo(303);
    String edit = "/channels/" + only() + "/edit";
    String page = mine.browser.get(edit).body();
    assertThat(page).contains(ChannelKind.MASK, "value=\"90\"").doesNotContain("azGDORePK8gM");
    mine.browser.submit(
        edit, edit, "token", ChannelKind.MASK, "user", "uOther", "priority", "emergency");
    assertThat(settings())
        .isEqualTo("{\"token\":\"azGDORePK8gM\",\"user\":\"uOther\",\"priority\":\"emergency\"}");
    assertThat(mine.browser.submit(edit, edit, "token", "", "user", "u!", "retry", "soon").body())
        .contains(
            "Enter it.",
            "Enter the key only, 30 letters and digits.",
            "Must be a whole number from 30 to 10800.",
            "value=\"soon\"");
  }

  private String settings() {
    byte[] stored =
        Fixture.DASHBOARD
            .db
            .first(
                "reading settings",
                "SELECT settings FROM channels WHERE code = ?",
                row -> row.bytes("settings"),
                only())
            .orElseThrow();
    return new String(Fixture.DASHBOARD.secrets.open(stored), StandardCharsets.UTF_8);
  }

  @Test
  void a_group_is_made_of_other_channels_and_its_test_goes_to_each() {
    add("ntfy", "name", "Phones", "server", "https://ntfy.example.org", "topic", "t0pic");
    UUID phones = only();
    assertThat(add("group", "name", "Everybody").body()).contains("Enter at least one.");
    assertThat(add("group", "name", "Everybody", "member." + phones, "on").statusCode())
        .isEqualTo(303);
    assertThat(mine.browser.get(mine.channels()).body()).contains("Everybody", "Group of channels");
    UUID group =
        Fixture.DASHBOARD
            .db
            .first(
                "reading a group",
                "SELECT code FROM channels WHERE project_id = ? AND kind = 'group'",
                row -> row.uuid("code"),
                mine.project.id())
            .orElseThrow();
    String channel = "/channels/" + group;
    assertThat(mine.browser.get(channel + "/edit").body())
        .containsPattern("name=\"member." + phones + "\" value=\"on\" checked");
    mine.browser.submit(mine.channels(), channel + "/test");
    long delivery =
        Fixture.number(
            """
            SELECT d.id AS v FROM deliveries d JOIN channels ch ON ch.id = d.channel_id
             WHERE ch.code = ? AND d.reason = 'test'
            """,
            phones);
    assertThat(mine.browser.get(channel + "/tests/" + delivery).body())
        .contains("<b>Phones:</b>", "Sending a test");
    assertThat(
            mine.browser.submit(channel + "/edit", channel + "/edit", "name", "None").statusCode())
        .isEqualTo(422);
  }

  @Test
  void a_test_is_queued_its_lane_hurried_and_its_result_shown() {
    add("email", "to", "ops@example.org", "down", "on");
    String channel = "/channels/" + only();
    assertThat(mine.browser.submit(mine.channels(), channel + "/test").statusCode()).isEqualTo(303);
    long delivery =
        Fixture.number(
            """
            SELECT d.id AS v FROM deliveries d JOIN channels ch ON ch.id = d.channel_id
              JOIN lanes l ON l.channel_id = ch.id AND l.next_at <= clock_timestamp()
             WHERE ch.code = ? AND d.reason = 'test' AND d.message_id IS NULL
            """,
            only());
    String result = channel + "/tests/" + delivery;
    assertThat(mine.browser.get(result).body())
        .contains("Sending a test", "hx-trigger=\"load delay");
    Fixture.DASHBOARD.db.update(
        "delivering",
        """
        WITH m AS (INSERT INTO messages (channel_id, key, state, attempts, settled_at)
          SELECT channel_id, 'k' || id, 'delivered', 1, now() FROM deliveries WHERE id = ? RETURNING id),
        a AS (INSERT INTO attempts (message_id, took, verdict, detail)
          SELECT id, interval '1 s', 'delivered', '250 <ok>' FROM m)
        UPDATE deliveries SET message_id = (SELECT id FROM m) WHERE id = ?
        """,
        delivery,
        delivery);
    assertThat(mine.browser.get(result).body())
        .contains("Test delivered.", "250 &lt;ok&gt;")
        .doesNotContain("hx-trigger");
    assertThat(new Fixture().browser.get(result).statusCode()).isEqualTo(404);
  }

  @Test
  void a_channel_is_deleted_by_its_name() {
    add("email", "name", "Ops", "to", "ops@example.org", "down", "on");
    String channel = "/channels/" + only();
    assertThat(mine.browser.submit(channel + "/edit", channel + "/delete", "confirm", "no").body())
        .contains("This is not the name of the channel.");
    assertThat(
            mine.browser
                .submit(channel + "/edit", channel + "/delete", "confirm", "Ops")
                .statusCode())
        .isEqualTo(303);
    assertThat(mine.browser.get(mine.channels()).body()).contains("Nobody is told yet");
    assertThat(
            Fixture.number(
                "SELECT count(*) AS v FROM audit WHERE project_id = ? AND action LIKE 'channel.%'",
                mine.project.id()))
        .isEqualTo(2);
  }
}
