package dev.tocsin.dashboard.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens that prove that a form came from our page: derived from a secret in the visitor's cookie,
 * so that nothing is stored. Each time another mask is laid over the token: compressed pages would
 * otherwise give it away bit by bit (BREACH).
 */
final class Csrf {

  private static final int BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Csrf() {}

  /**
   * @param secret what only our pages know of this visitor: the value of a cookie
   */
  static String token(String secret) {
    byte[] out = new byte[2 * BYTES];
    byte[] mask = new byte[BYTES];
    RANDOM.nextBytes(mask);
    byte[] bare = bare(secret);
    for (int i = 0; i < BYTES; i++) {
      out[i] = mask[i];
      out[BYTES + i] = (byte) (bare[i] ^ mask[i]);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(out);
  }

  static boolean fits(String secret, String token) {
    if (secret.isEmpty()) {
      return false;
    }
    try {
      byte[] in = Base64.getUrlDecoder().decode(token);
      if (in.length != 2 * BYTES) {
        return false;
      }
      byte[] unmasked = new byte[BYTES];
      for (int i = 0; i < BYTES; i++) {
        unmasked[i] = (byte) (in[i] ^ in[BYTES + i]);
      }
      return MessageDigest.isEqual(unmasked, bare(secret));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Names the visit of whoever has this secret, and gives nothing of it away. */
  static String name(String secret) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(mac(secret, "visit"));
  }

  private static byte[] bare(String secret) {
    return Arrays.copyOf(mac(secret, "csrf"), BYTES);
  }

  private static byte[] mac(String secret, String purpose) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(purpose.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
