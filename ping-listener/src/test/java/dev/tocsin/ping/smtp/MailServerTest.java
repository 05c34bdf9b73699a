package dev.tocsin.ping.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.ping.SmtpClient;
import dev.tocsin.ping.journal.Append;
import dev.tocsin.ping.journal.HeardPing;
import dev.tocsin.ping.journal.Receipt;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real conversations on real sockets; the journal is ours to play. */
class MailServerTest {

  private static final String RCPT = Talk.CODE + "@ping.example";
  private static final String OTHER = "5c2e9f6a-8d0b-4c55-9d2a-000000000002@ping.example";

  private final Vertx vertx = Vertx.vertx();
  private final List<HeardPing> heard = new CopyOnWriteArrayList<>();
  private final LinkedBlockingQueue<Receipt> receipts = new LinkedBlockingQueue<>();
  private final List<Refusal> refused = new CopyOnWriteArrayList<>();
  private volatile Append answer = Append.TAKEN;
  private volatile boolean durableAtOnce = true;
  private @Nullable MailServer server;

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private SmtpClient connect() throws IOException {
    return connect(config -> config);
  }

  private SmtpClient connect(UnaryOperator<MailConfig> change) throws IOException {
    open(change);
    return SmtpClient.greeted(server().port());
  }

  private void open(UnaryOperator<MailConfig> change) throws IOException {
    MailMetrics metrics =
        new MailMetrics() {
          @Override
          public void refused(Refusal why) {
            refused.add(why);
          }
        };
    server = MailServer.open(vertx, change.apply(Talk.config(false)), this::keep, metrics);
  }

  private MailServer server() {
    return Objects.requireNonNull(server);
  }

  private Append keep(HeardPing ping, String peer, Receipt receipt) {
    Append now = answer;
    if (now == Append.TAKEN) {
      heard.add(ping);
      if (durableAtOnce) {
        vertx.runOnContext(later -> receipt.durable(1, 2, Instant.EPOCH));
      } else {
        receipts.add(receipt);
      }
    }
    return now;
  }

  private static MailConfig times(MailConfig was, Duration idle, Duration message, Duration all) {
    return new MailConfig(
        was.host(),
        was.port(),
        was.domain(),
        was.tls(),
        was.maxMessageBytes(),
        was.maxRecipients(),
        was.maxConnections(),
        was.maxPeerConnections(),
        was.maxReadingBytes(),
        was.maxMistakes(),
        idle,
        message,
        all);
  }

  @Test
  void a_mail_becomes_a_ping_with_all_of_its_bytes() throws IOException {
    try (SmtpClient client = connect()) {
      String mail = "Subject: d\u00e9j\u00e0\r\n\r\n.dot\r\nbare\nend\0\u00ff";
      assertThat(client.mail("job@host", mail, RCPT)).isEqualTo("250 OK");
      HeardPing ping = heard.get(0);
      assertThat(new String(ping.body(), java.nio.charset.StandardCharsets.ISO_8859_1))
          .isEqualTo(mail + "\r\n");
      assertThat(ping.scheme()).isEqualTo("email");
      assertThat(ping.method()).isEmpty();
      assertThat(ping.userAgent()).isEqualTo("Email from job@host");
      assertThat(ping.remoteAddr()).isEqualTo("127.0.0.1");
      assertThat(ping.run()).isNull();
      assertThat(ping.byMail()).isTrue();
      assertThat(client.ask("QUIT")).startsWith("221");
      assertThat(client.reply()).isNull();
    }
  }

  @Test
  void the_answer_waits_until_every_recipient_is_on_disk() throws Exception {
    durableAtOnce = false;
    try (SmtpClient client = connect()) {
      client.ask("MAIL FROM:<a@b>");
      client.ask("RCPT TO:<" + RCPT + ">");
      client.ask("RCPT TO:<" + OTHER + ">");
      client.ask("DATA");
      client.send("x\r\n.\r\nNOOP\r\n");
      Receipt first = receipts.take();
      Receipt second = receipts.take();
      first.durable(1, 2, Instant.EPOCH);
      assertThat(heard).hasSize(2);
      second.durable(3, 4, Instant.EPOCH);
      assertThat(client.reply()).isEqualTo("250 OK");
      assertThat(client.reply()).as("what was sent ahead").isEqualTo("250 OK");
    }
  }

