package dev.tocsin.ping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.ping.http.PingLimits;
import dev.tocsin.ping.smtp.MailConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project that the operator limits, with a real listener and database. */
class ProjectLimitTest {

  private static final int AT_ONCE = 20;

  @TempDir Path dir;

  @Test
  void mails_count_as_requests_do() throws IOException {
    try (ListenerFixture up = new ListenerFixture(dir)) {
      up.db.update(
          "limiting", "UPDATE projects SET ping_limit = ? WHERE id = ?", AT_ONCE, up.project);
      UUID loud = up.check("loud");
      UUID quiet = up.check("quiet");
      up.start();
      int port = up.listener().hearMail(MailConfig.defaults("127.0.0.1", 0, "ping.example"));
      try (SmtpClient client = SmtpClient.greeted(port)) {
        assertThat(up.get("/" + quiet).status()).as("its checks are known").isEqualTo(200);
        int heard = 0;
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        String reply = "250 OK";
        while (reply.equals("250 OK") && System.nanoTime() < end) {
          client.ask("MAIL FROM:<job@host>");
          reply = String.valueOf(client.ask("RCPT TO:<" + loud + "@ping.example>"));
          if (reply.equals("250 OK")) {
            client.ask("DATA");
            client.send("Subject: x\r\n\r\n.\r\n");
            assertThat(client.reply()).isEqualTo("250 OK");
            heard++;
          }
        }
        assertThat(reply)
            .as("after %d", heard)
            .matches("450 4\\.7\\.28 Rate limited, try again in \\d+ seconds");
        assertThat(heard).isGreaterThanOrEqualTo(AT_ONCE - 1 + PingLimits.PINGS_PER_PERIOD);
        assertThat(up.get("/" + loud).status()).as("by request, too").isEqualTo(429);
        assertThat(client.ask("RCPT TO:<" + quiet + "@ping.example>")).isEqualTo("250 OK");
      }
      assertThat(
              up.registry
                  .get("tocsin.pings.refused")
                  .tag("reason", "project_limited")
                  .counter()
                  .count())
          .isEqualTo(2);
      assertThat(up.registry.get("tocsin.mail.refused").tag("reason", "rate").counter().count())
          .isEqualTo(1);
    }
  }

  @Test
  void a_project_that_pings_too_often_is_refused_by_name_and_its_quiet_checks_are_heard()
      throws IOException {
    try (ListenerFixture up = new ListenerFixture(dir)) {
      up.db.update(
          "limiting", "UPDATE projects SET ping_limit = ? WHERE id = ?", AT_ONCE, up.project);
      UUID loud = up.check("loud");
      UUID quiet = up.check("quiet");
      up.start();
      int asked = 0;
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      RawClient.Reply reply = up.get("/" + loud);
      while (reply.status() == 200 && System.nanoTime() < end) {
        asked++;
        reply = up.get("/" + loud);
      }
      assertThat(reply.status()).as("after %d", asked).isEqualTo(429);
      assertThat(reply.body()).isEqualTo("rate limited");
      assertThat(Integer.parseInt(reply.header("retry-after"))).isBetween(1, 60);
      assertThat(asked).isGreaterThanOrEqualTo(AT_ONCE + PingLimits.PINGS_PER_PERIOD);
      assertThat(up.get("/" + ListenerFixture.KEY + "/loud").status())
          .as("by its name it is another target")
          .isEqualTo(200);
      assertThat(up.get("/" + quiet + "/start").status()).isEqualTo(200);
      assertThat(up.get("/" + quiet).status()).isEqualTo(200);
      assertThat(
              up.registry
                  .get("tocsin.pings.refused")
                  .tag("reason", "project_limited")
                  .counter()
                  .count())
          .isPositive();
    }
  }
}
