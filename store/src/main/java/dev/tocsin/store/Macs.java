package dev.tocsin.store;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs for one purpose: with the current key, and good is what any of the keys has signed that are
 * there to read by. So links stay good while a key is on its way out.
 */
public final class Macs {

  private final List<Mac> keys; // the current one first; never used, only cloned

  /**
   * @param purpose what is signed for one is worth nothing for another; never changed
   */
  public Macs(SecretBox secrets, String purpose) {
    this.keys = secrets.deriveAll(purpose).stream().map(Macs::keyed).toList();
  }

  /** The HMAC-SHA256 of a message, 32 bytes. */
  public byte[] sign(byte[] message) {
    return sign(keys.get(0), message);
  }

  /** The same with each of the keys, the current one first. */
  public List<byte[]> all(byte[] message) {
    return keys.stream().map(key -> sign(key, message)).toList();
  }

  /**
   * Whether this is how a signature begins; takes the same time wherever they differ.
   *
   * @param beginning as many bytes of it as the caller gives out
   */
  public boolean fits(byte[] message, byte[] beginning) {
    boolean fits = false;
    for (byte[] signature : all(message)) {
      byte[] same = Arrays.copyOf(signature, beginning.length);
      fits |= beginning.length <= signature.length && MessageDigest.isEqual(same, beginning);
    }
    return fits;
  }

  private static Mac keyed(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }

  /** A clone spares asking all providers for one and giving it the key. */
  private static byte[] sign(Mac key, byte[] message) {
    try {
      return ((Mac) key.clone()).doFinal(message);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("Java's own HMAC-SHA256 can be cloned", e);
    }
  }
}
