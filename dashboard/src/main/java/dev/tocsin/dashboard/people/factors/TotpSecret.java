package dev.tocsin.dashboard.people.factors;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.util.encoders.Base32;

/** What an app and we share; shown while it is set up and never again. */
public final class TotpSecret {

  private final byte[] bytes;

  TotpSecret(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** To be typed: letters and digits in groups of four. */
  public String text() {
    return base32().replaceAll("(.{4})(?!$)", "$1 ");
  }

  /**
   * To be scanned: the form that Google Authenticator made usual.
   *
   * @param siteName what the app lists it under
   */
  public String uri(String siteName, String email) {
    return "otpauth://totp/%s:%s?secret=%s&issuer=%s"
        .formatted(escaped(siteName), escaped(email), base32(), escaped(siteName));
  }

  private String base32() {
    return Base32.toBase32String(bytes);
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text.replace(":", " "), StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Says nothing of the secret. */
  @Override
  public String toString() {
    return "TotpSecret[…]";
  }
}
