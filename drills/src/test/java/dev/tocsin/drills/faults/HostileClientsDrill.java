package dev.tocsin.drills.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.ProcessFigures;
import dev.tocsin.drills.harness.RawHttp;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.FreePort;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that are slow, greedy, rude or gone, against a process with 256 MB of heap. While they
 * are there an ordinary ping is answered at once, and memory stays where it was.
 *
 * <p>System property: {@code drill.connections} (10000).
 */
class HostileClientsDrill {

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration IDLE = Duration.ofSeconds(12);
  private static final Duration REQUEST = Duration.ofSeconds(4);
  private static final int CONNECTIONS = Integer.getInteger("drill.connections", 10_000);

  /** What the processes need beside the connections. */
  private static final int OTHER_FILES = 1_000;

  /** More than the machine's noise, less than any client's patience. */
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  private static final long MEMORY_MB = 700;
  private static final Map<String, String> SETTINGS =
      Map.of(
          "JAVA_TOOL_OPTIONS",
          "-Xmx256m",
          "TOCSIN_HTTP_MAX_CONNECTIONS",
          Integer.toString(CONNECTIONS),
          "TOCSIN_HTTP_IDLE_TIMEOUT",
          IDLE.toSeconds() + "s",
          "TOCSIN_HTTP_REQUEST_TIMEOUT",
          REQUEST.toSeconds() + "s");

  private static TocsinProcess tocsin;
  private static UUID ordinary;
  private static UUID target;
  private static Api api;

  private OrdinaryClient client;

  @BeforeAll
  static void start(@TempDir Path dir) {
    Path data = dir.resolve("data");
    tocsin = TocsinProcess.up(data, FreePort.next(), SETTINGS).awaitReady(START);
    api = Api.createProject(tocsin.site(), data, SETTINGS, "hostile");
    ordinary = check();
    target = check();
  }

  private static UUID check() {
    return UUID.fromString(api.createCheck("{}").get("uuid").asText());
  }

  @AfterAll
  static void stop() {
    assertThat(tocsin.terminate()).isZero();
    assertThat(tocsin.output()).doesNotContain("OutOfMemory", "ERROR");
    tocsin.close();
  }

  @BeforeEach
  void ordinaryPings() {
    client = new OrdinaryClient(tocsin.port(), ordinary);
  }

  @AfterEach
  void nobodyElseNoticed(TestInfo test) {
    client.close();
    long memory = ProcessFigures.residentMegabytes(tocsin.pid());
    System.out.printf(
        "hostile-clients: %s: %d ordinary pings, median %d ms, slowest %d ms, %d MB%n",
        test.getDisplayName(),
        client.pings(),
        client.median().toMillis(),
        client.slowest().toMillis(),
        memory);
    assertThat(client.failures()).isEmpty();
    assertThat(client.slowest()).isLessThan(AT_ONCE);
    assertThat(memory).as("MB resident").isLessThan(MEMORY_MB);
  }

