package dev.tocsin.drills.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Beside;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.drills.harness.WebhookReceiver;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import jakarta.mail.MessagingException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job that stops pinging: its people get a webhook call and a mail, and again when it is back.
 */
@Beside
class WholeJobTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path dir;

  @Test
  void a_silent_job_is_reported_down_and_reported_up_again() throws Exception {
    GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    Map<String, String> settings =
        Map.of(
            "TOCSIN_LIMITS_MIN_PERIOD", "1s",
            "TOCSIN_ALERTER_SETTLE", "1s",
            "TOCSIN_OUTBOUND_ALLOW_PRIVATE", "true",
            "TOCSIN_SMTP_HOST", "127.0.0.1",
            "TOCSIN_SMTP_PORT", Integer.toString(mail.getSmtp().getPort()),
            "TOCSIN_SMTP_TLS", "none",
            "TOCSIN_SMTP_FROM", "tocsin@example.org");
    Path data = dir.resolve("data");
    try (WebhookReceiver hook = WebhookReceiver.start();
        TocsinProcess tocsin =
            TocsinProcess.up(data, FreePort.next(), settings).awaitReady(PATIENCE);
        Db db = Database.embedded(data)) {
      Api api = Api.createProject(tocsin.site(), data, settings, "whole");
      Database.addWebhook(db, data, api.projectCode(), hook.url("/hook?s=$STATUS"));
      Database.addEmail(db, data, api.projectCode(), "ops@example.org");
      JsonNode check =
          api.createCheck(
              "{\"name\":\"nightly dump\",\"timeout\":2,\"grace\":1,\"channels\":\"*\"}");
      UUID code = UUID.fromString(check.get("uuid").asText());

      assertThat(api.ping(code)).isEqualTo(200);
      Instant pinged = lastPing(db, code);
      Await.that("webhook says down", PATIENCE, () -> hook.calls().size() == 1);
      Await.that("mail says down", PATIENCE, () -> mail.getReceivedMessages().length == 1);

      told("down", pinged.plusSeconds(3), hook.calls().get(0).at());
      assertThat(hook.calls().get(0).path()).isEqualTo("/hook?s=down");
      assertThat(flipsToDown(db, code))
          .as("dated at the deadline, to the microsecond")
          .containsExactly(pinged.plusSeconds(3));
      assertThat(api.get("/api/v3/checks/" + code).get("status").asText()).isEqualTo("down");

      Instant again = Instant.now();
      assertThat(api.ping(code)).isEqualTo(200);
      Await.that("webhook says up", PATIENCE, () -> hook.calls().size() >= 2);
      Await.that("mail says up", PATIENCE, () -> mail.getReceivedMessages().length >= 2);
      told("up", again, hook.calls().get(1).at());
      assertThat(hook.calls().get(1).path()).isEqualTo("/hook?s=up");
      assertThat(subjects(mail).get(0)).contains("nightly dump").containsIgnoringCase("down");
      assertThat(subjects(mail).get(1)).contains("nightly dump").containsIgnoringCase("up");
      assertThat(tocsin.terminate()).isZero();
    } finally {
      mail.stop();
    }
  }

  /**
   * A figure to look at, not a test: how late depends on the machine. By now the mail is there too.
   */
  private static void told(String what, Instant since, Instant webhook) {
    System.out.printf(
        "%s: webhook called after %d ms, mail there within %d ms%n",
        what,
        Duration.between(since, webhook).toMillis(),
        Duration.between(since, Instant.now()).toMillis());
  }

  private static List<String> subjects(GreenMail mail) {
    return Arrays.stream(mail.getReceivedMessages())
        .map(
            message -> {
              try {
                return message.getSubject();
              } catch (MessagingException e) {
                throw new IllegalStateException(e);
              }
            })
        .toList();
  }

  private static Instant lastPing(Db db, UUID code) {
    return db.first(
            "last ping",
            """
            SELECT s.last_ping FROM check_state s JOIN checks c ON c.id = s.check_id
             WHERE c.code = ?
            """,
            row -> row.instant("last_ping"),
            code)
        .orElseThrow();
  }

  private static List<Instant> flipsToDown(Db db, UUID code) {
    return db.query(
        "flips",
        """
        SELECT f.at FROM flips f JOIN checks c ON c.id = f.check_id
         WHERE c.code = ? AND f.new_status = 'down' ORDER BY f.id
        """,
        row -> row.instant("at"),
        code);
  }
}
