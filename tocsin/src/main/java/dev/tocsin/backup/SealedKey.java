package dev.tocsin.backup;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret key under a passphrase: AES-256-GCM with what PBKDF2 with HMAC-SHA256 makes of it.
 *
 * @param iterations of PBKDF2
 * @param salt of PBKDF2
 * @param nonce of AES-GCM
 * @param sealed the key with its tag
 */
public record SealedKey(
    @JsonProperty(required = true) int iterations,
    @JsonProperty(required = true) byte[] salt,
    @JsonProperty(required = true) byte[] nonce,
    @JsonProperty(required = true) byte[] sealed) {

  /** What OWASP's cheat sheet on storing passwords asks of PBKDF2 with HMAC-SHA256 (2023). */
  private static final int ITERATIONS = 600_000;

  /** A file that was tampered with must not keep us busy for hours. */
  private static final int MOST_ITERATIONS = 100_000_000;

  private static final int SALT_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int KEY_BITS = 256;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Seals a key. */
  public static SealedKey of(byte[] key, char[] passphrase) {
    byte[] salt = random(SALT_BYTES);
    byte[] nonce = random(NONCE_BYTES);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, passphrase, ITERATIONS, salt, nonce);
      return new SealedKey(ITERATIONS, salt, nonce, cipher.doFinal(key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot encrypt", e);
    }
  }

  /** The key; empty: that is not its passphrase, or the file was changed. */
  public Optional<byte[]> open(char[] passphrase) {
    if (iterations < 1 || iterations > MOST_ITERATIONS) {
      return Optional.empty();
    }
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, passphrase, iterations, salt, nonce);
      return Optional.of(cipher.doFinal(sealed));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot decrypt", e);
    }
  }

  private static Cipher cipher(
      int mode, char[] passphrase, int iterations, byte[] salt, byte[] nonce)
      throws GeneralSecurityException {
    byte[] derived =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
            .generateSecret(new PBEKeySpec(passphrase, salt, iterations, KEY_BITS))
            .getEncoded();
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(derived, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }

  private static byte[] random(int bytes) {
    byte[] made = new byte[bytes];
    RANDOM.nextBytes(made);
    return made;
  }
}
