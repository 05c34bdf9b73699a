package dev.tocsin.dashboard.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Style sheet, scripts and icons: read from the jar once, kept compressed, served under an address
 * that changes with their content, so that browsers may keep them for ever.
 */
public final class StaticFiles {

  private static final String ROOT = "/static/";

  private static final Map<String, String> TYPES =
      Map.of(
          "app.css", "text/css; charset=utf-8",
          "checks.css", "text/css; charset=utf-8",
          "app.js", "text/javascript; charset=utf-8",
          "checks.js", "text/javascript; charset=utf-8",
          "passkeys.js", "text/javascript; charset=utf-8",
          "htmx-2.0.10.min.js", "text/javascript; charset=utf-8",
          "htmx-ext-sse-2.2.4.js", "text/javascript; charset=utf-8",
          "favicon.svg", "image/svg+xml",
          "favicon-down.svg", "image/svg+xml",
          "LICENSES.txt", "text/plain; charset=utf-8");

  private record File(String type, Buffer plain, Buffer gzipped) {}

  private final Map<String, File> files = new LinkedHashMap<>();
  private final String version;

  public StaticFiles() {
    MessageDigest digest = sha256();
    TYPES.keySet().stream().sorted().forEach(name -> files.put(name, read(name, digest)));
    version = HexFormat.of().formatHex(digest.digest()).substring(0, 12);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static File read(String name, MessageDigest digest) {
    try (InputStream in = StaticFiles.class.getResourceAsStream("/dev/tocsin/dashboard/" + name)) {
      if (in == null) {
        throw new IllegalStateException("not in the jar: " + name);
      }
      byte[] bytes = in.readAllBytes();
      digest.update(bytes);
      return new File(
          String.valueOf(TYPES.get(name)), Buffer.buffer(bytes), Buffer.buffer(Gzip.of(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  /** What the addresses of all files start with, with a slash at the end. */
  public String root() {
    return ROOT + version + "/";
  }

  /** The route of {@link #serve}. */
  public static String route() {
    return ROOT + ":version/:file";
  }

  /** Answers with a file; an older version in the address gets today's file, uncached. */
  public void serve(RoutingContext http) {
    File file = files.get(http.pathParam("file"));
    if (file == null) {
      http.fail(404);
      return;
    }
    boolean current = version.equals(http.pathParam("version"));
    HttpServerResponse response =
        http.response()
            .putHeader(HttpHeaders.CONTENT_TYPE, file.type())
            .putHeader(HttpHeaders.VARY, "Accept-Encoding")
            .putHeader(
                HttpHeaders.CACHE_CONTROL,
                current ? "public, max-age=31536000, immutable" : "no-cache");
    if (Gzip.accepted(http.request())) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip").end(file.gzipped());
    } else {
      response.end(file.plain());
    }
  }
}
