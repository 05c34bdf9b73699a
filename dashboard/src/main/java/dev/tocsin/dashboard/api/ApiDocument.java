package dev.tocsin.dashboard.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

/** The API's description for programs: docs/openapi.yaml as JSON, the same for everybody. */
final class ApiDocument {

  /** Long enough to spare us tools that fetch it for every request, short beside a release. */
  private static final String CACHING = "public, max-age=3600";

  private static final byte[] BYTES = read();

  private static final Map<String, String> HEADERS =
      Map.of("ETag", tag(), "Cache-Control", CACHING, "Access-Control-Expose-Headers", "ETag");

  private ApiDocument() {}

  static Reply reply() {
    return new Reply(200, "application/json", BYTES).with(HEADERS);
  }

  private static byte[] read() {
    try (InputStream in = ApiDocument.class.getResourceAsStream("openapi.json")) {
      return Objects.requireNonNull(in, "openapi.json is not in the jar").readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String tag() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(BYTES);
      return '"' + HexFormat.of().formatHex(hash, 0, 16) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
