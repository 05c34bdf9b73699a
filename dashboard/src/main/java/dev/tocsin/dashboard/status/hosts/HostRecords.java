package dev.tocsin.dashboard.status.hosts;

import dev.tocsin.store.Macs;
import dev.tocsin.store.SecretBox;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * The record that proves whose a host name is. Only who rules over a name can write it; and it
 * belongs to one page, so that a name which merely points to this server proves nothing for anybody
 * else here.
 */
public final class HostRecords {

  private static final String PREFIX = "tocsin=";

  /** 120 bits: nobody guesses them. */
  private static final int BYTES = 15;

  private final Macs macs;

  /** With a key that is derived from the installation's: another key asks for other records. */
  public HostRecords(SecretBox secrets) {
    this.macs = new Macs(secrets, "hosts of status pages, version 1");
  }

  /** The name of the record for a host. */
  public static String name(String host) {
    return "_tocsin." + host;
  }

  /** What it says. */
  public String value(UUID page, String host) {
    return text(macs.sign(message(page, host)));
  }

  private static byte[] message(UUID page, String host) {
    return (page + " " + host).getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] all) {
    return PREFIX
        + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(all, BYTES));
  }

  /** Whether one of the records of a name is the one of a page. */
  boolean isAmong(List<String> records, UUID page, String host) {
    List<String> wanted = macs.all(message(page, host)).stream().map(HostRecords::text).toList();
    return records.stream().map(String::strip).anyMatch(wanted::contains);
  }
}
