package dev.tocsin.dashboard.people;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/** Makes random names and keys, and the hashes under which they are kept. */
public final class Tokens {

  private static final int SECRET_LENGTH = 32;

  public static final String ALPHANUMERIC =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  static final String URL_SAFE = ALPHANUMERIC + "-_";

  private static final SecureRandom RANDOM = new SecureRandom();

  private Tokens() {}

  /** Each character drawn evenly from {@code alphabet}. */
  public static String random(String alphabet, int length) {
    return RANDOM
        .ints(length, 0, alphabet.length())
        .collect(StringBuilder::new, (s, i) -> s.append(alphabet.charAt(i)), StringBuilder::append)
        .toString();
  }

  /** For a cookie or a link: 190 bits of chance, letters and digits only. */
  public static String secret() {
    return random(ALPHANUMERIC, SECRET_LENGTH);
  }

  /** Whether this looks like a {@link #secret}. */
  public static boolean isSecret(String text) {
    return text.length() == SECRET_LENGTH
        && text.chars().allMatch(letter -> ALPHANUMERIC.indexOf(letter) >= 0);
  }

  /** SHA-256 suffices: what we hash has at least 160 bits of chance, so nobody can guess it. */
  public static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
