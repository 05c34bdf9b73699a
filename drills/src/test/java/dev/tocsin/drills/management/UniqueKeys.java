package dev.tocsin.drills.management;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** How a read-only key names a check, worked out here once more, from the rule. */
final class UniqueKeys {

  private UniqueKeys() {}

  /** SHA-1, in hex, of the first 16 hex digits of the UUID as text. */
  static String of(UUID code) {
    try {
      String half = code.toString().replace("-", "").substring(0, 16);
      byte[] hash =
          MessageDigest.getInstance("SHA-1").digest(half.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
