package dev.tocsin.dashboard.status.memory;

import dev.tocsin.dashboard.status.view.Style;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes before documents, made once. An answer that takes such a map as its headers, and adds
 * nothing, writes the bytes that the first one rendered.
 */
public final class ReadyHeaders {

  private static final CharSequence POLICY = HttpHeaders.createOptimized(Style.POLICY);
  private static final CharSequence CSP = HttpHeaders.createOptimized("content-security-policy");
  private static final CharSequence OPTIONS = HttpHeaders.createOptimized("x-content-type-options");
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence REFERRER = HttpHeaders.createOptimized("referrer-policy");
  private static final CharSequence ORIGIN = HttpHeaders.createOptimized("same-origin");
  private static final CharSequence ANYBODY =
      HttpHeaders.createOptimized("access-control-allow-origin");
  private static final CharSequence STAR = HttpHeaders.createOptimized("*");
  private static final CharSequence ENCODING = HttpHeaders.createOptimized("Accept-Encoding");
  private static final CharSequence COOKIE = HttpHeaders.createOptimized("Accept-Encoding, Cookie");
  private static final CharSequence HSTS = HttpHeaders.createOptimized("strict-transport-security");
  private static final CharSequence YEAR = HttpHeaders.createOptimized("max-age=31536000");
  private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");

  /** A cache may go on with what it has while we are away: that is what it is for. */
  private static final CharSequence SHARED =
      HttpHeaders.createOptimized(
          "public, max-age=15, stale-while-revalidate=60, stale-if-error=86400");

  /** What needs a password belongs into no cache that others share. */
  private static final CharSequence PRIVATE =
      HttpHeaders.createOptimized("private, max-age=15, must-revalidate");

  private ReadyHeaders() {}

  /** A header, ready to be written. */
  public record Header(CharSequence name, CharSequence value) {

    static Header of(CharSequence name, String value) {
      return new Header(name, HttpHeaders.createOptimized(value));
    }
  }

  /**
   * What every answer here has.
   *
   * @param https whether browsers reach us by it
   */
  public static List<Header> usual(boolean https) {
    List<Header> headers = new ArrayList<>();
    headers.add(new Header(CSP, POLICY));
    headers.add(new Header(OPTIONS, NOSNIFF));
    headers.add(new Header(REFERRER, ORIGIN));
    if (https) {
      headers.add(new Header(HSTS, YEAR));
    }
    return headers;
  }

  /**
   * Of an answer that says that a document is as before. One by one: the server takes a header out
   * of such answers, and a map that is ready would be copied for that.
   */
  static List<Header> known(boolean https, boolean locked, String etag, String lastModified) {
    List<Header> headers = usual(https);
    headers.add(new Header(HttpHeaders.CACHE_CONTROL, locked ? PRIVATE : SHARED));
    headers.add(new Header(HttpHeaders.VARY, locked ? COOKIE : ENCODING));
    headers.add(Header.of(HttpHeaders.ETAG, etag));
    headers.add(Header.of(HttpHeaders.LAST_MODIFIED, lastModified));
    if (!locked) {
      headers.add(new Header(ANYBODY, STAR));
    }
    return List.copyOf(headers);
  }

  /**
   * Of a document.
   *
   * @param known those that it has in any case
   */
  static MultiMap whole(List<Header> known, String type, boolean zipped, int length) {
    MultiMap headers = HttpHeaders.headers();
    known.forEach(header -> headers.set(header.name(), header.value()));
    headers.set(HttpHeaders.CONTENT_TYPE, type);
    if (zipped) {
      headers.set(HttpHeaders.CONTENT_ENCODING, GZIP);
    }
    headers.set(HttpHeaders.CONTENT_LENGTH, Integer.toString(length));
    return headers.copy(false);
  }
}
