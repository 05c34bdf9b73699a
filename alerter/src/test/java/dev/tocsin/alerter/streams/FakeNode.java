package dev.tocsin.alerter.streams;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A node that says whatever a test wants. */
final class FakeNode implements AutoCloseable {

  private final HttpServer server;
  final AtomicInteger asked = new AtomicInteger();
  volatile String says = "";
  volatile int status = 200;

  FakeNode() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          boolean known = exchange.getRequestURI().toString().equals("/stream");
          byte[] body = says.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/elsewhere");
          exchange.sendResponseHeaders(known ? status : 404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  FakeNode says(UUID stream, String database) {
    says =
        "{\"stream\":\"%s\",\"database\":\"%s\",\"heard_through\":\"2026-01-01T00:00:00Z\"}"
            .formatted(stream, database);
    return this;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
