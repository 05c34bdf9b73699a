package dev.tocsin.store;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** By which the address of a subscriber is found again, although it is sealed: a MAC of it. */
public final class SubscriberPrint {

  private final Macs macs;

  public SubscriberPrint(SecretBox secrets) {
    this.macs = new Macs(secrets, "fingerprints of subscribers");
  }

  /**
   * With the current key.
   *
   * @param kind {@code email}, in which capitals make no difference, or {@code webhook}
   */
  public byte[] of(String kind, String target) {
    String same = kind.equals("email") ? target.toLowerCase(Locale.ROOT) : target;
    return macs.sign((kind + " " + same).getBytes(StandardCharsets.UTF_8));
  }
}
