package dev.tocsin.settings;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Addresses and networks, as an operator lists them; an IPv4 address in IPv6 form is IPv4. */
public final class Networks implements Predicate<String> {

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

  private final List<Network> networks;

  private Networks(List<Network> networks) {
    this.networks = networks;
  }

  /**
   * Reads a list.
   *
   * @param text addresses and networks ({@code 10.0.0.0/8, ::1}), separated by commas
   * @throws IllegalArgumentException with the item that is nothing of the kind
   */
  public static Networks parse(String text) {
    return new Networks(
        Stream.of(text.split(",", -1)).map(String::strip).map(Networks::network).toList());
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

  @Override
  public boolean test(String address) {
    byte[] bytes = bytes(address);
    return networks.stream().anyMatch(network -> network.contains(bytes));
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
