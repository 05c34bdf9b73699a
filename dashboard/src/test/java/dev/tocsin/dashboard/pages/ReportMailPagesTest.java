package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestBrowser;
import dev.tocsin.store.ReportLinks;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Reports by mail: asked for on the page, ended there or by a link. */
class ReportMailPagesTest {

  private final Fixture mine = new Fixture();
  private final String path = "/projects/" + mine.project.code() + "/reports";

  private HttpResponse<String> ask(String period) {
    return mine.browser.submit(path, path + "/mail", "period", period);
  }

  private long asked() {
    return Fixture.number(
        "SELECT count(*) AS v FROM report_mail WHERE project_id = ?", mine.project.id());
  }

  private UUID code() {
    return Fixture.DASHBOARD
        .db
        .first(
            "reading a code",
            "SELECT code FROM report_mail WHERE project_id = ?",
            row -> row.uuid("code"),
            mine.project.id())
        .orElseThrow();
  }

  @Test
  void a_member_asks_for_it_changes_it_and_ends_it() {
    assertThat(mine.browser.get(path).body()).contains("Send me the report");
    assertThat(ask("week").statusCode()).isEqualTo(303);
    assertThat(mine.browser.get(path).body())
        .contains("<option value=\"week\" selected>", "for the days of UTC");
    ask("month");
    assertThat(mine.browser.get(path).body()).contains("<option value=\"month\" selected>");
    assertThat(asked()).isOne();
    assertThat(ask("day").statusCode()).isEqualTo(404);
    ask("");
    assertThat(asked()).isZero();
    assertThat(mine.browser.get(path).body()).doesNotContain("The next one comes");
  }

  @Test
  void the_link_in_it_ends_it_without_signing_in_and_only_when_it_is_posted_to() {
    ask("week");
    String link = new ReportLinks(Fixture.DASHBOARD.secrets, "").leave(code());
    TestBrowser stranger = new TestBrowser(Fixture.DASHBOARD.url());
    assertThat(stranger.get(link).body()).contains("No more reports", mine.account.email());
    assertThat(asked()).isOne();
    HttpResponse<String> oneClick = stranger.post(link, "List-Unsubscribe", "One-Click");
    assertThat(oneClick.statusCode()).isEqualTo(200);
    assertThat(oneClick.body()).contains("You get no more of these reports.");
    assertThat(asked()).isZero();
    assertThat(stranger.get(link).body()).contains("You get no more of these reports.");
    assertThat(stranger.post(link + "x").statusCode()).isEqualTo(404);
    ask("week");
    stranger.post(link);
    assertThat(asked()).as("a link of before ends nothing").isOne();
  }
}
