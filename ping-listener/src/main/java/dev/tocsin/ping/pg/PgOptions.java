package dev.tocsin.ping.pg;

import dev.tocsin.ping.PgConfig;
import dev.tocsin.ping.PgConfig.OwnCert;
import dev.tocsin.ping.PgConfig.TlsMode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.TrustManagerFactory;

/** Our settings in the words of the Vert.x client. */
final class PgOptions {

  /** Unacknowledged bytes mean a dead peer after this; only where the native transport is there. */
  private static final int TCP_USER_TIMEOUT_MILLIS = 5_000;

  /**
   * A socket on which nothing was heard for so long is closed: no use takes that long, and idle
   * connections are probed. It is for those that fell silent while they were being opened.
   */
  private static final int SILENT_SECONDS = 60;

  /** Statements of a batch that may be on their way at once: more than one batch ever has. */
  private static final int PIPELINED = 64;

  /** Distinct statements that are kept prepared: more than the listener has. */
  private static final int PREPARED = 64;

  private PgOptions() {}

  static NetClientOptions transport(PgConfig config) {
    return new NetClientOptions()
        .setConnectTimeout((int) config.connectTimeout().toMillis())
        .setReadIdleTimeout(SILENT_SECONDS)
        .setTcpKeepAlive(true)
        .setTcpNoDelay(true)
        .setTcpUserTimeout(TCP_USER_TIMEOUT_MILLIS);
  }

  /** Everything to try, in order: each host, and for {@link TlsMode#ALLOW} each in two ways. */
  static List<PgConnectOptions> attempts(PgConfig config) {
    List<PgConnectOptions> attempts = new ArrayList<>();
    for (String host : config.hosts()) {
      if (config.tls() == TlsMode.ALLOW) {
        attempts.add(to(host, config, TlsMode.DISABLE));
        attempts.add(to(host, config, TlsMode.REQUIRE));
      } else {
        attempts.add(to(host, config, config.tls()));
      }
    }
    return attempts;
  }

  private static PgConnectOptions to(String at, PgConfig config, TlsMode tls) {
    int colon = at.lastIndexOf(':');
    String host = at.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(host)
            .setPort(Integer.parseInt(at.substring(colon + 1)))
            .setDatabase(config.database())
            .setUser(config.user())
            .setPassword(config.password())
            .setReconnectAttempts(0)
            .setPipeliningLimit(PIPELINED);
    Map<String, String> properties = new HashMap<>(options.getProperties());
    properties.put("application_name", "tocsin-listener");
    if (config.behindPooler()) {
      // PgBouncer refuses to start a session with a parameter that it does not track.
      properties.remove("extra_float_digits");
      options.setUseLayer7Proxy(true).setCachePreparedStatements(false);
    } else {
      options.setCachePreparedStatements(true).setPreparedStatementCacheMaxSize(PREPARED);
    }
    options.setProperties(properties);
    return secured(options, config, tls);
  }

  private static PgConnectOptions secured(PgConnectOptions options, PgConfig config, TlsMode tls) {
    ClientSSLOptions ssl = new ClientSSLOptions().setHostnameVerificationAlgorithm("");
    config.ownCert().ifPresent(own -> ssl.setKeyCertOptions(shown(own)));
    return switch (tls) {
      case DISABLE, ALLOW -> options.setSslMode(SslMode.DISABLE);
      // Without SSL options the client would silently stay plain (prefer) or fail (require).
      case PREFER -> options.setSslMode(SslMode.PREFER).setSslOptions(ssl.setTrustAll(true));
      case REQUIRE -> options.setSslMode(SslMode.REQUIRE).setSslOptions(ssl.setTrustAll(true));
      case VERIFY_CA ->
          options.setSslMode(SslMode.VERIFY_CA).setSslOptions(ssl.setTrustOptions(trust(config)));
      case VERIFY_FULL ->
          options
              .setSslMode(SslMode.VERIFY_FULL)
              .setSslOptions(
                  ssl.setTrustOptions(trust(config)).setHostnameVerificationAlgorithm("HTTPS"));
    };
  }

  private static TrustOptions trust(PgConfig config) {
    return config
        .rootCert()
        .<TrustOptions>map(file -> new PemTrustOptions().addCertValue(contents(file)))
        .orElseGet(() -> TrustOptions.wrap(trustOfTheRuntime()));
  }

  private static KeyCertOptions shown(OwnCert own) {
    return new PemKeyCertOptions()
        .setCertValue(contents(own.chain()))
        .setKeyValue(contents(own.key()));
  }

  /** Vert.x keeps what it made of a path for as long as the path is the same: give it the bytes. */
  private static Buffer contents(Path file) {
    try {
      return Buffer.buffer(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  private static javax.net.ssl.TrustManager trustOfTheRuntime() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return factory.getTrustManagers()[0];
    } catch (NoSuchAlgorithmException | KeyStoreException e) {
      throw new IllegalStateException("the Java runtime has no trusted authorities", e);
    }
  }
}
