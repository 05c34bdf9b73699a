package dev.tocsin.dashboard.badges;

import dev.tocsin.store.Macs;
import dev.tocsin.store.SecretBox;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.UUID;

/**
 * Signs the URLs of badges, so that who was given the badge of one tag cannot ask for another. 8
 * characters of base64url are 48 bits: a guess is a request, and there is one badge to be won.
 */
final class Signatures {

  /** What is verified of a signature. */
  static final int LENGTH = 8;

  private final Macs macs;

  /** With a key that is derived from the installation's: another key makes other URLs. */
  Signatures(SecretBox secrets) {
    this.macs = new Macs(secrets, "badge URLs, version 1");
  }

  /** The signature of a badge of a project; {@link Badge#ALL} stands for all its checks. */
  String of(UUID badgeKey, String tag) {
    return text(macs.sign(message(badgeKey, tag)));
  }

  /** The key has a fixed length, so no other pair makes the same text. */
  private static byte[] message(UUID badgeKey, String tag) {
    return (badgeKey + tag).getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] signature) {
    return Base64.getUrlEncoder().encodeToString(signature).substring(0, LENGTH);
  }

  /** Whether a text begins with the signature; takes the same time wherever they differ. */
  boolean fits(UUID badgeKey, String tag, String signature) {
    if (signature.length() < LENGTH) {
      return false;
    }
    byte[] said = signature.substring(0, LENGTH).getBytes(StandardCharsets.UTF_8);
    boolean fits = false;
    for (byte[] right : macs.all(message(badgeKey, tag))) {
      fits |= MessageDigest.isEqual(text(right).getBytes(StandardCharsets.US_ASCII), said);
    }
    return fits;
  }
}
