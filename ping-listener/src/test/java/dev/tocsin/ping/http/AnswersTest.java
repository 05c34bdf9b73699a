package dev.tocsin.ping.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.ping.RawClient;
import dev.tocsin.ping.RawClient.Reply;
import dev.tocsin.ping.apply.Applied;
import dev.tocsin.ping.apply.Settled;
import dev.tocsin.ping.journal.Append;
import dev.tocsin.ping.journal.HeardPing;
import dev.tocsin.ping.journal.Receipt;
import dev.tocsin.ping.journal.Target;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers over a real server, with a journal and an applier that do what the test says. */
class AnswersTest {

  private static final String KNOWN = "/00000000-0000-0000-0000-00000000000a";
  private static final String OTHER = "/00000000-0000-0000-0000-00000000000b";

  private static final String STRANGER = "/00000000-0000-0000-0000-00000000000c";

  private static final PingLimits LIMITS =
      new PingLimits(
          OptionalInt.empty(),
          20_000,
          20_000,
          100,
          Duration.ofMillis(200),
          Duration.ofMillis(500),
          10,
          100,
          10,
          0,
          2,
          10);

  private final Vertx vertx = Vertx.vertx();
  private final List<HeardPing> heard = Collections.synchronizedList(new ArrayList<>());
  private final List<Receipt> receipts = Collections.synchronizedList(new ArrayList<>());
  private final Map<Shed, Integer> shed = Collections.synchronizedMap(new EnumMap<>(Shed.class));
  private final FakeApplying applying = new FakeApplying();
  private final List<RawClient> clients = new ArrayList<>();
  private volatile Append append = Append.TAKEN;
  private final Answers answers = newAnswers();
  private int port;

  private static final class FakeApplying implements Applying {
    volatile boolean away;
    volatile Duration lag = Duration.ZERO;
    volatile Future<Applied> lookUp = Future.succeededFuture(Applied.RECORDED);

    @Override
    public boolean databaseAway() {
      return away;
    }

    @Override
    public Duration lag() {
      return lag;
    }

    @Override
    public boolean knows(Target target) {
      return target.toString().contains(KNOWN.substring(1));
    }

    @Override
    public boolean rulesOut(Target target) {
      return target.toString().contains(STRANGER.substring(1));
    }

    @Override
    public Future<Applied> lookUp(Target target) {
      return lookUp;
    }
  }

  private Answers newAnswers() {
    PingMetrics metrics =
        new PingMetrics() {
          @Override
          public void shed(Shed why) {
            shed.merge(why, 1, Integer::sum);
          }
        };
    Answers made = new Answers(LIMITS, 1 << 20, metrics);
    made.open(
        (ping, receipt) -> {
          if (append == Append.TAKEN) {
            heard.add(ping);
            receipts.add(receipt);
          }
          return append;
        },
        applying);
    return made;
  }

