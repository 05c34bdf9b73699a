package dev.tocsin.dashboard.status.desk;

import dev.tocsin.dashboard.status.memory.Document;
import dev.tocsin.dashboard.status.memory.Snapshot;
import dev.tocsin.dashboard.status.view.Style;
import dev.tocsin.dashboard.web.Gzip;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Sends documents, with what browsers and caches must know of them. */
final class Sending {

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

  /** A cache may go on with what it has while we are away: that is what it is for. */
  private static final CharSequence SHARED =
      HttpHeaders.createOptimized(
          "public, max-age=15, stale-while-revalidate=60, stale-if-error=86400");

  /** What needs a password belongs into no cache that others share. */
  private static final CharSequence PRIVATE =
      HttpHeaders.createOptimized("private, max-age=15, must-revalidate");

  private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");
  private static final CharSequence NEVER = HttpHeaders.createOptimized("no-store");

  private final boolean https;

  Sending(boolean https) {
    this.https = https;
  }

  /** Sends a document of a page, or that it has not changed. */
  void document(HttpServerRequest request, Document document, Snapshot page) {
    HttpServerResponse response = request.response();
    MultiMap headers = response.headers();
    usual(headers);
    headers.set(HttpHeaders.CACHE_CONTROL, page.locked() ? PRIVATE : SHARED);
    headers.set(HttpHeaders.VARY, page.locked() ? COOKIE : ENCODING);
    headers.set(HttpHeaders.ETAG, document.etag());
    headers.set(HttpHeaders.LAST_MODIFIED, document.lastModified());
    if (!page.locked()) {
      headers.set(ANYBODY, STAR);
    }
    if (isKnown(request, document)) {
      response.setStatusCode(304).end();
      return;
    }
    headers.set(HttpHeaders.CONTENT_TYPE, document.type());
    boolean zip = document.zips() && Gzip.accepted(request);
    if (zip) {
      headers.set(HttpHeaders.CONTENT_ENCODING, GZIP);
    }
    end(request, zip ? document.gzipped() : document.plain());
  }

  /** Sends a page that is only for whoever asked. */
  void once(HttpServerRequest request, int status, Buffer html) {
    HttpServerResponse response = request.response();
    usual(response.headers());
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CACHE_CONTROL, NEVER)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8");
    end(request, html);
  }

  /** Sends the browser to another page of the same site. */
  void redirect(HttpServerRequest request, String path) {
    HttpServerResponse response = request.response();
    usual(response.headers());
    response
        .setStatusCode(303)
        .putHeader(HttpHeaders.CACHE_CONTROL, NEVER)
        .putHeader(HttpHeaders.LOCATION, path)
        .end();
  }

  private void usual(MultiMap headers) {
    headers.set(CSP, POLICY);
    headers.set(OPTIONS, NOSNIFF);
    headers.set(REFERRER, ORIGIN);
    if (https) {
      headers.set(HSTS, YEAR);
    }
  }

  private static void end(HttpServerRequest request, Buffer body) {
    if (request.method().equals(HttpMethod.HEAD)) {
      request
          .response()
          .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()))
          .end();
    } else {
      request.response().end(body);
    }
  }

  /** The tag counts more than the date (RFC 9110, section 13.2.2). */
  private static boolean isKnown(HttpServerRequest request, Document document) {
    String tag = request.getHeader(HttpHeaders.IF_NONE_MATCH);
    if (tag != null) {
      return document.isNamedBy(tag);
    }
    String since = request.getHeader(HttpHeaders.IF_MODIFIED_SINCE);
    if (since == null) {
      return false;
    }
    try {
      Instant known = ZonedDateTime.parse(since, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return !document.modified().isAfter(known);
    } catch (DateTimeException e) {
      return false;
    }
  }
}
