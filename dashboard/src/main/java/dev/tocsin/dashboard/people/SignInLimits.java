package dev.tocsin.dashboard.people;

import io.netty.util.NetUtil;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down guessing of passwords. Every address may fail a few times in a row and then once in a
 * while; so may every account, whatever addresses the guesses come from. The limit of an account
 * does not hold for addresses from which it is signed in: strangers cannot lock its owner out.
 */
public final class SignInLimits {

  /** Failures in a row from one address before it has to wait. */
  private static final int PER_ADDRESS = 10;

  /** Failures in a row for one account before strangers to it have to wait. */
  private static final int PER_ACCOUNT = 30;

  /** One more try for each time this long: the longest that anybody waits. */
  public static final Duration REFILL = Duration.ofSeconds(20);

  /** How many addresses and accounts are remembered; the ones least recently failed are dropped. */
  private static final int REMEMBERED = 20_000;

  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > REMEMBERED;
        }
      };

  private record Bucket(double failures, Instant at) {
    static final Bucket EMPTY = new Bucket(0, Instant.EPOCH);

    double failuresAt(Instant now) {
      double forgiven = (double) Duration.between(at, now).toMillis() / REFILL.toMillis();
      return Math.max(0, failures - Math.max(0, forgiven));
    }

    Bucket plusOne(Instant now) {
      return new Bucket(failuresAt(now) + 1, now);
    }
  }

  /**
   * Whether a try may be made now.
   *
   * @param known the account is signed in from this address
   */
  public synchronized boolean allows(String address, String email, boolean known, Instant now) {
    return failures(address(address), now) < PER_ADDRESS
        && (known || failures(account(email), now) < PER_ACCOUNT);
  }

  private double failures(String key, Instant now) {
    return buckets.getOrDefault(key, Bucket.EMPTY).failuresAt(now);
  }

  /** A try failed. */
  public synchronized void failed(String address, String email, Instant now) {
    buckets.merge(address(address), Bucket.EMPTY.plusOne(now), (was, one) -> was.plusOne(now));
    buckets.merge(account(email), Bucket.EMPTY.plusOne(now), (was, one) -> was.plusOne(now));
  }

  /** A try succeeded: this address is forgiven. */
  public synchronized void succeeded(String address) {
    buckets.remove(address(address));
  }

  private static String address(String address) {
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

  private static String account(String email) {
    return "account " + email;
  }
}
