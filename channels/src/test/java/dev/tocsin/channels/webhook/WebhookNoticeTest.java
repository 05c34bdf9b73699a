package dev.tocsin.channels.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.HttpPeer;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.OutboundConfig;
import dev.tocsin.channels.TestAlerts;
import dev.tocsin.channels.TimeBox;
import dev.tocsin.channels.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Templates are made for one check; a notice must get through them all the same. */
class WebhookNoticeTest {

  private static final String BODY = "$CODE|$STATUS|$NAME|$SLUG|$TAGS|$BODY|$EXITSTATUS|$NOTICE";

  private final HttpPeer peer = new HttpPeer();
  private final TimeBox timeBox = new TimeBox();
  private final Outbound outbound =
      new Outbound(OutboundConfig.DEFAULT.withAllowPrivate(true), timeBox);
  private final WebhookKind kind = new WebhookKind(outbound);

  @AfterEach
  void close() {
    peer.close();
    outbound.close();
    timeBox.close();
  }

  @Test
  void a_notice_without_news_takes_the_place_of_a_check() throws Exception {
    Alert alert = TestAlerts.notice("k", Alert.Level.PROBLEM, "Channel broken", "one", "two");
    assertThat(sent(alert, BODY))
        .isEqualTo("notice-1|down|Channel broken|||one\ntwo|-1|Channel broken");
    JsonNode json = new ObjectMapper().readTree(sent(alert, "$JSON"));
    assertThat(json.get("notice").textValue()).isEqualTo("notice-1");
    assertThat(json.get("level").textValue()).isEqualTo("problem");
    assertThat(json.get("title").textValue()).isEqualTo("Channel broken");
    assertThat(json.get("status").textValue()).isEqualTo("down");
    assertThat(json.get("lines")).hasSize(2);
    assertThat(json.get("link").textValue()).isEqualTo(TestAlerts.SITE.toString());
    assertThat(json.get("checks")).isEmpty();
  }

  @Test
  void what_is_over_goes_by_the_up_request_and_what_is_to_know_by_the_down_request()
      throws Exception {
    assertThat(sent(TestAlerts.notice("k", Alert.Level.OVER, "Over"), "$STATUS")).isEqualTo("up");
    assertThat(sent(TestAlerts.notice("k", Alert.Level.INFO, "x"), "$STATUS")).isEqualTo("down");
  }

  @Test
  void a_notice_about_one_check_is_filled_with_that_check() throws Exception {
    Alert reminder = TestAlerts.withNotice("Still down", TestAlerts.down("backup"));
    assertThat(sent(reminder, "$NAME|$STATUS|$NOTICE|$TAGS"))
        .isEqualTo("backup|down|Still down|prod db");
  }

  @Test
  void a_storm_names_its_checks() throws Exception {
    Alert storm =
        TestAlerts.withNotice("2 of 9 checks", TestAlerts.down("a"), TestAlerts.down("b"));
    assertThat(sent(storm, "$NAME: $BODY"))
        .isEqualTo(
            """
            2 of 9 checks: a line
            DOWN: a – no ping since 04:20 UTC
            DOWN: b – no ping since 04:20 UTC""");
    JsonNode json = new ObjectMapper().readTree(sent(storm, "$JSON"));
    assertThat(json.get("checks")).hasSize(2);
    assertThat(json.get("checks").get(1).get("name").textValue()).isEqualTo("b");
  }

  @Test
  void several_checks_without_a_notice_become_one() throws Exception {
    Alert alert = TestAlerts.of("k", TestAlerts.up("a"), TestAlerts.up("b"));
    assertThat(sent(alert, "$CODE $STATUS $NAME")).isEqualTo("k up 2 checks are up again");
  }

  private String sent(Alert alert, String body) throws Exception {
    String url = "http://127.0.0.1:%d/".formatted(peer.port());
    var json = new ObjectMapper().createObjectNode();
    for (String status : new String[] {"down", "up"}) {
      json.putObject(status).put("url", url).put("body", body);
    }
    Verdict verdict = kind.open(json.toString()).deliver(alert);
    assertThat(verdict).isInstanceOf(Verdict.Delivered.class);
    return peer.asked().get(peer.asked().size() - 1).body();
  }
}
