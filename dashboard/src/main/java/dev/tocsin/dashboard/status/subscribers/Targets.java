package dev.tocsin.dashboard.status.subscribers;

import dev.tocsin.store.SecretBox;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The addresses of subscribers. They are sealed, so that the rows of a backup tell nobody who reads
 * which page; a fingerprint, that only the secret key can make, finds one again.
 */
public final class Targets {

  private final SecretBox secrets;
  private final SecretKeySpec fingerprints;

  public Targets(SecretBox secrets) {
    this.secrets = secrets;
    this.fingerprints =
        new SecretKeySpec(secrets.derive("fingerprints of subscribers"), "HmacSHA256");
  }

  byte[] seal(String target) {
    return secrets.seal(target.getBytes(StandardCharsets.UTF_8));
  }

  /** The address; empty: it was sealed with another secret key. */
  public Optional<String> open(byte[] sealed) {
    try {
      return Optional.of(new String(secrets.open(sealed), StandardCharsets.UTF_8));
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
  }

  /** The fingerprint of an e-mail address, in whatever case it was entered. */
  public byte[] ofMail(String email) {
    return fingerprint("email " + email.toLowerCase(Locale.ROOT));
  }

  byte[] ofHook(String url) {
    return fingerprint("webhook " + url);
  }

  private byte[] fingerprint(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(fingerprints);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }
}
