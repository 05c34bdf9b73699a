package dev.tocsin.channels.email;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.TestAlerts;
import dev.tocsin.channels.TestTls;
import dev.tocsin.channels.TimeBox;
import dev.tocsin.channels.Verdict;
import jakarta.mail.Message;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole messages through a real server (GreenMail), as a mail program would read them. */
class RealServerTest {

  private static final String TO_TWO = "{\"to\": [\"ops@example.net\", \"boss@example.net\"]}";

  private static final Set<String> HEADERS =
      Set.of(
          "Return-Path",
          "Received",
          "Date",
          "From",
          "To",
          "Message-ID",
          "Subject",
          "MIME-Version",
          "Content-Type",
          "Auto-Submitted",
          "X-Auto-Response-Suppress",
          "List-ID");

  private static final Set<String> ELEMENTS =
      Set.of(
          "#root", "html", "head", "meta", "title", "body", "div", "h1", "p", "a", "span", "pre",
          "table", "tbody", "tr", "td");

  private static final Set<String> ATTRIBUTES =
      Set.of("lang", "charset", "name", "content", "style", "href", "role");

  /** What turns text around, or ends a line somewhere, or speaks to a terminal. */
  private static final String UNSEEN =
      "(?s).*[\u202a-\u202e\u2066-\u2069\u2028\u2029\u0085\u0001\u001b].*";

  private final TimeBox timeBox = new TimeBox();
  private final GreenMail server;

  RealServerTest() {
    System.setProperty("greenmail.tls.keystore.file", TestTls.KEY_STORE.toString());
    System.setProperty("greenmail.tls.keystore.password", TestTls.PASSWORD);
    server =
        new GreenMail(
            new ServerSetup[] {
              new ServerSetup(0, "127.0.0.1", "smtp"), new ServerSetup(0, "127.0.0.1", "smtps")
            });
    server.setUser("me", "secret");
    server.start();
  }

  @AfterEach
  void close() {
    server.stop();
    timeBox.close();
  }

  @Test
  void a_message_arrives_over_a_plain_connection() throws Exception {
    Verdict got = deliver(SmtpConfig.Tls.NONE, TO_TWO, down("nightly backup"));
    assertThat(got).isEqualTo(new Verdict.Delivered("taken by the mail server"));
    assertThat(server.getReceivedMessages()).hasSize(2); // one in each mailbox
    MimeMessage message = server.getReceivedMessages()[0];
    assertThat(message.getSubject()).isEqualTo("DOWN: nightly backup – no ping since 04:20 UTC");
    assertThat(message.getMessageID()).isEqualTo("<key-1@example.org>");
    assertThat(message.getFrom()).containsExactly(new InternetAddress("alerts@example.org"));
    assertThat(((InternetAddress) message.getFrom()[0]).getPersonal()).isEqualTo("Töcsin");
    assertThat(Arrays.toString(message.getRecipients(Message.RecipientType.TO)))
        .isEqualTo("[ops@example.net, boss@example.net]");
    assertThat(message.getSentDate())
        .isEqualTo(
            Date.from(TestAlerts.DOWN_AT.truncatedTo(java.time.temporal.ChronoUnit.SECONDS)));
    assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(message.getHeader("List-ID")[0]).endsWith("<alerts.example.org>");
  }

  @Test
  void it_has_a_plain_and_an_html_part() throws Exception {
    deliver(SmtpConfig.Tls.NONE, TO_TWO, down("nightly backup"));
    var parts = (MimeMultipart) server.getReceivedMessages()[0].getContent();
    assertThat(parts.getContentType()).startsWith("multipart/alternative");
    assertThat(parts.getBodyPart(0).getContentType()).isEqualTo("text/plain; charset=UTF-8");
    assertThat(parts.getBodyPart(1).getContentType()).isEqualTo("text/html; charset=UTF-8");
    String link = "https://tocsin.example.org/checks/" + TestAlerts.CODE;
    assertThat((String) parts.getBodyPart(0).getContent()).contains(link);
    assertThat((String) parts.getBodyPart(1).getContent()).contains(link);
  }

  @Test
  void letters_of_all_scripts_arrive_in_both_parts() throws Exception {
    deliver(SmtpConfig.Tls.NONE, TO_TWO, down("Größe 資料 🔔 <&>"));
    var parts = (MimeMultipart) server.getReceivedMessages()[0].getContent();
    assertThat((String) parts.getBodyPart(0).getContent()).contains("Größe 資料 🔔 <&>");
    assertThat(parts.getBodyPart(1).getHeader("Content-Transfer-Encoding")).containsExactly("7bit");
    assertThat((String) parts.getBodyPart(1).getContent())
        .contains("Gr&#246;&#223;e &#36039;&#26009; &#128276; &lt;&amp;&gt;");
  }

