package dev.tocsin.store;

import java.net.URI;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Links in messages that let whoever has one acknowledge an incident without signing in: the code
 * of the incident, signed. Nothing is kept of them; a link means nothing once its incident is over.
 */
public final class AckLinks {

  /** 128 bits: nobody guesses them, and the link stays short enough for a text message. */
  private static final int SIGNATURE_BYTES = 16;

  private static final int CODE_BYTES = 16;

  private final SecretKeySpec key;
  private final URI siteUrl;

  /**
   * @param siteUrl where the pages are, without a slash at the end
   */
  public AckLinks(SecretBox secrets, URI siteUrl) {
    this.key = new SecretKeySpec(secrets.derive("links that acknowledge incidents"), "HmacSHA256");
    this.siteUrl = siteUrl;
  }

  /** The link for an incident, always the same. */
  public URI of(UUID incident) {
    byte[] code = bytes(incident);
    byte[] token = Arrays.copyOf(code, CODE_BYTES + SIGNATURE_BYTES);
    System.arraycopy(signature(code), 0, token, CODE_BYTES, SIGNATURE_BYTES);
    return URI.create(
        siteUrl + "/ack/" + Base64.getUrlEncoder().withoutPadding().encodeToString(token));
  }

  /** The incident for which we made a token, the last part of a link; empty: we did not. */
  public Optional<UUID> incident(String token) {
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
    return MessageDigest.isEqual(said, signature(code))
        ? Optional.of(uuid(code))
        : Optional.empty();
  }

  private byte[] signature(byte[] code) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return Arrays.copyOf(mac.doFinal(code), SIGNATURE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
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
