package dev.tocsin.ping;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the listener reaches Postgres.
 *
 * @param hosts tried in this order, as {@code host:port}; IPv6 in brackets
 * @param password secret, never printed
 * @param rootCert PEM file of the authorities to trust; empty: those of the Java runtime
 * @param ownCert what we show of ourselves where the server asks for it
 * @param readWriteOnly refuse a server that takes no writes ({@code
 *     target_session_attrs=read-write}), so that a failover is followed
 * @param behindPooler a pooler in transaction mode stands in between: no session state, no named
 *     statements
 * @param connectTimeout for one host, name look-up, TLS and log-in included
 */
public record PgConfig(
    List<String> hosts,
    String database,
    String user,
    String password,
    TlsMode tls,
    Optional<Path> rootCert,
    Optional<OwnCert> ownCert,
    boolean readWriteOnly,
    boolean behindPooler,
    Duration connectTimeout) {

  /**
   * A client certificate.
   *
   * @param chain PEM file
   * @param key PEM file, PKCS#8, not encrypted
   */
  public record OwnCert(Path chain, Path key) {}

  /** What {@code sslmode} says, in libpq's words. */
  public enum TlsMode {
    /** Never. */
    DISABLE,
    /** Only if the server refuses plain connections. */
    ALLOW,
    /** If the server offers it; the certificate is not looked at. */
    PREFER,
    /** Always; the certificate is not looked at. */
    REQUIRE,
    /** Always, with a certificate of a trusted authority. */
    VERIFY_CA,
    /** Always, with a trusted certificate for this very host. */
    VERIFY_FULL
  }

  /** Refuses what could never connect. */
  public PgConfig {
    hosts = List.copyOf(hosts);
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException("no host to connect to");
    }
    for (String host : hosts) {
      if (!host.matches(".+:\\d{1,5}") || Integer.parseInt(portOf(host)) > 65535) {
        throw new IllegalArgumentException("not of the form host:port: " + host);
      }
    }
    if (connectTimeout.isNegative() || connectTimeout.isZero()) {
      throw new IllegalArgumentException("connect timeout must be positive: " + connectTimeout);
    }
  }

  private static String portOf(String host) {
    return host.substring(host.lastIndexOf(':') + 1);
  }

  @Override
  public String toString() {
    return "%s@%s/%s".formatted(user, String.join(",", hosts), database);
  }
}