  @Test
  void a_message_arrives_over_implicit_tls() {
    assertThat(deliver(SmtpConfig.Tls.IMPLICIT, TO_TWO, down("x")))
        .isEqualTo(new Verdict.Delivered("taken by the mail server"));
    assertThat(server.getReceivedMessages()).hasSize(2);
  }

  @Test
  void a_name_cannot_begin_a_header_and_letters_beyond_ascii_survive() throws Exception {
    deliver(SmtpConfig.Tls.NONE, TO_TWO, down("Überwachung\r\nBcc: evil@example.com\r\n\r\n日本語"));
    MimeMessage message = server.getReceivedMessages()[0];
    assertThat(message.getSubject()).startsWith("DOWN: Überwachung Bcc: evil@example.com 日本語 – ");
    assertThat(message.getHeader("Bcc")).isNull();
    assertThat(server.getReceivedMessages()).hasSize(2);
  }

  @Test
  void whatever_anybody_wrote_is_text_in_a_mail() throws Exception {
    String to = "{\"to\": [\"ops@example.net\"]}";
    for (Alert alert : TestAlerts.hostile()) {
      assertThat(deliver(SmtpConfig.Tls.NONE, to, alert)).isInstanceOf(Verdict.Delivered.class);
    }
    assertThat(server.getReceivedMessages()).hasSameSizeAs(TestAlerts.hostile());
    for (MimeMessage message : server.getReceivedMessages()) {
      assertThat(Collections.list(message.getAllHeaders()))
          .allMatch(header -> HEADERS.contains(header.getName()))
          .allMatch(header -> header.getValue().matches("(?s)[\\t\\r\\n -~]*"));
      assertThat(message.getSubject()).doesNotContain("\r", "\n").doesNotMatch(UNSEEN);
      var parts = (MimeMultipart) message.getContent();
      String plain = (String) parts.getBodyPart(0).getContent();
      assertThat(plain).doesNotMatch(UNSEEN).contains("boom");
      assertThat(plain.lines())
          .noneMatch(line -> line.startsWith("X-Boom") || line.startsWith("<boom"));
      String html = (String) parts.getBodyPart(1).getContent();
      assertThat(html).doesNotMatch(UNSEEN).contains("boom");
      for (Element element : Jsoup.parse(html).getAllElements()) {
        assertThat(ELEMENTS).as("%s", element).contains(element.normalName());
        assertThat(element.attributes())
            .allMatch(attribute -> ATTRIBUTES.contains(attribute.getKey()));
        assertThat(element.attr("style")).doesNotContain("boom", "url(");
        assertThat(element.attr("href")).matches("|https://tocsin\\.example\\.org/?.*");
      }
    }
  }

  @Test
  void only_wanted_news_are_told() throws Exception {
    Alert both = TestAlerts.of("k", TestAlerts.down("one"), TestAlerts.up("two"));
    String onlyUp = "{\"to\": [\"ops@example.net\"], \"down\": false}";
    deliver(SmtpConfig.Tls.NONE, onlyUp, both);
    assertThat(server.getReceivedMessages()[0].getSubject())
        .isEqualTo("UP: two – was down for 2 hours 5 minutes");
    assertThat(deliver(SmtpConfig.Tls.NONE, onlyUp, down("x")))
        .isEqualTo(new Verdict.Delivered("not wanted for down"));
    assertThat(deliver(SmtpConfig.Tls.NONE, onlyUp, TestAlerts.test("t")).detail())
        .isEqualTo("taken by the mail server");
    assertThat(server.getReceivedMessages()).hasSize(2);
  }

  private Verdict deliver(SmtpConfig.Tls tls, String settings, Alert alert) {
    boolean plain = tls == SmtpConfig.Tls.NONE;
    int port = plain ? server.getSmtp().getPort() : server.getSmtps().getPort();
    var login = Optional.of(new SmtpConfig.Login("me", "secret"));
    SmtpConfig config =
        SmtpConfig.of(
            "127.0.0.1", port, tls, login, "alerts@example.org", Optional.of(TestTls.PEM));
    return new EmailKind(Optional.of(config), "Töcsin", timeBox).open(settings).deliver(alert);
  }

  private static Alert down(String name) {
    return TestAlerts.of("key-1", TestAlerts.down(name));
  }
}
