package dev.tocsin.dashboard.status.memory;

import dev.tocsin.dashboard.web.Gzip;
import io.netty.util.AsciiString;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * Bytes to be sent as they are, with the headers that go with them, made once for all who ask.
 *
 * @param modified to the second, as HTTP has it
 */
public record Document(
    CharSequence type,
    CharSequence etag,
    CharSequence lastModified,
    Instant modified,
    Buffer plain,
    Buffer gzipped) {

  /** A document of this type, which has been like that since an instant. */
  static Document of(String type, byte[] bytes, Instant since) {
    Instant modified = Instant.ofEpochSecond(since.getEpochSecond());
    boolean picture = type.startsWith("image/");
    return new Document(
        HttpHeaders.createOptimized(type),
        HttpHeaders.createOptimized(tag(bytes)),
        HttpHeaders.createOptimized(
            DateTimeFormatter.RFC_1123_DATE_TIME.format(modified.atZone(ZoneOffset.UTC))),
        modified,
        Buffer.buffer(bytes),
        picture ? Buffer.buffer() : Buffer.buffer(Gzip.of(bytes)));
  }

  /** Whether there is a compressed form: pictures are compressed already. */
  public boolean zips() {
    return gzipped.length() > 0;
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
