package dev.tocsin.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** Codes with a signature, short enough for a link in a text message. Nothing is kept of them. */
final class SignedCodes {

  /** 128 bits: nobody guesses them. */
  private static final int SIGNATURE_BYTES = 16;

  private static final int CODE_BYTES = 16;

  private final Macs macs;

  /**
   * @param purpose what is signed for one purpose is worth nothing for another
   */
  SignedCodes(SecretBox secrets, String purpose) {
    this.macs = new Macs(secrets, purpose);
  }

  /** The token of a code, always the same; safe in a URL. */
  String sign(UUID code) {
    byte[] bytes = bytes(code);
    byte[] token = Arrays.copyOf(bytes, CODE_BYTES + SIGNATURE_BYTES);
    System.arraycopy(macs.sign(bytes), 0, token, CODE_BYTES, SIGNATURE_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /** The code for which we made a token; empty: we did not. */
  Optional<UUID> verify(String token) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (bytes.length != CODE_BYTES + SIGNATURE_BYTES) {
      return Optional.empty();
    }
    byte[] code = Arrays.copyOf(bytes, CODE_BYTES);
    byte[] said = Arrays.copyOfRange(bytes, CODE_BYTES, bytes.length);
    return macs.fits(code, said) ? Optional.of(uuid(code)) : Optional.empty();
  }

  private static byte[] bytes(UUID code) {
    return ByteBuffer.allocate(CODE_BYTES)
        .putLong(code.getMostSignificantBits())
        .putLong(code.getLeastSignificantBits())
        .array();
  }

  private static UUID uuid(byte[] code) {
    ByteBuffer in = ByteBuffer.wrap(code);
    return new UUID(in.getLong(), in.getLong());
  }
}
