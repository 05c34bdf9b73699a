package dev.tocsin.channels.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.HttpPeer;
import dev.tocsin.channels.TestAlerts;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.WireTest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

/** The wire format is that of “Create a Call resource”, with TwiML in the request. */
class CallTest extends WireTest {

  CallTest() {
    super("call", says(201, "{\"sid\":\"CA1\",\"status\":\"queued\"}"));
  }

  private String settings() {
    return """
        {"sid": "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "token": "%s", "from": "+15017122661",
         "to": "+15558675310"}
        """
        .formatted(SECRET);
  }

  private String twiml(Alert alert) {
    HttpPeer.Asked asked = sent(settings(), alert);
    assertThat(asked.target())
        .isEqualTo("/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Calls.json");
    assertThat(form(asked))
        .containsEntry("To", "+15558675310")
        .containsEntry("From", "+15017122661");
    return form(asked).getOrDefault("Twiml", "");
  }

  @Test
  void a_voice_says_twice_what_happened() {
    String say = "<Say>Tocsin says: DOWN: nightly backup. no ping since 04:20 UTC</Say>";
    assertThat(twiml(TestAlerts.of("k", TestAlerts.down("nightly backup"))))
        .isEqualTo("<Response>%s<Pause length=\"1\"/>%s</Response>".formatted(say, say));
  }

  @Test
  void a_hostile_name_is_spoken_and_stays_text() throws Exception {
    String twiml =
        twiml(TestAlerts.of("k", TestAlerts.down("</Say><Dial>+1900</Dial>&\u0000\uD800")));
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(twiml.getBytes(StandardCharsets.UTF_8)));
    assertThat(document.getElementsByTagName("Dial").getLength()).isZero();
    assertThat(document.getDocumentElement().getTextContent()).contains("</Say><Dial>+1900");
  }

  @Test
  void an_up_wakes_nobody_unless_asked_for_and_a_notice_calls() {
    ChannelKind kind = kind();
    assertThat(kind.open(settings()).deliver(TestAlerts.of("k", TestAlerts.up("x"))))
        .isEqualTo(new Verdict.Delivered("not wanted for up"));
    assertThat(twiml(TestAlerts.notice("k", Alert.Level.PROBLEM, "12 checks are down", "l")))
        .contains("Tocsin says: 12 checks are down");
  }
}
