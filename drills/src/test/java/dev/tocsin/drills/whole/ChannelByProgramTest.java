package dev.tocsin.drills.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Beside;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.FreePort;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A channel that only programs ever touch: made, tested, its mail comes back, mended. */
@Beside
class ChannelByProgramTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path dir;

  @Test
  void a_test_mail_arrives_and_when_it_comes_back_its_channel_is_broken() throws Exception {
    GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    Map<String, String> settings =
        Map.of(
            "TOCSIN_SMTP_HOST", "127.0.0.1",
            "TOCSIN_SMTP_PORT", Integer.toString(mail.getSmtp().getPort()),
            "TOCSIN_SMTP_TLS", "none",
            "TOCSIN_SMTP_FROM", "tocsin@example.org");
    Path data = dir.resolve("data");
    try (TocsinProcess tocsin =
        TocsinProcess.up(data, FreePort.next(), settings).awaitReady(PATIENCE)) {
      Api api = Api.createProject(tocsin.site(), data, settings, "programs");
      JsonNode made =
          api.call(
              "POST",
              "/api/v3/channels/",
              "{\"kind\": \"email\", \"settings\": {\"to\": [\"ops@example.org\"]}}");
      String channel = "/api/v3/channels/" + made.get("id").asText();

      String result =
          URI.create(api.call("POST", channel + "/test", "").get("url").asText()).getPath();
      Await.that(
          "the test is delivered",
          PATIENCE,
          () -> api.get(result).get("state").asText().equals("delivered"));
      MimeMessage sent = mail.getReceivedMessages()[0];

      assertThat(comesBack(tocsin.site(), "<0123456789abcdef0123456789abcdef@example.org>"))
          .isEqualTo("OK: not a mail of ours");
      assertThat(api.get(channel).get("broken_since").isNull()).isTrue();

      assertThat(comesBack(tocsin.site(), sent.getMessageID())).isEqualTo("OK: recorded");
      assertThat(api.get(result).get("state").asText()).isEqualTo("failed");
      assertThat(api.get(channel).get("broken_why").asText()).contains("5.1.1", "ops@example.org");

      assertThat(api.call("POST", channel, "{\"name\": \"Ops\"}").get("broken_since").isNull())
          .isTrue();
      assertThat(tocsin.terminate()).isZero();
    } finally {
      mail.stop();
    }
  }

  /** What the mail server of the sender's domain would pass on. */
  private static String comesBack(URI site, String messageId) throws Exception {
    String bounce =
        """
        Return-Path: <>
        From: MAILER-DAEMON@mx.example.org
        To: tocsin@example.org
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.org

        Final-Recipient: rfc822; ops@example.org
        Action: failed
        Status: 5.1.1
        --b
        Content-Type: text/rfc822-headers

        Message-ID: %s
        --b--
        """
            .formatted(messageId)
            .replace("\n", "\r\n");
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(site.resolve("/api/v3/bounces/"))
                .POST(HttpRequest.BodyPublishers.ofString(bounce))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
