package dev.tocsin.dashboard.status.memory;

import dev.tocsin.dashboard.status.memory.ReadyHeaders.Header;
import dev.tocsin.dashboard.web.Gzip;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;

/**
 * Bytes to be sent as they are, with the headers that go with them, made once for all who ask.
 *
 * @param modified to the second, as HTTP has it
 * @param known the headers of the answer that nothing has changed
 * @param gzipped as {@code plain} where compression gains nothing
 */
public record Document(
    String etag, Instant modified, List<Header> known, Form plain, Form gzipped) {

  public Document {
    known = List.copyOf(known);
  }

  /**
   * One form of it.
   *
   * @param headers to be taken as they are: then they are written as bytes that are ready
   */
  public record Form(Buffer bytes, MultiMap headers) {}

  /**
   * A document of this type, which has been like that since an instant.
   *
   * @param locked whether only those see it who know a password
   * @param https whether browsers reach us by it
   */
  static Document of(String type, byte[] bytes, Instant since, boolean locked, boolean https) {
    Instant modified = Instant.ofEpochSecond(since.getEpochSecond());
    String etag = tag(bytes);
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(modified.atZone(ZoneOffset.UTC));
    List<Header> known = ReadyHeaders.known(https, locked, etag, date);
    Form plain = form(known, type, bytes, false);
    boolean picture = type.startsWith("image/"); // is compressed already
    return new Document(
        etag, modified, known, plain, picture ? plain : form(known, type, Gzip.of(bytes), true));
  }

  private static Form form(List<Header> known, String type, byte[] bytes, boolean zipped) {
    return new Form(Buffer.buffer(bytes), ReadyHeaders.whole(known, type, zipped, bytes.length));
  }

  /** Weak: the compressed bytes are the same document, and another sequence of bytes. */
  private static String tag(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "W/\"" + HexFormat.of().formatHex(hash, 0, 12) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Whether a header {@code If-None-Match} names this document. */
  public boolean isNamedBy(String ifNoneMatch) {
    return AsciiString.contains(ifNoneMatch, etag) || ifNoneMatch.strip().equals("*");
  }
}
