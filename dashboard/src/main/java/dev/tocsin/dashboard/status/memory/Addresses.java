package dev.tocsin.dashboard.status.memory;

import dev.tocsin.dashboard.status.StatusPage;
import dev.tocsin.store.SecretBox;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where pages are, and the keys that programs show instead of a password. A key is computed from
 * the password's hash: it is worth nothing once there is another one.
 */
public final class Addresses {

  /** 128 bits: nobody guesses them. */
  private static final int KEY_BYTES = 16;

  private final String siteUrl;
  private final SecretKeySpec secret;

  /**
   * @param siteUrl the root of the pages, without a slash at the end
   */
  public Addresses(String siteUrl, SecretBox secrets) {
    this.siteUrl = siteUrl;
    this.secret = new SecretKeySpec(secrets.derive("keys of status pages"), "HmacSHA256");
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
    return MessageDigest.isEqual(
        key.getBytes(StandardCharsets.UTF_8),
        key(page.code(), page.passwordHash()).getBytes(StandardCharsets.UTF_8));
  }

  /** The key of a page with this hash of its password. */
  public String key(UUID code, String passwordHash) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      byte[] hash = mac.doFinal((code + " " + passwordHash).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, KEY_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }
}
