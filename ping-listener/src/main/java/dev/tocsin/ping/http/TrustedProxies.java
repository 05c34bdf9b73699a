package dev.tocsin.ping.http;

import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whose word counts on who sent a ping ({@code X-Forwarded-For}) and how ({@code
 * X-Forwarded-Proto}): everybody's, as the protocol has it, or that of given proxies only.
 */
public final class TrustedProxies {

  /** Everybody is believed: who knows a ping URL may also say where the ping comes from. */
  public static final TrustedProxies ALL = new TrustedProxies(true, List.of());

  /** Addresses whose first bits are these. */
  private record Network(byte[] address, int bits) {

    boolean contains(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      int whole = bits / 8;
      int mask = 0xff00 >> bits % 8 & 0xff;
      return Arrays.equals(address, 0, whole, other, 0, whole)
          && (mask == 0 || ((address[whole] ^ other[whole]) & mask) == 0);
    }
  }

  private final boolean all;
  private final List<Network> networks;

  private TrustedProxies(boolean all, List<Network> networks) {
    this.all = all;
    this.networks = networks;
  }

  /**
   * Reads a list.
   *
   * @param text {@code all}, {@code none}, or addresses and networks ({@code 10.0.0.0/8, ::1}),
   *     separated by commas
   * @throws IllegalArgumentException with the item that is nothing of the kind
   */
  public static TrustedProxies parse(String text) {
    if (text.strip().equals("all")) {
      return ALL;
    }
    List<Network> networks = new ArrayList<>();
    if (!text.strip().equals("none")) {
      for (String item : text.split(",", -1)) {
        networks.add(network(item.strip()));
      }
    }
    return new TrustedProxies(false, List.copyOf(networks));
  }

  private static Network network(String item) {
    int slash = item.indexOf('/');
    byte[] address = bytes(slash < 0 ? item : item.substring(0, slash));
    int most = address.length * 8;
    String bits = slash < 0 ? Integer.toString(most) : item.substring(slash + 1);
    if (address.length == 0 || !bits.matches("\\d{1,3}") || Integer.parseInt(bits) > most) {
      throw new IllegalArgumentException("neither an address nor a network: " + item);
    }
    return new Network(address, Integer.parseInt(bits));
  }

  /** Whether everybody is believed, whoever it is. */
  boolean everybody() {
    return all;
  }

  /** Whether this address is one of the proxies; an IPv4 address in IPv6 form counts as IPv4. */
  boolean contains(String address) {
    if (all) {
      return true;
    }
    byte[] bytes = bytes(address);
    for (Network network : networks) {
      if (network.contains(bytes)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] bytes(String address) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    if (bytes == null) {
      return new byte[0];
    }
    boolean mapped = bytes.length == 16 && bytes[10] == -1 && bytes[11] == -1;
    for (int i = 0; mapped && i < 10; i++) {
      mapped = bytes[i] == 0;
    }
    return mapped ? Arrays.copyOfRange(bytes, 12, 16) : bytes;
  }
}
