package dev.tocsin.dashboard.status.view;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/**
 * The style of status pages. It stands in the page itself, so that a page is one request and needs
 * nobody else, and the policy names it by its hash: no other style counts, and no script at all.
 */
public final class Style {

  private static final String TEXT = read();

  /** {@code Content-Security-Policy} of all status pages. */
  public static final String POLICY =
      "default-src 'none'; style-src '%s'; img-src 'self' data:; form-action 'self';"
              .formatted(hash())
          + " base-uri 'none'; frame-ancestors 'none'";

  private Style() {}

  /** The style sheet. */
  public static String text() {
    return TEXT;
  }

  private static String read() {
    try (InputStream in = Style.class.getResourceAsStream("/dev/tocsin/dashboard/status.css")) {
      byte[] bytes = Objects.requireNonNull(in, "status.css is not in the jar").readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(TEXT.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
