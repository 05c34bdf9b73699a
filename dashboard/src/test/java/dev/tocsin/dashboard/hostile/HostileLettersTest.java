package dev.tocsin.dashboard.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.tocsin.channels.TimeBox;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.email.PersonalLetter;
import dev.tocsin.channels.email.Postbox;
import dev.tocsin.channels.email.SmtpConfig;
import dev.tocsin.dashboard.hostile.Markup.Tag;
import dev.tocsin.dashboard.people.Role;
import dev.tocsin.dashboard.people.mail.Letters;
import jakarta.mail.Header;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever a name, an address or a browser says, the letters that tell of it are ours: each is
 * written with hostile text in every place, kept as it is kept, sent to a real mail server, and
 * read as a mail program reads it.
 */
class HostileLettersTest {

  /** What turns text around, or ends a line somewhere. */
  private static final String UNSEEN = "\u202e\u2066\u2028\u2029\u0085\u0001";

  private static final String TEXT =
      HostileRows.TEXT
          + UNSEEN
          + "\r\nBcc: boom@example.com\r\n\r\n<boom>\n\nhttps://boom.example/";

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
          "List-Unsubscribe",
          "List-Unsubscribe-Post");

  private static final Set<String> ELEMENTS =
      Set.of("html", "head", "meta", "title", "body", "div", "h1", "p", "a");

  private static final Set<String> ATTRIBUTES =
      Set.of("lang", "charset", "name", "content", "style", "href");

  private final TimeBox timeBox = new TimeBox();
  private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));

  HostileLettersTest() {
    server.start();
  }

  @AfterEach
  void close() {
    server.stop();
    timeBox.close();
  }

  /** Every letter to somebody about their account, and one with all that a letter can have. */
  private static List<PersonalLetter> letters() throws ReflectiveOperationException {
    Letters words = new Letters(TEXT, "https://tocsin.example.org");
    List<PersonalLetter> letters = new ArrayList<>();
    for (Method method : Letters.class.getDeclaredMethods()) {
      if (method.getReturnType() == PersonalLetter.class
          && Modifier.isPublic(method.getModifiers())) {
        Object[] all = Stream.of(method.getParameterTypes()).map(HostileLettersTest::any).toArray();
        if (method.getName().equals("invitation")) {
          all[all.length - 1] = "https://tocsin.example.org/invitations/" + TEXT; // a whole link
        }
        letters.add((PersonalLetter) method.invoke(words, all));
      }
    }
    assertThat(letters).hasSizeGreaterThan(10);
    letters.add(
        new PersonalLetter(
            TEXT,
            List.of(TEXT, TEXT),
            Optional.of(new PersonalLetter.Link("https://tocsin.example.org/" + TEXT, TEXT)),
            TEXT,
            Optional.of("https://tocsin.example.org/" + TEXT)));
    return letters;
  }

  private static Object any(Class<?> type) {
    if (type == String.class) {
      return TEXT;
    }
    if (type == Role.class) {
      return Role.MEMBER;
    }
    return type == Instant.class ? Instant.EPOCH : 1;
  }

  @Test
  void every_letter_has_our_headers_our_elements_and_our_lines() throws Exception {
    SmtpConfig config =
        SmtpConfig.of(
            "127.0.0.1",
            server.getSmtp().getPort(),
            SmtpConfig.Tls.NONE,
            Optional.empty(),
            "tocsin@example.org",
            Optional.empty());
    Postbox postbox = new Postbox(config, TEXT, timeBox);
    List<PersonalLetter> letters = letters();
    for (int i = 0; i < letters.size(); i++) {
      PersonalLetter kept = PersonalLetter.ofBytes(letters.get(i).toBytes());
      assertThat(postbox.send("key-" + i, Instant.EPOCH, "ada@example.org", kept))
          .isInstanceOf(Verdict.Delivered.class);
    }
    MimeMessage[] arrived = server.getReceivedMessages();
    assertThat(arrived).hasSameSizeAs(letters);
    for (MimeMessage message : arrived) {
      checkHeaders(message);
      var parts = (MimeMultipart) message.getContent();
      assertThat(parts.getCount()).isEqualTo(2);
      checkText((String) parts.getBodyPart(0).getContent());
      checkHtml((String) parts.getBodyPart(1).getContent());
    }
  }

  private static void checkHeaders(MimeMessage message) throws Exception {
    Set<String> names = new TreeSet<>();
    for (Header header : Collections.list(message.getAllHeaders())) {
      names.add(header.getName());
      assertThat(header.getValue()).as(header.getName()).matches("(?s)[\\t\\n\\r -~]*");
    }
    assertThat(HEADERS).containsAll(names);
    checkSeen(message.getSubject());
    assertThat(message.getSubject()).doesNotContain("\n", "\r");
    assertThat(message.getAllRecipients()).hasSize(1);
  }

  /** Nothing that somebody wrote begins a line: it cannot look like a paragraph of ours. */
  private static void checkText(String text) {
    checkSeen(text);
    assertThat(text.lines())
        .noneMatch(line -> line.startsWith("x-boom") || line.startsWith("Bcc"))
        .noneMatch(line -> line.startsWith("<boom") || line.startsWith("https://boom"));
  }

  private static void checkSeen(String text) {
    UNSEEN
        .chars()
        .forEach(one -> assertThat(text.indexOf(one)).as("U+%04X in %s", one, text).isNegative());
  }

  private static void checkHtml(String html) {
    checkSeen(html);
    for (Tag tag : Markup.tags(html)) {
      assertThat(ELEMENTS).as(html).contains(tag.name());
      assertThat(ATTRIBUTES).as("%s", tag).containsAll(tag.attributes().keySet());
      assertThat(tag.attributes().getOrDefault("style", "")).doesNotContain(HostileRows.MARK);
      if (tag.name().equals("a")) {
        assertThat(tag.attributes().getOrDefault("href", "")).as("%s", tag).startsWith("https://");
      }
    }
  }
}
