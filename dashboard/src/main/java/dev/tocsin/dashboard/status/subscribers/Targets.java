package dev.tocsin.dashboard.status.subscribers;

import dev.tocsin.store.SecretBox;
import dev.tocsin.store.SubscriberPrint;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The addresses of subscribers. They are sealed, so that the rows of a backup tell nobody who reads
 * which page; a fingerprint, that only the secret key can make, finds one again.
 */
public final class Targets {

  private final SecretBox secrets;
  private final SubscriberPrint prints;

  public Targets(SecretBox secrets) {
    this.secrets = secrets;
    this.prints = new SubscriberPrint(secrets);
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
    return prints.of("email", email);
  }

  byte[] ofHook(String url) {
    return prints.of("webhook", url);
  }
}