  @BeforeEach
  void listen() throws Exception {
    PingHttp http = new PingHttp(vertx, LIMITS, TrustedProxies.ALL, answers);
    Future<HttpServer> server =
        vertx.createHttpServer().requestHandler(http.atRoot()).listen(0, "127.0.0.1");
    port = server.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS).actualPort();
  }

  @AfterEach
  void stop() throws Exception {
    for (RawClient client : clients) {
      client.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private RawClient ask(String path) throws IOException {
    RawClient client = new RawClient(port);
    clients.add(client);
    return client.send("GET " + path + " HTTP/1.1\nHost: h\n\n");
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in vain waited for: " + what).isLessThan(end);
      LockSupport.parkNanos(2_000_000);
    }
  }

  /** The journal has synced everything that it took; each record is ten bytes long. */
  private void sync(int from) {
    for (int i = from; i < receipts.size(); i++) {
      receipts.get(i).durable(10L * i, 10L * i + 10, Instant.EPOCH);
    }
    answers.synced();
  }

  @Test
  void nothing_is_answered_before_it_is_durable_and_then_after_it_is_applied() throws Exception {
    RawClient client = ask(KNOWN);
    await("the ping", () -> receipts.size() == 1);
    answers.applied(0, List.of());
    answers.tick();
    assertThat(answers.waiting()).isEqualTo(1);
    sync(0);
    assertThat(answers.waiting()).isEqualTo(1);
    answers.applied(10, List.of());
    Reply reply = client.read(false);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("ping-body-limit")).as("no limit is configured").isEqualTo("-");
    assertThat(answers.waiting()).isZero();
  }

  @Test
  void durable_is_enough_for_a_known_target_when_applying_lags() throws Exception {
    RawClient client = ask(KNOWN);
    await("the ping", () -> receipts.size() == 1);
    applying.lag = Duration.ofMillis(201);
    sync(0);
    assertThat(client.read(false).status()).isEqualTo(200);
  }

  @Test
  void an_unknown_target_waits_for_the_truth_and_takes_durable_for_it_in_the_end()
      throws Exception {
    applying.lag = Duration.ofHours(1);
    RawClient missing = ask(OTHER);
    await("the first", () -> receipts.size() == 1);
    RawClient late = ask(OTHER);
    await("the second", () -> receipts.size() == 2);
    sync(0);
    assertThat(answers.answered(0)).isFalse();
    answers.applied(10, List.of(new Settled(0, Applied.NOT_FOUND)));
    assertThat(missing.read(false).status()).isEqualTo(404);
    await(
        "the end of the wait",
        () -> {
          answers.tick();
          return answers.waiting() == 0;
        });
    assertThat(late.read(false).status()).isEqualTo(200);
    assertThat(answers.answered(10)).isTrue();
  }

  @Test
  void a_lost_or_refused_ping_is_503_and_counted_by_its_reason() throws Exception {
    RawClient lost = ask(KNOWN);
    await("the ping", () -> receipts.size() == 1);
    receipts.get(0).lost();
    assertThat(lost.read(false).status()).isEqualTo(503);
    append = Append.FULL;
    assertThat(ask(OTHER).read(false).status()).isEqualTo(503);
    append = Append.BROKEN;
    assertThat(ask(KNOWN).read(false).header("retry-after")).isNotEqualTo("-");
    assertThat(shed).isEqualTo(Map.of(Shed.DISK, 2, Shed.JOURNAL, 1));
    assertThat(answers.waiting()).isZero();
  }

  @Test
  void beyond_the_bound_of_waiting_requests_the_answer_is_503() throws Exception {
    for (int i = 0; i < 100; i++) {
      ask(KNOWN);
    }
    await("all", () -> receipts.size() == 100);
    assertThat(ask(KNOWN).read(false).status()).isEqualTo(503);
    assertThat(ask(KNOWN + "/256").read(false).status()).isEqualTo(503);
    assertThat(shed).isEqualTo(Map.of(Shed.WAITING, 2));
    sync(0);
    answers.applied(1_000, List.of());
    for (int i = 0; i < 100; i++) {
      assertThat(clients.get(i).read(false).status()).isEqualTo(200);
    }
  }

  @Test
  void unknown_targets_get_a_tenth_of_the_waiting_room() throws Exception {
    for (int i = 0; i < 10; i++) {
      ask(OTHER);
    }
    await("all", () -> receipts.size() == 10);
    assertThat(ask(OTHER).read(false).status()).isEqualTo(503);
    assertThat(shed).isEqualTo(Map.of(Shed.UNKNOWN, 1));
    assertThat(ask(STRANGER).read(false).status()).isEqualTo(503);
    assertThat(ask(OTHER + "?rid=x").read(false).status()).isEqualTo(503);
    assertThat(shed).isEqualTo(Map.of(Shed.UNKNOWN, 1, Shed.STRANGER, 2));
    RawClient known = ask(KNOWN);
    await("the known one", () -> receipts.size() == 11);
    sync(0);
    answers.applied(110, List.of());
    assertThat(known.read(false).status()).isEqualTo(200);
  }

  @Test
  void a_mistake_is_named_when_the_look_up_fails_or_takes_too_long() throws Exception {
    applying.lookUp = Future.failedFuture("gone");
    assertThat(ask(OTHER + "?rid=x").read(false).body()).isEqualTo("invalid uuid format");
    applying.lookUp = Promise.<Applied>promise().future();
    assertThat(ask(OTHER + "/256").read(false).body()).isEqualTo("invalid url format");
    applying.lookUp = Future.succeededFuture(Applied.NOT_FOUND);
    assertThat(ask(OTHER + "/256").read(false).body()).isEqualTo("not found");
    assertThat(heard).isEmpty();
    assertThat(answers.waiting()).isZero();
  }

  @Test
  void a_client_that_leaves_while_it_waits_does_not_disturb_the_others() throws Exception {
    RawClient gone = ask(KNOWN);
    await("the first", () -> receipts.size() == 1);
    RawClient stays = ask(KNOWN);
    await("the second", () -> receipts.size() == 2);
    gone.close();
    sync(0);
    answers.applied(20, List.of());
    assertThat(stays.read(false).status()).isEqualTo(200);
  }

  @Test
  void bodies_that_are_still_arriving_share_a_bound() throws Exception {
    String head = "POST " + KNOWN + " HTTP/1.1\nHost: h\nContent-Length: ";
    await("503 for the other, and the whole body", () -> heardBesideRefused(head));
    assertThat(heard.get(0).body()).hasSize(16_000);
    // More than one try: the server may see those that were refused leave a moment from now.
    await("room again", () -> heardAfter(head));
    assertThat(shed).containsOnlyKeys(Shed.BODIES);
  }

  /** False if the other one was read first, so that it was the slow one that found no room. */
  private boolean heardBesideRefused(String head) {
    try {
      RawClient slow = new RawClient(port);
      clients.add(slow);
      slow.send(head + "16000\n\n").send(new byte[15_999]);
      await("503 for one of them", () -> bodyRefused(head));
      assertThat(heard).isEmpty();
      slow.send(new byte[1]);
      long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
      while (heard.isEmpty() && System.nanoTime() < end) {
        LockSupport.parkNanos(2_000_000);
      }
      return !heard.isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private boolean heardAfter(String head) {
    try {
      RawClient next = new RawClient(port);
      clients.add(next);
      next.send(head + "10000\n\n").send(new byte[10_000]);
    } catch (IOException e) {
      return false;
    }
    return heard.size() > 1;
  }

  private boolean bodyRefused(String head) {
    try (RawClient other = new RawClient(port)) {
      int before = heard.size();
      other.send(head + "10000\n\n").send(new byte[9_999]);
      boolean refused = shed.containsKey(Shed.BODIES);
      return heard.size() == before && refused;
    } catch (IOException e) {
      return false;
    }
  }
}
