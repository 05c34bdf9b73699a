package dev.tocsin.ping.mail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.util.ByteSequence;
import org.jspecify.annotations.Nullable;

/**
 * Picks, of the parts of a mail as they pass, those that a reader sees first: the first plain text
 * and the first HTML that are no attachments. Of related parts only the first is looked at; the
 * others are its pictures.
 */
final class Parts {

  /** Of a text nothing is looked at beyond this many bytes, decoded. */
  private static final int MAX_TEXT_BYTES = 1 << 20;

  private static final int MAX_SUBJECT_BYTES = 64 << 10;

  /** A multipart whose parts are passing. */
  private static final class Level {
    private final boolean related;
    private final boolean wanted;
    private int parts;

    private Level(boolean related, boolean wanted) {
      this.related = related;
      this.wanted = wanted;
    }

    private boolean wantsThisPart() {
      return wanted && !(related && parts > 1);
    }
  }

  private final int maxDepth;
  private final Deque<Level> levels = new ArrayDeque<>();
  private @Nullable String subject;
  private @Nullable String plain;
  private @Nullable String html;
  private boolean attachment;

  Parts(int maxDepth) {
    this.maxDepth = maxDepth;
  }

  /** Whether nothing more can be found. */
  boolean complete() {
    return plain != null && html != null;
  }

  /** A part begins; its header follows. */
  void begin() {
    attachment = false;
    if (!levels.isEmpty()) {
      levels.element().parts++;
    }
  }

  /** A line of a header. */
  void field(Field field) {
    if (levels.isEmpty() && subject == null && field.getName().equalsIgnoreCase("Subject")) {
      subject = decoded(field.getRaw());
    } else if (field.getName().equalsIgnoreCase("Content-Disposition")) {
      String value = String.valueOf(field.getBody()).strip().toLowerCase(Locale.ROOT);
      attachment = value.startsWith("attachment");
    }
  }

  /** The parts of this part follow; false if it is one level too many. */
  boolean enter(String kind) {
    boolean wanted = levels.isEmpty() || levels.element().wantsThisPart();
    levels.push(new Level(kind.equalsIgnoreCase("related"), wanted && !attachment));
    attachment = false;
    return levels.size() <= maxDepth;
  }

  /** That was the last of its parts. */
  void leave() {
    levels.poll();
  }

  /** What a part holds. */
  void body(BodyDescriptor type, InputStream bytes) throws IOException {
    boolean wanted = !attachment && (levels.isEmpty() || levels.element().wantsThisPart());
    String mime = type.getMimeType().toLowerCase(Locale.ROOT);
    if (wanted && plain == null && mime.equals("text/plain")) {
      plain = text(type, bytes);
    } else if (wanted && html == null && mime.equals("text/html")) {
      html = HtmlText.of(text(type, bytes));
    }
  }

  private static String text(BodyDescriptor type, InputStream bytes) throws IOException {
    return new String(bytes.readNBytes(MAX_TEXT_BYTES), charset(type.getCharset()));
  }

  /** What is not said, not known or not true is read as UTF-8, with U+FFFD for what is not. */
  private static Charset charset(@Nullable String name) {
    try {
      boolean ascii = name == null || name.equalsIgnoreCase("us-ascii");
      return ascii ? StandardCharsets.UTF_8 : Charset.forName(name);
    } catch (IllegalArgumentException unknown) {
      return StandardCharsets.UTF_8;
    }
  }

  /** A header's value: unfolded, and its encoded words (RFC 2047) decoded. */
  private static String decoded(ByteSequence raw) {
    byte[] line = raw.toByteArray();
    int size = Math.min(line.length, MAX_SUBJECT_BYTES);
    String field = new String(line, 0, size, StandardCharsets.UTF_8);
    String value = field.substring(field.indexOf(':') + 1).replaceAll("\r?\n", "").strip();
    try {
      return DecoderUtil.decodeEncodedWords(value, DecodeMonitor.SILENT);
    } catch (RuntimeException broken) {
      return value;
    }
  }

  String subject() {
    return subject == null ? "" : subject;
  }

  Optional<String> plain() {
    return Optional.ofNullable(plain);
  }

  Optional<String> html() {
    return Optional.ofNullable(html);
  }
}
