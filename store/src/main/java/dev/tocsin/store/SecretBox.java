package dev.tocsin.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts secrets at rest: AES-256-GCM, a random nonce per value. Layout: version (1 byte), the
 * first bytes of the key's fingerprint (4), nonce (12), ciphertext with tag. The version leaves
 * room for another cipher.
 *
 * <p>One key seals. Others may be there to read by: those before it, and one that is to come.
 */
public final class SecretBox {

  /** The length of a key. */
  public static final int KEY_BYTES = 32;

  /** What a sealed value begins with: the version, and which key it takes. */
  public static final int PREFIX_BYTES = 5;

  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int FINGERPRINT_BYTES = 6;
  private static final SecureRandom RANDOM = new SecureRandom();

  private record One(SecretKeySpec key, byte[] print) {

    static One of(byte[] key) {
      if (key.length != KEY_BYTES) {
        throw new IllegalArgumentException("a key has %d bytes".formatted(KEY_BYTES));
      }
      try {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update("tocsin fingerprint of a secret key".getBytes(StandardCharsets.US_ASCII));
        return new One(
            new SecretKeySpec(key, "AES"), Arrays.copyOf(sha256.digest(key), FINGERPRINT_BYTES));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }

    byte[] prefix() {
      return ByteBuffer.allocate(PREFIX_BYTES).put(VERSION).put(print, 0, PREFIX_BYTES - 1).array();
    }
  }

  private final One current;
  private final List<One> all; // the current one first

  /**
   * @param key exactly {@link #KEY_BYTES} bytes
   */
  public SecretBox(byte[] key) {
    this(key, List.of());
  }

  /**
   * @param key seals
   * @param others read as well, and are good for what was signed with them
   */
  public SecretBox(byte[] key, List<byte[]> others) {
    this.current = One.of(key);
    this.all = Stream.concat(Stream.of(current), others.stream().map(One::of)).toList();
  }

  /** Tells keys apart, and says nothing about one. */
  public String fingerprint() {
    return HexFormat.of().formatHex(current.print);
  }

  /** The fingerprints of all keys that can be read by, that of the current one first. */
  public List<String> fingerprints() {
    return all.stream().map(one -> HexFormat.of().formatHex(one.print)).toList();
  }

  /** What every value begins with that the current key has sealed. */
  public byte[] prefix() {
    return current.prefix();
  }

  public byte[] seal(byte[] plain) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, current, nonce).doFinal(plain);
      return ByteBuffer.allocate(PREFIX_BYTES + NONCE_BYTES + sealed.length)
          .put(current.prefix())
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot encrypt", e);
    }
  }

  /** Throws {@link IllegalStateException} if the value was sealed with another key, or damaged. */
  public byte[] open(byte[] sealed) {
    if (sealed.length <= PREFIX_BYTES + NONCE_BYTES || sealed[0] != VERSION) {
      throw new IllegalStateException("not a secret of this version");
    }
    One key = keyOf(sealed);
    ByteBuffer in = ByteBuffer.wrap(sealed, PREFIX_BYTES, sealed.length - PREFIX_BYTES);
    byte[] nonce = new byte[NONCE_BYTES];
    in.get(nonce);
    byte[] rest = new byte[in.remaining()];
    in.get(rest);
    try {
      return cipher(Cipher.DECRYPT_MODE, key, nonce).doFinal(rest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a secret does not open: is secret.key the right one?", e);
    }
  }

  /** Whether the key is here that a value was sealed with. */
  boolean reads(byte[] sealed) {
    return find(sealed).isPresent();
  }

  private Optional<One> find(byte[] sealed) {
    byte[] prefix = Arrays.copyOf(sealed, PREFIX_BYTES);
    return all.stream().filter(one -> Arrays.equals(one.prefix(), prefix)).findFirst();
  }

  private One keyOf(byte[] sealed) {
    return find(sealed)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "a secret does not open: it takes the key %s…, and here are %s"
                        .formatted(
                            HexFormat.of().formatHex(sealed, 1, PREFIX_BYTES), fingerprints())));
  }

  /**
   * A key of its own for another purpose than encrypting, so that no key serves two: the
   * HMAC-SHA256 of the purpose. The same on every machine with the same key.
   *
   * @param purpose never changed once something depends on it
   */
  public byte[] derive(String purpose) {
    return derive(current, purpose);
  }

  /** The same of all keys, the current one first: what was signed with any of them is good. */
  public List<byte[]> deriveAll(String purpose) {
    return all.stream().map(one -> derive(one, purpose)).toList();
  }

  private static byte[] derive(One from, String purpose) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(from.key);
      return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }

  private static Cipher cipher(int mode, One key, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key.key, new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }
}
