package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies are read before anybody knows whose they are: their memory is bounded. */
class BodiesTest {

  private static final int LIMIT = 1_000;

  private final Vertx vertx = Vertx.vertx();
  private final Bodies bodies = new Bodies(vertx, LIMIT, 2 * LIMIT);
  private HttpServer server;

  @BeforeEach
  void listen() {
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    bodies
                        .read(request)
                        .onSuccess(
                            body -> {
                              bodies.release(body);
                              request.response().end("read " + body.length);
                            })
                        .onFailure(
                            why -> {
                              if (why instanceof Bodies.Refused it) {
                                request.response().setStatusCode(it.why().status).end();
                              }
                            }))
            .listen(0, "127.0.0.1")
            .await();
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private Socket post(int announced, int sent) throws Exception {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
    socket.setSoTimeout(30_000);
    OutputStream out = socket.getOutputStream();
    String head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + announced + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(new byte[sent]);
    out.flush();
    return socket;
  }

  private static String answer(Socket socket) throws Exception {
    byte[] head = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
    return new String(head, StandardCharsets.US_ASCII).substring("HTTP/1.1 ".length());
  }

  private void awaitHeld(LongPredicate condition) {
    long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.test(bodies.held())) {
      assertThat(System.nanoTime()).as("held %d", bodies.held()).isLessThan(until);
      LockSupport.parkNanos(2_000_000);
    }
  }

  @Test
  void senders_that_stall_hold_no_more_than_the_bound_and_give_it_back() throws Exception {
    try (Socket one = post(LIMIT, 900);
        Socket two = post(LIMIT, 900)) {
      awaitHeld(held -> held == 1_800);
      try (Socket three = post(LIMIT, LIMIT)) {
        assertThat(answer(three)).isEqualTo("503");
      }
      assertThat(bodies.held()).isEqualTo(1_800);
      two.close();
      awaitHeld(held -> held == 900);
      try (Socket four = post(LIMIT, LIMIT)) {
        assertThat(answer(four)).isEqualTo("200");
      }
      one.getOutputStream().write(new byte[100]);
      assertThat(answer(one)).isEqualTo("200");
    }
    awaitHeld(held -> held == 0);
  }

  @Test
  void a_body_that_is_announced_too_long_is_refused_before_it_comes() throws Exception {
    try (Socket socket = post(LIMIT + 1, 0)) {
      assertThat(answer(socket)).isEqualTo("413");
    }
    assertThat(bodies.held()).isZero();
  }
}
