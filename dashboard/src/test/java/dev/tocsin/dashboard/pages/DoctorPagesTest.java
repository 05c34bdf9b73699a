package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestBrowser;
import dev.tocsin.dashboard.checks.ChannelChoice;
import dev.tocsin.dashboard.checks.CheckActions;
import dev.tocsin.dashboard.checks.CheckEdit;
import dev.tocsin.dashboard.checks.Saved;
import dev.tocsin.dashboard.checks.ScheduleText;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The schedule doctor, as people meet it. */
class DoctorPagesTest {

  private final Fixture mine = new Fixture();
  private final String list = "/projects/" + mine.project.code() + "/doctor";

  /** Expected at 03:00 UTC, and heard at 03:00 in Tokyo, for five weeks. */
  private UUID wrongZone(String name) {
    CheckEdit edit =
        new CheckEdit()
            .name(name)
            .schedule(ScheduleText.parse("0 3 * * *").orElseThrow())
            .tz("UTC")
            .grace(Duration.ofMinutes(30));
    Saved saved =
        new CheckActions(Fixture.DASHBOARD.db)
            .create(mine.project.id(), "cli", edit, ChannelChoice.NONE);
    UUID code = ((Saved.Created) saved).check().check().code();
    nightly(code);
    return code;
  }

  private void nightly(UUID code) {
    Fixture.DASHBOARD.db.update(
        "pinging",
        """
        INSERT INTO pings (check_id, n, at, kind, scheme, method, ua)
        SELECT c.id, n, date_trunc('day', now() - interval '18 h 5 min') - (35 - n) * interval '1 day'
               + interval '18 h' + n * interval '1 s', 'success', 'https', 'GET', 'curl/8.5.0'
          FROM checks c, generate_series(1, 35) n WHERE c.code = ?
        """,
        code);
    mine.state(code, "status = 'up', n_pings = 35, last_ping = now() - interval '1 h'");
  }

  private String get(String path) {
    HttpResponse<String> answer = mine.browser.get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body();
  }

  private static String mark(String html) {
    Matcher mark = Pattern.compile("name=\"mark\" value=\"([0-9a-z]+)\"").matcher(html);
    assertThat(mark.find()).isTrue();
    return mark.group(1);
  }

  @Test
  void the_list_comes_at_once_and_asks_for_what_is_not_looked_at_yet() {
    for (int i = 0; i < 120; i++) {
      wrongZone("Nightly " + i);
    }
    String page = get(list);
    assertThat(page).contains("of 120 checks so far", "hx-get=\"" + list + "\"", list + "?go=on");
    assertThat(mine.browser.get(list, "HX-Request", "true").body())
        .doesNotContain("<html")
        .contains("checks");
  }

  @Test
  void a_project_without_findings_says_what_is_looked_at() {
    assertThat(get(list + "?go=on")).contains("No checks yet");
    mine.check("Healthy");
    assertThat(get(list + "?go=on")).contains("Nothing to mend", "Looked at the only check.");
  }

  @Test
  void a_wrong_zone_is_found_and_mended_with_one_press() {
    UUID code = wrongZone("Nightly <dump>");
    assertThat(get(list + "?go=on"))
        .contains("Nightly &lt;dump&gt;", "Another time zone", "/checks/" + code + "/doctor");
    String path = "/checks/" + code + "/doctor";
    String html = get(path);
    assertThat(html)
        .contains("Asia/Tokyo", "As it is set", "no alarm", "Set the time zone to Asia/Tokyo");
    HttpResponse<String> done = mine.browser.submit(path, path, "mark", mark(html));
    assertThat(done.statusCode()).isEqualTo(303);
    assertThat(
            Fixture.number(
                "SELECT count(*) AS v FROM checks WHERE code = ? AND tz = 'Asia/Tokyo'", code))
        .isEqualTo(1);
    assertThat(get(path)).contains("Nothing to mend");
  }

  @Test
  void what_was_seen_is_applied_or_nothing() {
    UUID code = wrongZone("Nightly");
    String path = "/checks/" + code + "/doctor";
    assertThat(mine.browser.submit(path, path, "mark", "stale").statusCode()).isEqualTo(303);
    assertThat(
            Fixture.number("SELECT count(*) AS v FROM checks WHERE code = ? AND tz = 'UTC'", code))
        .isEqualTo(1);
  }

  @Test
  void a_check_that_was_told_no_schedule_learns_one() {
    Saved saved =
        new CheckActions(Fixture.DASHBOARD.db)
            .create(mine.project.id(), "cli", new CheckEdit().name("Untold"), ChannelChoice.NONE);
    UUID code = ((Saved.Created) saved).check().check().code();
    nightly(code);
    String path = "/checks/" + code + "/doctor";
    String html = get(path);
    assertThat(html).contains("A schedule was learned", "0 18 * * *");
    mine.browser.submit(path, path, "mark", mark(html));
    assertThat(
            Fixture.number(
                "SELECT count(*) AS v FROM checks WHERE code = ? AND kind = 'cron' AND"
                    + " schedule_told",
                code))
        .isEqualTo(1);
  }

  @Test
  void the_part_on_the_page_of_a_check_comes_by_itself_and_without_a_script_by_a_link() {
    UUID code = wrongZone("Nightly");
    assertThat(get("/checks/" + code))
        .contains(
            "hx-get=\"/checks/%s/doctor\"".formatted(code),
            "href=\"/checks/%s/doctor\"".formatted(code));
    TestBrowser stranger = new Fixture().browser;
    assertThat(stranger.get("/checks/" + code + "/doctor").statusCode()).isEqualTo(404);
    assertThat(stranger.get(list + "?go=on").statusCode()).isEqualTo(404);
  }
}
