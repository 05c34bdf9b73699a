package dev.tocsin.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Opens connections to where the database is at that moment: a pool, and whoever else opens one,
 * asks for the address and the password each time.
 */
@SuppressWarnings("serial") // of the driver's base class; nobody writes one down
final class Connector extends PGSimpleDataSource {

  /** A server that takes a connection and then says nothing is not waited for any longer. */
  private static final int LOGIN_SECONDS = 5;

  private final transient Supplier<DbConfig> config;
  private final transient Map<String, String> usual;

  /**
   * @param name what the server calls the connections
   * @param usual properties of the driver, unless the configuration says otherwise
   */
  Connector(String name, Map<String, String> usual, Supplier<DbConfig> config) {
    this.config = config;
    this.usual = usual;
    setApplicationName(name);
  }

  @Override
  public Connection getConnection() throws SQLException {
    DbConfig now = config.get();
    Properties properties = new Properties();
    properties.put("user", now.user());
    properties.put("password", now.password());
    properties.put("ApplicationName", String.valueOf(getApplicationName()));
    properties.put("connectTimeout", "5");
    properties.put("loginTimeout", Integer.toString(Math.max(LOGIN_SECONDS, getLoginTimeout())));
    properties.put("tcpKeepAlive", "true");
    properties.putAll(usual);
    properties.putAll(now.properties());
    return DriverManager.getConnection(now.jdbcUrl(), properties);
  }
}
