package dev.tocsin.dashboard.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.board.Board;
import dev.tocsin.dashboard.board.Boards;
import dev.tocsin.dashboard.web.Outgoing;
import dev.tocsin.dashboard.web.Workers;
import dev.tocsin.store.Db;
import dev.tocsin.store.TestPostgres;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams that end, by whatever side, leave nothing behind and disturb nobody. */
class LiveStreamsTest {

  private static final int MOST = 3;
  private static final Lens<Board> GOOD =
      board -> List.of(new Lens.Frame("news", "<p>" + board.asOf() + "</p>"));
  private static final Lens<Board> BROKEN =
      board -> {
        throw new IllegalStateException("a page that cannot be shown");
      };

  private final Vertx vertx = Vertx.vertx();
  private final Db db = Db.open(TestPostgres.freshDatabase());
  private final Workers workers = new Workers(vertx, 2, 10, Duration.ofMinutes(1));
  private final LiveStreams streams =
      new LiveStreams(
          vertx, workers, new Boards(db), MOST, new Outgoing(1 << 20), Duration.ofMillis(300));
  private HttpServer server;

  @BeforeEach
  void listen() {
    serve(streams, GOOD);
  }

  private void serve(LiveStreams from, Lens<Board> lens) {
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setIdleTimeout(2))
            .requestHandler(
                request ->
                    from.stream(1, request.path().equals("/") ? lens : BROKEN)
                        .accept(request.response()))
            .listen(0, "127.0.0.1")
            .await();
  }

  @AfterEach
  void close() {
    streams.close();
    vertx.close().await();
    db.close();
  }

  private Socket look() throws Exception {
    return look("/");
  }

  private Socket look(String path) throws Exception {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
    socket.setSoTimeout(30_000);
    socket
        .getOutputStream()
        .write(
            "GET %s HTTP/1.1\r\nHost: x\r\n\r\n"
                .formatted(path)
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** Reads until the last chunk. */
  private static String readToEnd(Socket socket) throws Exception {
    InputStream in = socket.getInputStream();
    StringBuilder text = new StringBuilder();
    while (!text.toString().endsWith("\r\n0\r\n\r\n")) {
      int next = in.read();
      assertThat(next).as("ended in the middle: %s", text).isNotEqualTo(-1);
      text.append((char) next);
    }
    return text.toString();
  }

  private static void await(BooleanSupplier condition) {
    long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(until);
      LockSupport.parkNanos(2_000_000);
    }
  }

  @Test
  void a_page_that_cannot_be_shown_ends_alone() throws Exception {
    try (Socket broken = look("/broken");
        Socket page = look()) {
      assertThat(readToEnd(broken)).doesNotContain("event: news");
      assertThat(readToEnd(page)).contains("event: news");
    }
  }

  @Test
  void a_stream_that_reached_its_end_makes_room_for_the_next_one() throws Exception {
    for (int i = 0; i < 3 * MOST; i++) {
      try (Socket page = look()) {
        assertThat(readToEnd(page)).contains("200 OK").contains("retry: 2000");
        await(() -> streams.open() == 0);
      }
    }
  }

  @Test
  void a_browser_that_goes_away_makes_room_too() throws Exception {
    for (int i = 0; i < 3 * MOST; i++) {
      try (Socket page = look()) {
        assertThat(page.getInputStream().read()).isEqualTo('H');
      }
    }
    await(() -> streams.open() == 0);
  }

  @Test
  void a_browser_that_does_not_read_is_dropped_and_finds_everything_when_it_comes_again()
      throws Exception {
    Outgoing outgoing = new Outgoing(1L << 30);
    String html = "<p>" + "x".repeat(16 << 20) + "</p>"; // more than all buffers on the way take
    AtomicInteger looks = new AtomicInteger();
    Lens<Board> changing =
        board -> List.of(new Lens.Frame("news", looks.incrementAndGet() == 1 ? html : "<p></p>"));
    try (LiveStreams patient =
        new LiveStreams(vertx, workers, new Boards(db), MOST, outgoing, Duration.ofHours(1))) {
      serve(patient, changing);
      try (Socket asleep = look()) {
        await(() -> outgoing.held() > html.length());
        long held = outgoing.held();
        await(
            () -> {
              patient.hurry();
              assertThat(outgoing.held())
                  .as("bytes for one who does not read")
                  .isLessThanOrEqualTo(held);
              return patient.open() == 0; // the server cut it
            });
        await(() -> outgoing.held() == 0);
        assertThat(looks).as("of a page that was behind").hasValue(1);
        assertThat(asleep.isClosed()).isFalse(); // it did not go by itself
      }
      looks.set(0);
      try (Socket awake = look()) {
        byte[] all = awake.getInputStream().readNBytes(html.length());
        assertThat(new String(all, StandardCharsets.US_ASCII)).contains("event: news");
      }
    }
  }

  @Test
  void pages_are_shown_news_after_others_have_ended() throws Exception {
    try (Socket first = look()) {
      readToEnd(first);
    }
    try (Socket second = look()) {
      assertThat(readToEnd(second)).contains("event: news");
    }
  }
}
