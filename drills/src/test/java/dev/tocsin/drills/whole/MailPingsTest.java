package dev.tocsin.drills.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Swaks;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.FreePort;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pings by e-mail, sent with swaks to the shipped jar. */
class MailPingsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String DOMAIN = "ping.example";

  @TempDir static Path dir;

  private static int port;
  private static TocsinProcess tocsin;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    port = FreePort.next();
    makeCertificate();
    Map<String, String> settings =
        Map.of(
            "TOCSIN_LISTENER_SMTP_PORT", Integer.toString(port),
            "TOCSIN_LISTENER_SMTP_MAX_SIZE", "100000",
            "TOCSIN_LISTENER_SMTP_CERTIFICATE", dir.resolve("cert.pem").toString(),
            "TOCSIN_LISTENER_SMTP_KEY", dir.resolve("key.pem").toString(),
            "TOCSIN_SITE_PING_EMAIL_DOMAIN", DOMAIN);
    Path data = dir.resolve("data");
    tocsin = TocsinProcess.up(data, FreePort.next(), settings).awaitReady(PATIENCE);
    api = Api.createProject(tocsin.site(), data, settings, "mail");
  }

  @AfterAll
  static void stop() {
    assertThat(tocsin.terminate()).isZero();
    assertThat(tocsin.output()).doesNotContain(" ERROR ", "\tat ");
  }

  private static void makeCertificate() throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes"));
    command.addAll(List.of("-days", "1", "-subj", "/CN=" + DOMAIN));
    command.addAll(List.of("-out", dir.resolve("cert.pem").toString()));
    command.addAll(List.of("-keyout", dir.resolve("key.pem").toString()));
    Process openssl = new ProcessBuilder(command).start();
    assertThat(openssl.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(openssl.exitValue()).isZero();
  }

  private static UUID check(String settings) {
    JsonNode made = api.createCheck("{\"timeout\":3600,\"grace\":3600," + settings + "}");
    return UUID.fromString(made.get("uuid").asText());
  }

  private static String of(UUID check) {
    return check + "@" + DOMAIN;
  }

  /** The newest ping, once there are so many. */
  private static JsonNode ping(UUID check, int n) {
    String path = "/api/v3/checks/" + check + "/pings/";
    Await.that(n + " pings", PATIENCE, () -> api.get(path).get("pings").size() == n);
    return api.get(path).get("pings").get(0);
  }

  @Test
  void a_mail_is_a_ping_in_the_api_with_all_of_its_text() {
    UUID check = check("\"name\":\"by mail\"");
    Swaks sent =
        Swaks.send(
            port, "--to", of(check), "--h-Subject", "nightly", "--body", ".\\nall is well\\n..");
    assertThat(sent.exit()).as(sent.talk()).isZero();
    JsonNode ping = ping(check, 1);
    assertThat(ping.get("type").asText()).isEqualTo("success");
    assertThat(ping.get("scheme").asText()).isEqualTo("email");
    assertThat(ping.get("method").asText()).isEmpty();
    assertThat(ping.get("ua").asText()).isEqualTo("Email from job@host.example");
    assertThat(ping.get("remote_addr").asText()).isEqualTo("127.0.0.1");
    assertThat(ping.get("rid").isNull()).isTrue();
    assertThat(api.text("/api/v3/checks/" + check + "/pings/1/body"))
        .contains("Subject: nightly\r\n", "\r\n\r\n.\r\nall is well\r\n..\r\n");
  }

  @Test
  void subject_and_text_decide_where_the_check_says_so() throws IOException {
    UUID check =
        check(
            """
            "filter_subject": true, "filter_body": true,
            "success_kw": "SUCCESS", "failure_kw": "FAILED", "start_kw": "begins"
            """);
    Swaks.send(port, "--to", of(check), "--h-Subject", "=?utf-8?B?am9iIGJlZ2lucw==?=");
    assertThat(ping(check, 1).get("type").asText()).isEqualTo("start");
    Path html = Files.writeString(dir.resolve("page.html"), "<b>S</b>UCCESS");
    Path log = Files.writeString(dir.resolve("log.txt"), "FAILED");
    Swaks sent =
        Swaks.send(
            port,
            "--to",
            of(check),
            "--h-Subject",
            "backup",
            "--attach-type",
            "text/html",
            "--attach-body",
            "@" + html,
            "--attach-type",
            "text/plain",
            "--attach",
            "@" + log);
    assertThat(sent.exit()).as(sent.talk()).isZero();
    assertThat(ping(check, 2).get("type").asText()).as(sent.talk()).isEqualTo("success");
    Swaks.send(port, "--to", of(check), "--h-Subject", "backup", "--body", "it FAILED");
    assertThat(ping(check, 3).get("type").asText()).isEqualTo("fail");
    assertThat(api.get("/api/v3/checks/" + check).get("status").asText()).isEqualTo("down");
  }

  @Test
  void each_recipient_of_a_mail_is_pinged_and_strangers_are_dropped() {
    UUID one = check("\"name\":\"one\"");
    UUID two = check("\"slug\":\"two\"");
    String bySlug = api.pingKey() + "+two@" + DOMAIN;
    String stranger = of(UUID.randomUUID());
    Swaks sent = Swaks.send(port, "--to", String.join(",", of(one), stranger, bySlug));
    assertThat(sent.exit()).as(sent.talk()).isZero();
    ping(one, 1);
    ping(two, 1);
  }

  @Test
  void what_is_not_for_a_check_is_refused_word_for_word() {
    Swaks elsewhere = Swaks.send(port, "--to", UUID.randomUUID() + "@other.example");
    assertThat(elsewhere.exit()).isEqualTo(24);
    assertThat(elsewhere.talk()).contains("<** 550 5.1.1 Recipient rejected");
    Swaks nobody = Swaks.send(port, "--to", "postmaster@" + DOMAIN);
    assertThat(nobody.exit()).isEqualTo(24);
    assertThat(nobody.talk()).contains("<** 550 5.1.1 Invalid mailbox");
  }

  @Test
  void the_size_limit_is_announced_and_held() throws IOException {
    UUID check = check("\"name\":\"size\"");
    Path large = Files.writeString(dir.resolve("large"), "x".repeat(78).concat("\n").repeat(2_000));
    Swaks sent = Swaks.send(port, "--to", of(check), "--body", "@" + large);
    assertThat(sent.talk()).contains("SIZE 100000", "552 5.3.4 Message too large");
    assertThat(sent.exit()).isEqualTo(26);
    Path fits = Files.writeString(dir.resolve("fits"), "x".repeat(78).concat("\n").repeat(1_000));
    assertThat(Swaks.send(port, "--to", of(check), "--body", "@" + fits).exit()).isZero();
    ping(check, 1);
  }

  @Test
  void starttls_and_pipelining_work_with_a_real_client() {
    UUID check = check("\"name\":\"secret\"");
    Swaks tls = Swaks.send(port, "--to", of(check), "--tls");
    assertThat(tls.exit()).as(tls.talk()).isZero();
    assertThat(tls.talk()).contains("TLS started", "~> MAIL FROM");
    Swaks pipelined = Swaks.send(port, "--to", of(check), "--pipeline");
    assertThat(pipelined.exit()).as(pipelined.talk()).isZero();
    ping(check, 2);
  }

  @Test
  void a_port_that_is_taken_is_said_and_ends_with_71() throws IOException {
    try (ServerSocket taken = new ServerSocket(0);
        TocsinProcess second = second(Integer.toString(taken.getLocalPort()))) {
      assertThat(second.awaitExit(PATIENCE)).isEqualTo(71);
      assertThat(second.output())
          .contains("port " + taken.getLocalPort() + " is in use", "listener.smtp-port")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void a_port_that_was_only_tried_is_no_reason_not_to_start() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      try {
        taken.bind(new InetSocketAddress(2525));
      } catch (BindException somebodyElse) {
        // as good
      }
      try (TocsinProcess second = second("auto").awaitReady(PATIENCE)) {
        assertThat(second.output()).contains("port 2525 is in use", "no pings by e-mail");
      }
    }
  }

  private static TocsinProcess second(String smtpPort) {
    Path data = dir.resolve("second-" + smtpPort);
    return TocsinProcess.up(data, FreePort.next(), Map.of("TOCSIN_LISTENER_SMTP_PORT", smtpPort));
  }

  @Test
  void metrics_tell_of_mail() {
    Swaks.send(port, "--to", "postmaster@" + DOMAIN);
    assertThat(api.text("/metrics"))
        .contains("tocsin_mail_refused_total{", "reason=\"mailbox\"", "tocsin_mail_connections");
  }
}
