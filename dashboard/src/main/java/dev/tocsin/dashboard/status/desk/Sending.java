package dev.tocsin.dashboard.status.desk;

import dev.tocsin.dashboard.status.memory.Document;
import dev.tocsin.dashboard.status.memory.ReadyHeaders;
import dev.tocsin.dashboard.status.memory.ReadyHeaders.Header;
import dev.tocsin.dashboard.web.Gzip;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Sends documents, with what browsers and caches must know of them. */
final class Sending {

  private static final CharSequence NEVER = HttpHeaders.createOptimized("no-store");

  private final List<Header> usual;

  Sending(boolean https) {
    this.usual = ReadyHeaders.usual(https);
  }

  /** Sends a document, or that it has not changed. Nothing is added to headers that are ready. */
  void document(HttpServerRequest request, Document document) {
    HttpServerResponse response = request.response();
    if (isKnown(request, document)) {
      document.known().forEach(header -> response.putHeader(header.name(), header.value()));
      response.setStatusCode(304).end();
      return;
    }
    Document.Form form = Gzip.accepted(request) ? document.gzipped() : document.plain();
    response.headers().setAll(form.headers());
    if (request.method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      response.end(form.bytes());
    }
  }

  /** Sends a page that is only for whoever asked. */
  void once(HttpServerRequest request, int status, Buffer html) {
    HttpServerResponse response = request.response();
    usual(response);
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CACHE_CONTROL, NEVER)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8");
    end(request, html);
  }

  /** Sends the browser to another page of the same site. */
  void redirect(HttpServerRequest request, String path) {
    HttpServerResponse response = request.response();
    usual(response);
    response
        .setStatusCode(303)
        .putHeader(HttpHeaders.CACHE_CONTROL, NEVER)
        .putHeader(HttpHeaders.LOCATION, path)
        .end();
  }

  /** Besides those that are there already. */
  private void usual(HttpServerResponse response) {
    usual.forEach(header -> response.putHeader(header.name(), header.value()));
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
