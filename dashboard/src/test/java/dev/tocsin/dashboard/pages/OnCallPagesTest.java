package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import biweekly.Biweekly;
import biweekly.component.VEvent;
import dev.tocsin.dashboard.TestBrowser;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who is on call, by people. */
class OnCallPagesTest {

  private static final Pattern CALENDAR = Pattern.compile("http[^<]*(/oncall/[A-Za-z0-9]+\\.ics)");

  private final Fixture mine = new Fixture();
  private final String base = "/projects/" + mine.project.code() + "/oncall";
  private final String mail = channel("email");

  private String channel(String kind) {
    return Fixture.DASHBOARD
        .db
        .first(
            "making a channel",
            "INSERT INTO channels (project_id, kind, name, settings)"
                + " VALUES (?, ?, 'Phone', '\\x00') RETURNING code::text AS v",
            row -> row.string("v"),
            mine.project.id(),
            kind)
        .orElseThrow();
  }

  private HttpResponse<String> make(String name, String turn) {
    return mine.browser.submit(
        base + "/new",
        base + "/new",
        "name",
        name,
        "person",
        "Ada <3",
        "channel",
        mail,
        "person",
        "Bob",
        "channel",
        mail,
        "person",
        "",
        "channel",
        "",
        "turn",
        turn,
        "turn-unit",
        "d",
        "begins",
        "2026-01-05T09:00",
        "tz",
        "Europe/Riga");
  }

  private String rota() {
    UUID code =
        Fixture.DASHBOARD
            .db
            .first(
                "reading a code",
                "SELECT code FROM channels WHERE project_id = ? AND kind = 'rota'",
                row -> row.uuid("code"),
                mine.project.id())
            .orElseThrow();
    return base + "/" + code;
  }

  @Test
  void a_rota_is_made_shown_changed_and_deleted() {
    assertThat(mine.browser.get(base).body()).contains("Nobody takes turns yet");
    assertThat(make("First line", "1").statusCode()).isEqualTo(303);
    assertThat(mine.browser.get(base).body())
        .contains("First line", "Ada &lt;3", "is on call until", "Turns of 1 d");
    assertThat(mine.browser.get(rota()).body()).contains("2026-01-05T09:00", "Europe/Riga");
    HttpResponse<String> changed =
        mine.browser.submit(
            rota(),
            rota(),
            "name",
            "Second",
            "person",
            "Cleo",
            "channel",
            mail,
            "turn",
            "2",
            "turn-unit",
            "w",
            "begins",
            "2026-01-05T09:00",
            "tz",
            "UTC");
    assertThat(changed.statusCode()).isEqualTo(303);
    assertThat(mine.browser.get(base).body()).contains("Second", "Cleo").doesNotContain("Bob");
    mine.browser.submit(rota(), rota() + "/delete");
    assertThat(mine.browser.get(base).body()).contains("Nobody takes turns yet");
  }

  @Test
  void what_is_wrong_stands_beside_what_was_entered() {
    HttpResponse<String> refused = make("Calls", "no");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("Enter a whole number.", "Ada &lt;3");
    assertThat(make("", "1").body()).contains("A rota needs a name");
    assertThat(make("Calls", "400").body()).contains("366 days");
  }

  @Test
  void a_rota_is_reached_from_the_list_of_channels_and_is_no_member_of_groups() {
    make("First line", "1");
    String channels = "/projects/" + mine.project.code() + "/channels";
    String edit = "/channels/" + rota().substring(base.length() + 1) + "/edit";
    assertThat(mine.browser.get(channels).body()).contains("First line", edit);
    assertThat(mine.browser.get(edit).headers().firstValue("Location")).contains(rota());
    assertThat(mine.browser.get(channels + "/new/rota").statusCode()).isEqualTo(404);
    assertThat(mine.browser.get(channels + "/new/group").body()).doesNotContain("First line");
  }

  @Test
  void somebody_stands_in_by_name_and_takes_it_back() {
    make("First line", "7");
    HttpResponse<String> stranger = standIn("Zoe", "", "2099-01-01T08:00", "2099-01-02T08:00");
    assertThat(stranger.statusCode()).isEqualTo(422);
    assertThat(stranger.body()).contains("Nobody of that name takes turns");
    assertThat(standIn("Zoe", mail, "2099-01-02T08:00", "2099-01-01T08:00").body())
        .contains("An override ends after it begins.");
    assertThat(standIn("Bob", "", "2099-01-01T08:00", "2099-01-02T08:00").statusCode())
        .isEqualTo(303);
    assertThat(
            Fixture.number(
                "SELECT extract(epoch FROM starts_at)::bigint AS v FROM rota_overrides o"
                    + " JOIN channels ch ON ch.id = o.rota_id WHERE ch.project_id = ?",
                mine.project.id()))
        .as("08:00 in Riga")
        .isEqualTo(4_070_930_400L);
    String page = mine.browser.get(base).body();
    Matcher remove = Pattern.compile("overrides/[0-9a-f-]{36}/remove").matcher(page);
    assertThat(remove.find()).isTrue();
    mine.browser.submit(base, rota() + "/" + remove.group());
    assertThat(mine.browser.get(base).body()).doesNotContain("Take back");
  }

  private HttpResponse<String> standIn(String who, String channel, String from, String until) {
    return mine.browser.submit(
        base, rota() + "/overrides", "who", who, "channel", channel, "from", from, "until", until);
  }

  @Test
  void the_calendar_has_every_shift_once_and_its_old_address_ends() {
    make("First line", "7");
    String address = calendar();
    HttpResponse<String> ics = stranger().get(address);
    assertThat(ics.statusCode()).isEqualTo(200);
    assertThat(ics.headers().firstValue("Content-Type")).contains("text/calendar; charset=utf-8");
    List<VEvent> events = Biweekly.parse(ics.body()).first().getEvents();
    assertThat(events).hasSizeBetween(29, 33);
    for (int i = 1; i < events.size(); i++) {
      assertThat(events.get(i).getDateStart().getValue().toInstant())
          .isEqualTo(events.get(i - 1).getDateEnd().getValue().toInstant());
    }
    assertThat(events)
        .extracting(event -> event.getSummary().getValue())
        .contains("Ada <3 on call", "Bob on call");
    assertThat(events).extracting(event -> event.getUid().getValue()).doesNotHaveDuplicates();
    assertThat(
            Duration.between(
                events.get(1).getDateStart().getValue().toInstant(),
                events.get(1).getDateEnd().getValue().toInstant()))
        .isBetween(Duration.ofHours(167), Duration.ofHours(169));
    String other = calendar();
    assertThat(stranger().get(address).statusCode()).isEqualTo(404);
    assertThat(stranger().get(other).statusCode()).isEqualTo(200);
    assertThat(mine.browser.get(base).body()).doesNotContain(other);
  }

  private static TestBrowser stranger() {
    return new TestBrowser(Fixture.DASHBOARD.url());
  }

  private String calendar() {
    Matcher shown = CALENDAR.matcher(mine.browser.submit(base, rota() + "/calendar").body());
    assertThat(shown.find()).isTrue();
    return shown.group(1);
  }
}
