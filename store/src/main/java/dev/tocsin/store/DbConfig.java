package dev.tocsin.store;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How to reach Postgres over JDBC.
 *
 * @param hosts tried in order, as {@code host:port}; IPv6 in brackets
 * @param password secret: never printed
 * @param properties further pgjdbc properties, for example {@code sslmode}, {@code sslrootcert},
 *     {@code targetServerType}, {@code prepareThreshold}
 * @param poolSize most connections at once
 * @param connectTimeout how long a caller waits for a connection before it gets an error
 */
public record DbConfig(
    List<String> hosts,
    String database,
    String user,
    String password,
    Map<String, String> properties,
    int poolSize,
    Duration connectTimeout) {

  public DbConfig {
    hosts = List.copyOf(hosts);
    properties = Map.copyOf(properties);
  }

  /** The same with further pgjdbc properties, which go before those that are there. */
  public DbConfig with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(properties);
    all.putAll(more);
    return new DbConfig(hosts, database, user, password, all, poolSize, connectTimeout);
  }

  String jdbcUrl() {
    return hosts.stream().collect(Collectors.joining(",", "jdbc:postgresql://", "/" + database));
  }

  @Override
  public String toString() {
    return "%s@%s/%s (%d connections)".formatted(user, hosts, database, poolSize);
  }
}
