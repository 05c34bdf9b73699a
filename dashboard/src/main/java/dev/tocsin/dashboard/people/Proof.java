package dev.tocsin.dashboard.people;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How a person showed who they are. A session keeps which of these opened it. */
public enum Proof {
  /** Knows the password. */
  PASSWORD("password", false),
  /** Came by a one-time link that made the account just now. */
  LINK("link", false),
  /** Has a passkey, which asked for a finger, a face or a PIN by itself. */
  PASSKEY("passkey", true),
  /** Another service vouches for them, and asked what it thinks right. */
  OIDC("single sign-on", true),
  /** A proxy in front of us vouches for them. */
  PROXY("proxy", true),
  /** Has the device that makes six-digit codes. */
  TOTP("code", false),
  /** Has one of the codes kept for the day on which the device is lost. */
  RECOVERY("recovery code", false);

  private final String title;
  private final boolean whole;

  Proof(String title, boolean whole) {
    this.title = title;
    this.whole = whole;
  }

  /** In the words of pages. */
  public String title() {
    return title;
  }

  /** Whether it is as good as two steps: no second one is asked for. */
  public boolean whole() {
    return whole;
  }

  /** As it is stored. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Proof> of(String word) {
    return Stream.of(values()).filter(proof -> proof.word().equals(word)).findFirst();
  }
}
