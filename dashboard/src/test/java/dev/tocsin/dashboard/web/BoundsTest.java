package dev.tocsin.dashboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What all visitors share has a bound, and comes back. */
class BoundsTest {

  private static final int BIG = 8 << 20; // more than the buffers of a loopback connection

  private final Vertx vertx = Vertx.vertx();
  private final Outgoing outgoing = new Outgoing(BIG + 1);
  private final FormBodies forms = new FormBodies(3, 10_000);

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in vain waited for: " + what).isLessThan(end);
      LockSupport.parkNanos(2_000_000);
    }
  }

  private static Socket send(HttpServer server, String head, int bytes) throws Exception {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
    socket.setSoTimeout(30_000);
    OutputStream out = socket.getOutputStream();
    out.write((head + "\r\nHost: x\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write("Content-Length: 6000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    out.write("a".repeat(bytes).getBytes(StandardCharsets.US_ASCII));
    out.flush();
    return socket;
  }

  private static String status(Socket socket) throws Exception {
    byte[] head = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
    return new String(head, StandardCharsets.US_ASCII).substring("HTTP/1.1 ".length());
  }

  private void answer(HttpServerRequest request) {
    if (!outgoing.take(BIG)) {
      request.response().setStatusCode(503).end();
      return;
    }
    outgoing.end(request.response(), Buffer.buffer(new byte[BIG]));
  }

  @Test
  void an_answer_that_nobody_takes_holds_its_room_until_its_reader_is_gone() throws Exception {
    HttpServer server =
        vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1").await();
    Socket slow = send(server, "GET / HTTP/1.1", 0);
    await("held", () -> outgoing.held() == BIG);
    try (Socket other = send(server, "GET / HTTP/1.1", 0)) {
      assertThat(status(other)).isEqualTo("503");
    }
    slow.close();
    await("released", () -> outgoing.held() == 0);
    try (Socket reader = send(server, "GET / HTTP/1.1", 0)) {
      assertThat(status(reader)).isEqualTo("200");
      reader.getInputStream().readNBytes(BIG);
      await("released", () -> outgoing.held() == 0);
    }
  }

  @Test
  void forms_that_arrive_share_a_bound_of_bytes_and_of_number() throws Exception {
    Router router = Router.router(vertx);
    ErrorPages errors =
        new ErrorPages(new Views(), new StaticFiles(), "Tocsin", InstantSource.system());
    router.post().handler(http -> forms.enter(http, errors));
    router.post().handler(BodyHandler.create(false));
    router.post().handler(http -> http.end("read"));
    HttpServer server =
        vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await();
    Socket one = send(server, "POST / HTTP/1.1", 5_500);
    Socket two = send(server, "POST / HTTP/1.1", 5_500);
    await("two", () -> forms.open() == 2);
    await(
        "bytes",
        () -> {
          try (Socket more = send(server, "POST / HTTP/1.1", 6_000)) {
            return status(more).equals("503");
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    one.close();
    await("one is gone", () -> forms.open() == 1);
    try (Socket more = send(server, "POST / HTTP/1.1", 6_000)) {
      assertThat(status(more)).isEqualTo("200");
    }
    Socket three = send(server, "POST / HTTP/1.1", 1);
    Socket four = send(server, "POST / HTTP/1.1", 1);
    await("three", () -> forms.open() == 3);
    try (Socket more = send(server, "POST / HTTP/1.1", 6_000)) {
      assertThat(status(more)).as("too many, though small").isEqualTo("503");
    }
    for (Socket socket : new Socket[] {two, three, four}) {
      socket.close();
    }
    await("all gone", () -> forms.open() == 0);
  }
}
