package dev.tocsin.channels;

import java.nio.charset.StandardCharsets;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;

/** Builds the HTTP client of {@link Outbound}: everything clever that a client may do is off. */
final class OutboundClient {

  /** Longest line of an answer's head in bytes, and most lines: real ones stay far below. */
  private static final int MAX_HEAD_LINE = 16 * 1024;

  private static final int MAX_HEAD_LINES = 200;

  private OutboundClient() {}

  static CloseableHttpClient of(OutboundConfig config, DnsResolver names) {
    return HttpClients.custom()
        .setConnectionManager(connections(config, names))
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setResponseTimeout(Timeout.of(config.totalTimeout()))
                .setConnectionRequestTimeout(Timeout.of(config.totalTimeout()))
                .setProtocolUpgradeEnabled(false)
                .build())
        // A connection that is used once cannot go stale, and never outlives its checked address.
        .setConnectionReuseStrategy((request, response, context) -> false)
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableContentCompression()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableDefaultUserAgent()
        .build();
  }

  private static PoolingHttpClientConnectionManager connections(
      OutboundConfig config, DnsResolver names) {
    Timeout connect = Timeout.of(config.connectTimeout());
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(names)
        .setTlsSocketStrategy(
            ClientTlsStrategyBuilder.create()
                .setSslContext(TrustedCa.context(config.trustedCa()))
                .buildClassic())
        .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(connect).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(connect)
                .setSocketTimeout(Timeout.of(config.totalTimeout()))
                .build())
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder()
                .http1Config(
                    Http1Config.custom()
                        .setMaxLineLength(MAX_HEAD_LINE)
                        .setMaxHeaderCount(MAX_HEAD_LINES)
                        .build())
                // Header values with names of checks in them: UTF-8 is what receivers expect.
                .charCodingConfig(
                    CharCodingConfig.custom().setCharset(StandardCharsets.UTF_8).build())
                .build())
        .setMaxConnTotal(TimeBox.MAX_ATTEMPTS)
        .setMaxConnPerRoute(TimeBox.MAX_ATTEMPTS)
        .build();
  }
}
