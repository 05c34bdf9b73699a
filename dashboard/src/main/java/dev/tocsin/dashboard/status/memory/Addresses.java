package dev.tocsin.dashboard.status.memory;

import dev.tocsin.dashboard.status.StatusPage;
import dev.tocsin.store.Macs;
import dev.tocsin.store.SecretBox;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/**
 * Where pages are, and the keys that programs show instead of a password. A key is computed from
 * the password's hash: it is worth nothing once there is another one.
 */
public final class Addresses {

  /** 128 bits: nobody guesses them. */
  private static final int KEY_BYTES = 16;

  private final String siteUrl;
  private final Macs macs;

  /**
   * @param siteUrl the root of the pages, without a slash at the end
   */
  public Addresses(String siteUrl, SecretBox secrets) {
    this.siteUrl = siteUrl;
    this.macs = new Macs(secrets, "keys of status pages");
  }

  /** The page's address, for people and programs elsewhere. */
  public String of(StatusPage page) {
    String scheme = siteUrl.substring(0, siteUrl.indexOf("://") + 3);
    return page.shownAt().map(host -> scheme + host).orElse(siteUrl) + page.path();
  }

  /** What addresses of feeds end with: nothing, or the key of a page with a password. */
  public String suffix(StatusPage page) {
    return page.passwordHash().map(hash -> "?key=" + key(page.code(), hash)).orElse("");
  }

  /** Whether this is the key of a page. */
  public boolean isKey(String key, Snapshot page) {
    byte[] said = key.getBytes(StandardCharsets.UTF_8);
    boolean is = false;
    for (byte[] right : macs.all(message(page.code(), page.passwordHash()))) {
      is |= MessageDigest.isEqual(text(right).getBytes(StandardCharsets.UTF_8), said);
    }
    return is;
  }

  /** The key of a page with this hash of its password. */
  public String key(UUID code, String passwordHash) {
    return text(macs.sign(message(code, passwordHash)));
  }

  private static byte[] message(UUID code, String passwordHash) {
    return (code + " " + passwordHash).getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] hash) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, KEY_BYTES));
  }
}