  /** Half of them have begun a request. Those beyond the limit push out the longest idle ones. */
  @Test
  void ten_thousand_idle_connections() throws IOException {
    long allowed =
        ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
            .getMaxFileDescriptorCount();
    int count = (int) Math.min(CONNECTIONS + 500, allowed - OTHER_FILES);
    System.out.printf("hostile-clients: %d connections (%d files allowed)%n", count, allowed);
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        Socket socket = connect();
        idle.add(socket);
        if (i % 2 == 0) {
          socket.getOutputStream().write("GET /ping/".getBytes(StandardCharsets.US_ASCII));
        }
      }
      // A close takes a turn of the event loop, and newcomers of the same turn are counted by then.
      Await.that("no more than allowed", START, () -> openConnections() <= CONNECTIONS + 10);
      int before = client.pings();
      Await.that("ordinary pings among them", START, () -> client.pings() > before + 50);
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
    Await.that("they are gone", START, () -> openConnections() < 100);
  }

  @Test
  void heads_and_bodies_that_trickle() throws Exception {
    String head = "POST /ping/" + target + " HTTP/1.1\r\nHost: h\r\n";
    List<Future<Duration>> heads = new ArrayList<>();
    List<Future<Duration>> bodies = new ArrayList<>();
    int each = 100;
    ExecutorService threads = Executors.newFixedThreadPool(2 * each);
    try {
      for (int i = 0; i < each; i++) {
        heads.add(threads.submit(() -> trickle(head, "X-Endless: x\r\n")));
        bodies.add(threads.submit(() -> trickle(head + "Content-Length: 10000\r\n\r\n", "x")));
      }
      for (int i = 0; i < each; i++) {
        assertThat(heads.get(i).get()).as("a head").isLessThan(IDLE.plusSeconds(4));
        assertThat(bodies.get(i).get()).as("a body").isLessThan(REQUEST.plusSeconds(4));
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(pings(target)).as("nothing of it is a ping").isZero();
  }

  /** Sends a little each 200 ms until it is cut off; how long it was let. */
  private static Duration trickle(String first, String more) throws InterruptedException {
    long began = System.nanoTime();
    try (Socket socket = connect()) {
      socket.getOutputStream().write(first.getBytes(StandardCharsets.US_ASCII));
      while (System.nanoTime() - began < START.toNanos()) {
        socket.getOutputStream().write(more.getBytes(StandardCharsets.US_ASCII));
        TimeUnit.MILLISECONDS.sleep(200);
      }
    } catch (IOException cut) {
      // As it should be.
    }
    return Duration.ofNanos(System.nanoTime() - began);
  }

  @Test
  void heads_without_end() {
    assertThat(pour("GET /ping/", "x".repeat(1_000))).as("a request line").isLessThan(50_000_000);
    assertThat(pour("GET / HTTP/1.1\r\nX: ", "x".repeat(1_000))).isLessThan(50_000_000);
    assertThat(pour("GET / HTTP/1.1\r\n", "X: y\r\n".repeat(200))).isLessThan(50_000_000);
  }

  /** Sends as fast as it can until it is cut off; how many bytes it was let. */
  private static long pour(String first, String more) {
    long sent = 0;
    byte[] bytes = more.getBytes(StandardCharsets.US_ASCII);
    try (Socket socket = connect()) {
      socket.getOutputStream().write(first.getBytes(StandardCharsets.US_ASCII));
      while (sent < 100_000_000) {
        socket.getOutputStream().write(bytes);
        sent += bytes.length;
      }
    } catch (IOException cut) {
      // As it should be.
    }
    return sent;
  }

  @Test
  void clients_that_never_read_their_answers() throws Exception {
    int many = 4;
    // Long enough that no read of the server's holds more than it takes of pipelined requests.
    String request = "GET /ping/x HTTP/1.1\r\nHost: h\r\nX: " + "x".repeat(1_000) + "\r\n\r\n";
    ExecutorService threads = Executors.newFixedThreadPool(many);
    try {
      List<Future<Long>> all =
          Collections.nCopies(many, request.repeat(10)).stream()
              .map(requests -> threads.submit(() -> pour("", requests)))
              .toList();
      for (Future<Long> one : all) {
        assertThat(one.get()).as("bytes of requests until it is cut off").isLessThan(100_000_000);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_thousand_pipelined_pings_a_hundred_at_a_time() throws IOException {
    UUID check = check();
    String ping = "POST /ping/" + check + " HTTP/1.1\nHost: h\nContent-Length: 4\n\nbody";
    try (RawHttp http = new RawHttp(tocsin.port())) {
      for (int round = 0; round < 10; round++) {
        http.send(ping.repeat(100));
        for (int i = 0; i < 100; i++) {
          assertThat(http.read("POST").brief()).isEqualTo("200 OK");
        }
      }
    }
    assertThat(pings(check)).isEqualTo(1_000);
  }

  /** More than 128 requests without an answer are the end of a connection. */
  @Test
  void thousands_of_pings_in_one_go() {
    UUID check = check();
    String ping = "GET /ping/" + check + " HTTP/1.1\r\nHost: h\r\n\r\n";
    for (int i = 0; i < 100; i++) {
      assertThat(pour("", ping.repeat(1_000))).isLessThan(100_000_000);
    }
    assertThat(tocsin.output()).as("strangers write no log").doesNotContain("WARN");
  }

  /** More of them than there is room for bodies that are still arriving: none may be left taken. */
  @Test
  void clients_that_vanish_in_mid_body() throws IOException {
    UUID check = check();
    String half =
        "POST /ping/" + check + " HTTP/1.1\nHost: h\nContent-Length: 10000\n\n" + "x".repeat(9_000);
    for (int i = 0; i < 10_000; i++) {
      try (RawHttp http = new RawHttp(tocsin.port())) {
        http.send(half).vanish();
      }
    }
    try (RawHttp http = new RawHttp(tocsin.port())) {
      assertThat(http.send(half + "x".repeat(1_000)).read("POST").brief()).isEqualTo("200 OK");
    }
    assertThat(pings(check)).isEqualTo(1);
  }

  private static int pings(UUID check) {
    return api.get("/api/v3/checks/" + check).get("n_pings").asInt();
  }

  private static double openConnections() {
    try {
      return RawHttp.ask(tocsin.port(), "GET", "/metrics")
          .body()
          .lines()
          .filter(line -> line.startsWith("tocsin_http_connections"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096); // of answers that nobody reads little fits
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), tocsin.port()),
        (int) START.toMillis());
    return socket;
  }
}
