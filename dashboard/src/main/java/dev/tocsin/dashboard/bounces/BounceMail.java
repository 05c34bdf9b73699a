package dev.tocsin.dashboard.bounces;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;

/**
 * Walks through the parts of a mail that came back. A delivery status (RFC 3464) is believed; where
 * there is none, the words of a mail server are searched for a status.
 *
 * <p>It comes from anybody: parts, depth and text are bounded, and what cannot be read ends the
 * walk.
 */
final class BounceMail {

  private static final int MAX_DEPTH = 20;
  private static final int MAX_PARTS = 200;
  private static final int MAX_MESSAGES = 10;

  /** Of one part; reports are short, and the head of the mail stands on top. */
  private static final int MAX_TEXT_BYTES = 64 << 10;

  private static final MimeConfig LENIENT =
      MimeConfig.custom()
          .setStrictParsing(false)
          .setMaxLineLen(-1)
          .setMaxHeaderLen(64 << 10)
          .setMaxHeaderCount(1_000)
          .build();

  /** A Message-ID of ours: see MailMessage in the channels module. */
  private static final Pattern OURS =
      Pattern.compile("<([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})@");

  private static final Set<String> NAMES_MESSAGES =
      Set.of("message-id", "in-reply-to", "references", "x-failed-message-id");

  private final MimeTokenStream tokens = new MimeTokenStream(LENIENT);
  private final Set<UUID> messages = new LinkedHashSet<>();
  private final List<StatusReport> reports = new ArrayList<>();
  private final StringBuilder words = new StringBuilder();
  private boolean fromServer;
  private int depth;
  private int parts;

  private BounceMail() {
    tokens.setRecursionMode(RecursionMode.M_RECURSE);
  }

  static Bounce read(byte[] mail) {
    BounceMail walk = new BounceMail();
    try {
      walk.walk(mail);
    } catch (MimeException | IOException | RuntimeException broken) {
      // Then what was read before must do.
    }
    return new Bounce(List.copyOf(walk.messages), walk.failure());
  }

  private void walk(byte[] mail) throws MimeException, IOException {
    tokens.parse(new ByteArrayInputStream(mail));
    for (EntityState state = tokens.getState();
        state != EntityState.T_END_OF_STREAM && depth <= MAX_DEPTH && parts <= MAX_PARTS;
        state = tokens.next()) {
      switch (state) {
        case T_START_MULTIPART, T_START_MESSAGE -> depth++;
        case T_END_MULTIPART, T_END_MESSAGE -> depth--;
        case T_START_BODYPART -> parts++;
        case T_FIELD -> field(tokens.getField());
        case T_BODY ->
            body(tokens.getBodyDescriptor().getMimeType(), tokens.getDecodedInputStream());
        default -> {}
      }
    }
  }

  private void field(Field field) {
    String name = field.getName().toLowerCase(Locale.ROOT);
    String value = String.valueOf(field.getBody());
    if (NAMES_MESSAGES.contains(name)) {
      name(value);
    } else if (depth <= 1 && (name.equals("from") || name.equals("return-path"))) {
      String sender = value.toLowerCase(Locale.ROOT);
      fromServer |=
          sender.contains("mailer-daemon@")
              || sender.contains("postmaster@")
              || value.strip().equals("<>");
    }
  }

  private void name(String text) {
    Matcher ours = OURS.matcher(text);
    while (ours.find() && messages.size() < MAX_MESSAGES) {
      messages.add(
          UUID.fromString(
              String.join(
                  "-", ours.group(1), ours.group(2), ours.group(3), ours.group(4), ours.group(5))));
    }
  }

  private void body(String type, InputStream bytes) throws IOException {
    String mime = type.toLowerCase(Locale.ROOT);
    if (mime.equals("message/delivery-status") || mime.equals("message/global-delivery-status")) {
      reports.addAll(StatusReport.all(text(bytes)));
    } else if (mime.startsWith("text/") || mime.endsWith("-headers")) {
      String text = text(bytes);
      name(text);
      if (words.length() < MAX_TEXT_BYTES) {
        words.append(text).append('\n');
      }
    }
  }

  private static String text(InputStream bytes) throws IOException {
    return new String(bytes.readNBytes(MAX_TEXT_BYTES), StandardCharsets.UTF_8);
  }

  private Optional<Bounce.Failure> failure() {
    if (!reports.isEmpty()) {
      return reports.stream().filter(StatusReport::failed).findFirst().map(StatusReport::failure);
    }
    return fromServer ? WordsOfServers.failure(words.toString()) : Optional.empty();
  }
}
