package dev.tocsin.dashboard.people;

import io.netty.util.NetUtil;
import java.util.HexFormat;

/** Who counts as one caller. */
public final class Callers {

  private Callers() {}

  /** The key under which an address is counted. */
  public static String of(String address) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    if (bytes == null || bytes.length == 4) {
      return "address " + address;
    }
    // Whoever has one IPv6 address has its whole /64. The first half is zero for all of IPv4 in
    // IPv6's clothes (::ffff:192.0.2.1) and for loopback: there the whole address counts.
    String hex = HexFormat.of().formatHex(bytes);
    return hex.startsWith("0000000000000000")
        ? "address " + hex
        : "network " + hex.substring(0, 16);
  }
}
