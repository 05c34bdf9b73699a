package dev.tocsin.drills.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider of alerts: takes webhook calls with their keys, and is away when told to be. */
public final class AlertReceiver implements AutoCloseable {

  /**
   * A call that was taken.
   *
   * @param key the same for every attempt at one message
   */
  public record Taken(Instant at, String key, String body) {}

  private final HttpServer server;
  private final ExecutorService workers = Executors.newFixedThreadPool(16);
  private final List<Taken> taken = new CopyOnWriteArrayList<>();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile boolean away;

  private AlertReceiver(HttpServer server) {
    this.server = server;
  }

  public static AlertReceiver start() {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      AlertReceiver receiver = new AlertReceiver(HttpServer.create(address, 1_024));
      receiver.server.setExecutor(receiver.workers);
      receiver.server.createContext("/", receiver::take);
      receiver.server.start();
      return receiver;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (away) {
      refused.incrementAndGet();
      exchange.sendResponseHeaders(503, -1);
    } else {
      String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
      taken.add(new Taken(Instant.now(), String.valueOf(key), body));
      exchange.sendResponseHeaders(204, -1);
    }
    exchange.close();
  }

  /** Whether every call is answered 503 from now on. */
  public void away(boolean is) {
    away = is;
  }

  public List<Taken> taken() {
    return taken;
  }

  /** Those that tell of a check, and not of something else, as that nobody could be heard. */
  public List<Taken> news() {
    return taken.stream().filter(call -> !call.body().startsWith("{\"notice\"")).toList();
  }

  /** Calls that were answered 503. */
  public int refused() {
    return refused.get();
  }

  /** Where to call. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
