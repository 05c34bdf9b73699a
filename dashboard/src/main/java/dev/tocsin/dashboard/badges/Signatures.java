package dev.tocsin.dashboard.badges;

import dev.tocsin.store.SecretBox;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs the URLs of badges, so that who was given the badge of one tag cannot ask for another. 8
 * characters of base64url are 48 bits: a guess is a request, and there is one badge to be won.
 */
final class Signatures {

  /** What is verified of a signature. */
  static final int LENGTH = 8;

  private final SecretKeySpec key;

  /** With a key that is derived from the installation's: another key makes other URLs. */
  Signatures(SecretBox secrets) {
    this.key = new SecretKeySpec(secrets.derive("badge URLs, version 1"), "HmacSHA256");
  }

  /** The signature of a badge of a project; {@link Badge#ALL} stands for all its checks. */
  String of(UUID badgeKey, String tag) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      // The key has a fixed length, so no other pair makes the same text.
      byte[] signed = mac.doFinal((badgeKey + tag).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().encodeToString(signed).substring(0, LENGTH);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }

  /** Whether a text begins with the signature; takes the same time wherever they differ. */
  boolean fits(UUID badgeKey, String tag, String signature) {
    if (signature.length() < LENGTH) {
      return false;
    }
    return MessageDigest.isEqual(
        of(badgeKey, tag).getBytes(StandardCharsets.US_ASCII),
        signature.substring(0, LENGTH).getBytes(StandardCharsets.UTF_8));
  }
}
