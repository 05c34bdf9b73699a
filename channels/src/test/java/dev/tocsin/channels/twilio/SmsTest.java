package dev.tocsin.channels.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.HttpPeer;
import dev.tocsin.channels.TestAlerts;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.WireTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The wire format is that of “Create a Message resource”. */
class SmsTest extends WireTest {

  private static final String SID = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  SmsTest() {
    super("sms", says(201, "{\"sid\":\"SM1\",\"status\":\"queued\"}"));
  }

  private String settings() {
    return with("+15017122661", "");
  }

  private static String with(String from, String more) {
    return "{\"sid\": \"%s\", \"token\": \"%s\", \"from\": \"%s\", \"to\": \"+15558675310\"%s}"
        .formatted(SID, SECRET, from, more);
  }

  private static HttpPeer.Mood refuses() {
    return says(400, "{\"code\":21211,\"message\":\"Invalid 'To'\",\"status\":400}");
  }

  @Test
  void a_message_is_one_line_of_plain_characters_and_a_link() {
    Alert alert = TestAlerts.of(KEY, TestAlerts.down("nightly backup"));
    HttpPeer.Asked asked = sent(settings(), alert);
    assertThat(asked.method() + " " + asked.target())
        .isEqualTo("POST /2010-04-01/Accounts/%s/Messages.json".formatted(SID));
    assertThat(asked.header("Authorization"))
        .isEqualTo(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString((SID + ":" + SECRET).getBytes(StandardCharsets.UTF_8)));
    assertThat(form(asked))
        .isEqualTo(
            Map.of(
                "To",
                "+15558675310",
                "From",
                "+15017122661",
                "Body",
                "DOWN: nightly backup - no ping since 04:20 UTC\n"
                    + "https://tocsin.example.org/checks/0b1c2d3e-4f50-4617-8a9b-acbdcedfe0f1",
                "StatusCallback",
                "https://tocsin.example.org/api/v3/notifications/"
                    + "01234567-89ab-cdef-0123-456789abcdef/status"));
  }

  @Test
  void a_messaging_service_takes_the_place_of_a_sender() {
    String service = "MGbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    assertThat(form(sent(with(service, ""), TestAlerts.test("k"))))
        .containsEntry("MessagingServiceSid", service)
        .doesNotContainKeys("From", "StatusCallback");
  }

  @Test
  void what_is_not_wanted_costs_nothing() {
    ChannelKind kind = kind();
    String downs = with("+15017122661", ", \"up\": false");
    Verdict verdict = kind.open(downs).deliver(TestAlerts.of("k", TestAlerts.up("x")));
    assertThat(verdict).isEqualTo(new Verdict.Delivered("not wanted for up"));
    assertThat(peer.asked()).isEmpty();
    assertThat(kind.problems(with("+15017122661", ", \"up\": false, \"down\": false")))
        .containsExactly("down: choose down, up or both");
  }

  @Test
  void a_refusal_says_what_is_wrong_with_the_settings_or_with_this_one_message() {
    assertThat(verdictOn(settings(), refuses()))
        .isEqualTo(
            new Verdict.GiveUp(
                "answered 400: Twilio says error 21211, it takes no such number to send to"));
    assertThat(verdictOn(settings(), says(400, "{\"code\":21617}")))
        .isEqualTo(new Verdict.GiveUp("answered 400: Twilio says error 21617", false));
    assertThat(verdictOn(settings(), says(429, "{\"code\":20429}")))
        .isInstanceOf(Verdict.TryAgain.class);
  }

  @Test
  void a_list_shows_the_end_of_a_number_only() {
    assertThat(kind().summary(settings())).isEqualTo("SMS to the number ending in 5310");
  }
}
