package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestBrowser;
import dev.tocsin.store.AckLinks;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** Operators acknowledge by a link in their message. */
class MatterPagesTest {

  private static final AckLinks LINKS = new AckLinks(Fixture.DASHBOARD.secrets, URI.create(""));

  private final TestBrowser stranger = new TestBrowser(Fixture.DASHBOARD.url());
  private final long matter =
      Fixture.number(
          """
          INSERT INTO operator_alerts (key, title, lines, section)
          VALUES (gen_random_uuid()::text, 'the roof <burns>', '{Call somebody.}', 'Fire')
          RETURNING id AS v
          """);
  private final String link = LINKS.ofMatter(matter).toString();

  private long reminded() {
    return Fixture.number(
        "SELECT count(*) AS v FROM operator_alerts WHERE id = ? AND next_at IS NOT NULL", matter);
  }

  @Test
  void a_link_acknowledges_without_signing_in_and_only_when_its_button_is_pressed() {
    assertThat(stranger.get(link).body())
        .contains("the roof &lt;burns&gt;", "Call somebody.", "Acknowledge</button>");
    assertThat(reminded()).as("a preview changes nothing").isOne();
    assertThat(stranger.submit(link, link).body())
        .contains("Acknowledged</b>")
        .doesNotContain("Acknowledge</button>");
    assertThat(reminded()).isZero();
    assertThat(
            Fixture.number(
                """
                SELECT count(*) AS v FROM audit
                 WHERE action = 'operators.acknowledge' AND (detail ->> 'id')::bigint = ?
                """,
                matter))
        .isOne();
    Fixture.DASHBOARD.db.update(
        "closing", "UPDATE operator_alerts SET closed_at = now() WHERE id = ?", matter);
    assertThat(stranger.get(link).body())
        .contains("It is over</b>")
        .doesNotContain("Acknowledge</button>");
  }

  @Test
  void a_link_that_we_did_not_make_or_made_for_something_else_leads_nowhere() {
    String token = link.substring(link.lastIndexOf('/') + 1);
    for (String wrong :
        new String[] {
          LINKS.ofMatter(Long.MAX_VALUE).toString(),
          link.substring(0, link.length() - 4) + "AAAA",
          "/ack/" + token,
          "/ack/operators/%00"
        }) {
      assertThat(stranger.get(wrong).statusCode()).as(wrong).isEqualTo(404);
    }
    assertThat(reminded()).isOne();
  }
}
