package dev.tocsin.channels;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses belong to the public internet. Everything else (this machine, private and
 * link-local networks, carrier NAT, multicast, tunnels that hide an inner address, documentation)
 * is refused, after the IANA special-purpose address registries (RFC 6890 and its updates).
 */
final class PublicAddresses {

  private static final List<Net> NOT_PUBLIC_V4 =
      nets(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10", // carrier NAT
          "127.0.0.0/8",
          "169.254.0.0/16", // link-local, and the metadata service of every cloud
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24", // 6to4 relays
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4", // multicast
          "240.0.0.0/4"); // reserved, broadcast

  /** The only part of IPv6 that is routed; ULA, link-local, multicast and mapped lie outside. */
  private static final Net GLOBAL_V6 = Net.of("2000::/3");

  private static final List<Net> NOT_PUBLIC_V6 =
      nets(
          "2001::/23", // Teredo, ORCHID and others
          "2001:db8::/32",
          "2002::/16", // 6to4: the inner IPv4 address may be anything
          "3fff::/20");

  /** NAT64: the last four bytes are the IPv4 address that is really called (RFC 6052). */
  private static final Net NAT64 = Net.of("64:ff9b::/96");

  private PublicAddresses() {}

  static boolean contain(InetAddress address) {
    // Java turns IPv4-mapped addresses (::ffff:10.0.0.1) into IPv4 ones by itself.
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      return isPublicV4(bytes);
    }
    if (NAT64.contains(bytes)) {
      return isPublicV4(Arrays.copyOfRange(bytes, 12, 16));
    }
    return GLOBAL_V6.contains(bytes) && NOT_PUBLIC_V6.stream().noneMatch(n -> n.contains(bytes));
  }

  private static boolean isPublicV4(byte[] bytes) {
    return NOT_PUBLIC_V4.stream().noneMatch(net -> net.contains(bytes));
  }

  private static List<Net> nets(String... texts) {
    return Arrays.stream(texts).map(Net::of).toList();
  }

  /** All addresses that begin with the same bits. */
  private record Net(byte[] start, int bits) {

    static Net of(String text) {
      String[] parts = text.split("/", 2);
      try {
        return new Net(InetAddress.getByName(parts[0]).getAddress(), Integer.parseInt(parts[1]));
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException("not a network: " + text, e);
      }
    }

    boolean contains(byte[] address) {
      int whole = bits / 8;
      if (!Arrays.equals(address, 0, whole, start, 0, whole)) {
        return false;
      }
      int mask = 0xff00 >> (bits % 8) & 0xff;
      return mask == 0 || (address[whole] & mask) == (start[whole] & mask);
    }
  }
}
