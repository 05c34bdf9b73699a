package dev.tocsin.ping.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;

/**
 * The text of a mail in which a check looks for its keywords: the subject, the plain part, the text
 * of the HTML part, each on lines of its own.
 *
 * <p>A mail may be broken in every way, on purpose too. Whatever happens, the text is what could be
 * read until then: a mail that cannot be understood is still a ping. Work and memory are bounded:
 * parts are looked at one after the other, and not beyond the bounds below.
 */
public final class MailText {

  /** Parts of parts of parts: nobody writes deeper, and every level costs time for every byte. */
  private static final int MAX_DEPTH = 20;

  /** Parts, in all. */
  private static final int MAX_PARTS = 1_000;

  private static final MimeConfig LENIENT =
      MimeConfig.custom()
          .setStrictParsing(false)
          .setMaxLineLen(-1)
          .setMaxHeaderLen(64 << 10)
          .setMaxHeaderCount(1_000)
          .build();

  private final MimeTokenStream tokens = new MimeTokenStream(LENIENT);
  private final Parts parts = new Parts(MAX_DEPTH);
  private int seen;

  private MailText() {
    tokens.setRecursionMode(RecursionMode.M_NO_RECURSE); // a forwarded mail is an attachment
  }

  /**
   * Reads a mail. Never throws, whatever is in it.
   *
   * @param message all of it, header and body
   * @param subject whether its subject is wanted
   * @param body whether its parts are wanted
   */
  public static String of(byte[] message, boolean subject, boolean body) {
    MailText text = new MailText();
    try {
      text.read(message, body);
    } catch (MimeException | IOException | RuntimeException broken) {
      // Then what was read before must do.
    }
    List<String> found = new ArrayList<>();
    if (subject) {
      found.add(text.parts.subject());
    }
    if (body) {
      text.parts.plain().ifPresent(found::add);
      text.parts.html().ifPresent(found::add);
    }
    return String.join("\n", found);
  }

  private void read(byte[] message, boolean body) throws MimeException, IOException {
    tokens.parse(new ByteArrayInputStream(message));
    for (EntityState state = tokens.getState();
        state != EntityState.T_END_OF_STREAM && !parts.complete();
        state = tokens.next()) {
      switch (state) {
        case T_FIELD -> parts.field(tokens.getField());
        case T_END_HEADER -> {
          if (!body) {
            return;
          }
        }
        case T_START_BODYPART -> {
          if (++seen > MAX_PARTS) {
            return;
          }
          parts.begin();
        }
        case T_START_MULTIPART -> {
          if (!parts.enter(tokens.getBodyDescriptor().getSubType())) {
            return;
          }
        }
        case T_END_MULTIPART -> parts.leave();
        case T_BODY -> parts.body(tokens.getBodyDescriptor(), tokens.getDecodedInputStream());
        default -> {}
      }
    }
  }
}
