package dev.tocsin.ping.http;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who sent a ping: what the proxies in front say, else the other end of the socket. */
final class PeerAddress {

  private PeerAddress() {}

  /**
   * The address to record.
   *
   * @param forwardedFor {@code X-Forwarded-For}, trusted as it is; null if absent
   * @param socketPeer the address of the other end, for a header that holds no address
   * @return IPv6 in the compressed form of RFC 5952; null if the header is there and empty
   */
  static @Nullable String of(@Nullable String forwardedFor, @Nullable String socketPeer) {
    if (forwardedFor == null) {
      return socketPeer == null ? null : canonical(socketPeer);
    }
    int comma = forwardedFor.indexOf(',');
    String first = (comma < 0 ? forwardedFor : forwardedFor.substring(0, comma)).strip();
    if (first.isEmpty()) {
      return null;
    }
    String address = canonical(first);
    if (address == null) {
      address = withoutPort(first);
    }
    return address != null || socketPeer == null ? address : canonical(socketPeer);
  }

  /**
   * The address of a ping when only some proxies are believed: of all hops that they name, from the
   * nearest on, the first that is none of them. What lies beyond it is the sender's own word.
   *
   * @param forwardedFor every line of {@code X-Forwarded-For}; each proxy adds at the end
   * @return the other end of the socket if that is no proxy of ours; null if a header of ours is
   *     there and empty
   */
  static @Nullable String beyond(
      TrustedProxies proxies, List<String> forwardedFor, @Nullable String socketPeer) {
    String peer = socketPeer == null ? null : canonical(socketPeer);
    if (peer == null || forwardedFor.isEmpty() || !proxies.contains(peer)) {
      return peer;
    }
    String hops = String.join(",", forwardedFor);
    if (hops.isBlank()) {
      return null;
    }
    for (int end = hops.length(); end >= 0 && proxies.contains(peer); ) {
      int comma = hops.lastIndexOf(',', end - 1);
      String hop = hops.substring(comma + 1, end).strip();
      String address = canonical(hop);
      address = address == null ? withoutPort(hop) : address;
      if (address == null) {
        return peer; // no address: the last one that was is as far as we see
      }
      peer = address;
      end = comma;
    }
    return peer;
  }

  /** {@code a.b.c.d:port} without the port; null if it is nothing of the kind. */
  private static @Nullable String withoutPort(String text) {
    int colon = text.indexOf(':');
    boolean port = colon >= 0 && colon + 1 < text.length();
    for (int i = colon + 1; port && i < text.length(); i++) {
      port = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return port && isIpv4(text, colon) ? text.substring(0, colon) : null;
  }

  /** The one way to write this address; null if it is none. A zone ({@code %eth0}) is dropped. */
  static @Nullable String canonical(String text) {
    if (text.indexOf(':') < 0) {
      return isIpv4(text, text.length()) ? text : null;
    }
    int zone = text.indexOf('%');
    String bare = zone < 0 ? text : text.substring(0, zone);
    if (bare.startsWith("[")) { // the library would take it, the contract does not
      return null;
    }
    Inet6Address address = NetUtil.getByName(bare, true);
    return address == null ? null : NetUtil.toAddressString(address, true);
  }

  /** Four numbers up to 255, no leading zeros: those mean octal to some. */
  private static boolean isIpv4(String text, int end) {
    int dots = 0;
    int number = -1;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c == '.' && number >= 0) {
        dots++;
        number = -1;
      } else if (c >= '0' && c <= '9' && number != 0) {
        number = number < 0 ? c - '0' : number * 10 + c - '0';
        if (number > 255) {
          return false;
        }
      } else {
        return false;
      }
    }
    return dots == 3 && number >= 0;
  }
}
