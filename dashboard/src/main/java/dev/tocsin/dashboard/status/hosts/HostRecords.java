package dev.tocsin.dashboard.status.hosts;

import dev.tocsin.store.SecretBox;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The record that proves whose a host name is. Only who rules over a name can write it; and it
 * belongs to one page, so that a name which merely points to this server proves nothing for anybody
 * else here.
 */
public final class HostRecords {

  private static final String PREFIX = "tocsin=";

  /** 120 bits: nobody guesses them. */
  private static final int BYTES = 15;

  private final SecretKeySpec key;

  /** With a key that is derived from the installation's: another key asks for other records. */
  public HostRecords(SecretBox secrets) {
    this.key = new SecretKeySpec(secrets.derive("hosts of status pages, version 1"), "HmacSHA256");
  }

  /** The name of the record for a host. */
  public static String name(String host) {
    return "_tocsin." + host;
  }

  /** What it says. */
  public String value(UUID page, String host) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      byte[] all = mac.doFinal((page + " " + host).getBytes(StandardCharsets.UTF_8));
      return PREFIX
          + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(all, BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }

  /** Whether one of the records of a name is the one of a page. */
  boolean isAmong(List<String> records, UUID page, String host) {
    String wanted = value(page, host);
    return records.stream().map(String::strip).anyMatch(wanted::equals);
  }
}