  @Test
  void one_recipient_that_is_lost_makes_the_client_come_again_with_all() throws Exception {
    durableAtOnce = false;
    try (SmtpClient client = connect()) {
      client.ask("MAIL FROM:<a@b>");
      client.ask("RCPT TO:<" + RCPT + ">");
      client.ask("RCPT TO:<" + OTHER + ">");
      client.ask("DATA");
      client.send("x\r\n.\r\n");
      receipts.take().durable(1, 2, Instant.EPOCH);
      receipts.take().lost();
      assertThat(client.reply()).startsWith("451");
      durableAtOnce = true;
      assertThat(client.mail("a@b", "again", RCPT, OTHER)).isEqualTo("250 OK");
    }
  }

  @Test
  void a_full_journal_is_451_and_the_next_try_on_the_same_connection_may_do() throws IOException {
    answer = Append.FULL;
    try (SmtpClient client = connect()) {
      assertThat(client.mail("a@b", "x", RCPT)).isEqualTo("451 4.3.1 Busy, try again later");
      answer = Append.TAKEN;
      assertThat(client.mail("a@b", "x", RCPT)).isEqualTo("250 OK");
    }
    assertThat(refused).containsExactly(Refusal.JOURNAL);
  }

  @Test
  void a_large_mail_to_many_goes_to_disk_in_portions() throws Exception {
    durableAtOnce = false;
    MailConfig wide = MailConfig.defaults("127.0.0.1", 0, "ping.example");
    try (SmtpClient client = connect(was -> wide)) {
      client.ask("MAIL FROM:<a@b>");
      for (int i = 10; i < 20; i++) {
        client.ask("RCPT TO:<5c2e9f6a-8d0b-4c55-9d2a-0000000000" + i + "@ping.example>");
      }
      client.ask("DATA");
      client.send(("x".repeat(98) + "\r\n").repeat(20_000) + ".\r\n");
      List<Receipt> open = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        open.add(receipts.take());
        assertThat(heard.size() - i).as("at once").isLessThanOrEqualTo(4);
        open.remove(0).durable(1, 2, Instant.EPOCH);
      }
      assertThat(client.reply()).isEqualTo("250 OK");
      assertThat(heard).hasSize(10);
    }
  }

  @Test
  void half_a_mail_is_no_ping() throws IOException {
    try (SmtpClient client = connect()) {
      client.ask("MAIL FROM:<a@b>");
      client.ask("RCPT TO:<" + RCPT + ">");
      client.ask("DATA");
      client.send("Subject: x\r\n\r\nhalf\r\n.\r");
      client.endOutput();
      assertThat(client.reply()).isNull();
    }
    assertThat(heard).isEmpty();
    awaitConnections(0);
  }

  @Test
  void connections_beyond_the_bounds_are_told_so() throws IOException {
    List<SmtpClient> five = new ArrayList<>();
    open(was -> was);
    for (int i = 0; i < 5; i++) {
      five.add(SmtpClient.greeted(server().port()));
    }
    try (SmtpClient sixth = new SmtpClient(server().port())) {
      assertThat(sixth.reply()).startsWith("421");
      assertThat(sixth.reply()).isNull();
    }
    five.remove(0).close();
    awaitConnections(4);
    try (SmtpClient next = SmtpClient.greeted(server().port())) {
      assertThat(next.ask("NOOP")).isEqualTo("250 OK");
    }
    for (SmtpClient client : five) {
      client.close();
    }
  }

  @Test
  void a_command_that_drips_is_cut_off() throws Exception {
    Duration soon = Duration.ofMillis(300);
    Duration long_ = Duration.ofMinutes(5);
    try (SmtpClient client = connect(was -> times(was, soon, long_, long_))) {
      long began = System.nanoTime();
      assertThat(drip(client, "N")).startsWith("421 4.4.2");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
      assertThat(client.reply()).isNull();
    }
    assertThat(refused).contains(Refusal.TIME);
  }

  @Test
  void a_message_that_drips_is_cut_off() throws Exception {
    Duration soon = Duration.ofMillis(300);
    Duration long_ = Duration.ofMinutes(5);
    try (SmtpClient client = connect(was -> times(was, long_, soon, long_))) {
      client.ask("MAIL FROM:<a@b>");
      client.ask("RCPT TO:<" + RCPT + ">");
      client.ask("DATA");
      assertThat(drip(client, "x")).startsWith("421 4.4.2");
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void a_session_that_goes_on_and_on_is_cut_off() throws Exception {
    Duration long_ = Duration.ofMinutes(5);
    try (SmtpClient client = connect(was -> times(was, long_, long_, Duration.ofMillis(300)))) {
      assertThat(drip(client, "NOOP\r\n")).startsWith("421 4.4.2");
    }
  }

  /** Sends little pieces until something other than 250 is said. */
  private static String drip(SmtpClient client, String piece) throws Exception {
    Thread sender =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < 2_000; i++) {
                  client.send(piece);
                  TimeUnit.MILLISECONDS.sleep(10); // how a slow client behaves, not a wait
                }
              } catch (IOException | InterruptedException gone) {
                // as expected
              }
            });
    sender.start();
    String reply = client.reply();
    while (reply != null && reply.startsWith("250")) {
      reply = client.reply();
    }
    sender.interrupt();
    sender.join();
    return String.valueOf(reply);
  }

  @Test
  void a_client_that_reads_no_replies_stops_being_read() throws Exception {
    try (SmtpClient client = connect(was -> was)) {
      Thread sender =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 100_000; i++) {
                    client.send("NOOP\r\n".repeat(1_000));
                  }
                } catch (IOException cut) {
                  // it is closed below, while it hangs in a write
                }
              });
      sender.start();
      sender.join(1_500); // 600 MB of commands would be through by then
      assertThat(sender.isAlive()).as("held up").isTrue();
      client.close();
      sender.join();
    }
    awaitConnections(0);
  }

  @Test
  void starttls_makes_the_conversation_secret(@TempDir Path dir) throws Exception {
    TestCertificate proof = TestCertificate.in(dir);
    try (SmtpClient client = connect(was -> was.with(Talk.MAX_MESSAGE, proof.tls()))) {
      assertThat(client.ask("EHLO me")).contains("250-STARTTLS");
      assertThat(client.ask("STARTTLS")).startsWith("220");
      client.startTls(Files.newInputStream(proof.chain()));
      assertThat(client.ask("MAIL FROM:<a@b>")).startsWith("503");
      assertThat(client.ask("EHLO me")).doesNotContain("STARTTLS");
      assertThat(client.mail("a@b", "secret", RCPT)).isEqualTo("250 OK");
      assertThat(heard).hasSize(1);
    }
  }

  @Test
  void what_is_said_between_starttls_and_the_handshake_is_not_heard(@TempDir Path dir)
      throws Exception {
    TestCertificate proof = TestCertificate.in(dir);
    try (SmtpClient client = connect(was -> was.with(Talk.MAX_MESSAGE, proof.tls()))) {
      assertThat(client.ask("STARTTLS")).startsWith("220");
      client.send("EHLO evil\r\nMAIL FROM:<a@b>\r\nRCPT TO:<" + RCPT + ">\r\nDATA\r\nx\r\n.\r\n");
      String said = client.reply();
      assertThat(said == null || !said.startsWith("250")).as("said %s", said).isTrue();
    } catch (IOException reset) {
      // as good
    }
    assertThat(heard).isEmpty();
    awaitConnections(0);
  }

  @Test
  void a_stop_lets_a_mail_that_is_on_its_way_to_disk_finish() throws Exception {
    durableAtOnce = false;
    open(was -> was);
    try (SmtpClient idle = SmtpClient.greeted(server().port());
        SmtpClient busy = SmtpClient.greeted(server().port())) {
      busy.ask("MAIL FROM:<a@b>");
      busy.ask("RCPT TO:<" + RCPT + ">");
      busy.ask("DATA");
      busy.send("x\r\n.\r\n");
      Receipt receipt = receipts.take();
      var stopped = server().stop(Duration.ofSeconds(10));
      assertThat(idle.reply()).startsWith("421 4.3.2");
      assertThat(idle.reply()).isNull();
      receipt.durable(1, 2, Instant.EPOCH);
      assertThat(busy.reply()).isEqualTo("250 OK");
      assertThat(busy.reply()).startsWith("421 4.3.2");
      assertThat(busy.reply()).isNull();
      stopped.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
    assertThatThrownBy(() -> new SmtpClient(server().port())).isInstanceOf(IOException.class);
  }

  @Test
  void a_port_that_is_taken_is_said_plainly() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      MailConfig there = MailConfig.defaults("0.0.0.0", taken.getLocalPort(), "ping.example");
      assertThatThrownBy(() -> open(was -> there))
          .hasMessage("port %d is in use by another program", taken.getLocalPort());
    }
  }

  private void awaitConnections(int count) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (server().connections() != count) {
      assertThat(System.nanoTime()).as("%d connections", server().connections()).isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
