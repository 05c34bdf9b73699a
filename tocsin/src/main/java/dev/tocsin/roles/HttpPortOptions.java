package dev.tocsin.roles;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * Where an {@link HttpPort} is, and how much it takes from a client.
 *
 * @param maxConnections for a further one the longest idle one is closed, or else itself
 * @param idle a connection without a byte, or without a whole request, for so long is closed
 * @param requestTimeout a body must be there, and an answer be taken, within so long
 * @param tls HTTPS, with what is in it; empty: HTTP
 */
record HttpPortOptions(
    String host,
    int port,
    int maxConnections,
    Duration idle,
    Duration requestTimeout,
    Optional<ServerSSLOptions> tls) {

  /** Connections that the kernel holds while all event loops are busy. */
  private static final int BACKLOG = 4_096;

  /** More than any ping URL needs; a longer line is answered 414. */
  private static final int REQUEST_LINE_BYTES = 8 << 10;

  /** Cookies and proxies' additions included; more is answered 431. */
  private static final int HEADER_BYTES = 32 << 10;

  /** One field of a form as it is sent, percent-encoded: the text itself has bounds of its own. */
  private static final int FORM_FIELD_BYTES = 256 << 10;

  /** The same in the words of Vert.x, as far as it has them: for the server of one event loop. */
  HttpServerOptions ofServer() {
    HttpServerOptions http =
        new HttpServerOptions()
            .setHost(host)
            .setPort(port)
            .setAcceptBacklog(BACKLOG)
            .setReusePort(false) // HttpPort says why
            .setTcpNoDelay(true)
            .setTcpKeepAlive(true)
            .setMaxInitialLineLength(REQUEST_LINE_BYTES)
            .setMaxHeaderSize(HEADER_BYTES)
            .setMaxFormAttributeSize(FORM_FIELD_BYTES)
            .setHttp2ClearTextEnabled(false)
            // Nobody here speaks WebSocket: one handler less for each request and answer to pass.
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setHandle100ContinueAutomatically(true);
    tls.ifPresent(
        shown ->
            http.setSsl(true)
                .setUseAlpn(false)
                .setKeyCertOptions(shown.getKeyCertOptions())
                .setEnabledSecureTransportProtocols(shown.getEnabledSecureTransportProtocols())
                .setSslHandshakeTimeout(shown.getSslHandshakeTimeout())
                .setSslHandshakeTimeoutUnit(shown.getSslHandshakeTimeoutUnit()));
    return http;
  }
}
