package dev.tocsin.drills.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.RawHttp;
import dev.tocsin.drills.harness.RawHttp.Answer;
import dev.tocsin.drills.harness.TocsinProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an operator may set beyond the contract, on a listener that has it all set. */
class LimitsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int AT_ONCE = 3;

  private static TocsinProcess listener;

  @BeforeAll
  static void start() {
    listener =
        Installation.get()
            .listener(
                "strict",
                Map.of(
                    "TOCSIN_NODE_NAME", "strict",
                    "TOCSIN_LIMITS_PINGS_PER_MINUTE", Integer.toString(AT_ONCE),
                    "TOCSIN_LIMITS_PING_BODY", "unlimited",
                    "TOCSIN_LISTENER_TRUSTED_PROXIES", "127.0.0.2, 10.0.0.0/8",
                    "TOCSIN_LISTENER_ACK_WAIT", "200ms",
                    "TOCSIN_LISTENER_MAX_WAITING", "100"));
  }

  private static Answer get(String path, String... headers) throws IOException {
    return RawHttp.ask(listener.port(), "GET", path, headers);
  }

  /** A check that the listener has heard of. */
  private static Check known() throws IOException {
    Check check = Check.create();
    assertThat(get(check.path()).brief()).isEqualTo("200 OK");
    return check;
  }

  @Test
  void a_check_that_is_pinged_too_often_is_told_when_to_come_again() throws IOException {
    Check check = known();
    Check other = known();
    for (int i = 0; i < AT_ONCE; i++) {
      assertThat(get(check.path()).brief()).isEqualTo("200 OK");
    }
    Answer limited = get(check.path() + "/fail");
    assertThat(limited.brief()).isEqualTo("429 rate limited");
    assertThat(Integer.parseInt(limited.header("retry-after"))).isBetween(1, 60 / AT_ONCE);
    assertThat(limited.header("cache-control")).contains("no-store");
    assertThat(limited.header("access-control-allow-origin")).isEqualTo("-");
    assertThat(get(other.path()).brief()).isEqualTo("200 OK");
    assertThat(RawHttp.ask(Installation.get().listenerPort(), "GET", check.path()).status())
        .as("a listener without the limit")
        .isEqualTo(200);
    assertThat(check.kinds()).as("not recorded").containsOnly("success").hasSize(AT_ONCE + 2);
  }

  @Test
  void the_word_of_strangers_on_where_a_ping_comes_from_counts_for_nothing() throws IOException {
    Check check = known();
    get(check.path(), "X-Forwarded-For: 203.0.113.7", "X-Forwarded-Proto: https");
    assertThat(check.last().get("remote_addr").asText()).isEqualTo("127.0.0.1");
    assertThat(check.last().get("scheme").asText()).isEqualTo("http");
  }

  @Test
  void a_trusted_proxy_is_believed_and_the_nearest_stranger_is_the_sender() throws IOException {
    Check check = known();
    try (RawHttp proxy = new RawHttp(listener.port(), "127.0.0.2")) {
      Answer answer =
          proxy.ask(
              "GET",
              check.path(),
              "X-Forwarded-For: 198.51.100.1, 203.0.113.7",
              "X-Forwarded-For: 10.1.1.1",
              "X-Forwarded-Proto: https");
      assertThat(answer.brief()).isEqualTo("200 OK");
    }
    assertThat(check.last().get("remote_addr").asText()).isEqualTo("203.0.113.7");
    assertThat(check.last().get("scheme").asText()).isEqualTo("https");
  }

  @Test
  void without_a_limit_bodies_are_kept_whole_and_no_limit_is_told() throws IOException {
    Check check = known();
    byte[] body = new byte[1_000_000];
    new Random(1).nextBytes(body);
    try (RawHttp http = new RawHttp(listener.port())) {
      Answer answer = http.post("POST", check.path(), body);
      assertThat(answer.brief()).isEqualTo("200 OK");
      assertThat(answer.header("ping-body-limit")).isEqualTo("-");
    }
    assertThat(check.body(2)).isEqualTo(body);
  }

  /**
   * Of 100 waiting requests ten may be for unknown targets, and two of those from one address. The
   * stream's row is locked meanwhile, so that they do wait.
   */
  @Test
  void one_address_cannot_crowd_out_others_with_unknown_targets() throws IOException {
    Check check = known();
    List<RawHttp> waiting = new ArrayList<>();
    Installation.get()
        .db()
        .transaction(
            "holding up a listener",
            tx -> {
              tx.query(
                  "locking its stream",
                  "SELECT id FROM streams WHERE node = 'strict' FOR UPDATE",
                  row -> row.uuid("id"));
              try {
                flood(check, waiting);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              return null;
            });
    for (RawHttp client : waiting) {
      assertThat(client.read("GET").brief()).isEqualTo("404 not found");
      client.close();
    }
  }

  private static void flood(Check check, List<RawHttp> waiting) throws IOException {
    waiting.add(askUnknown("127.0.0.1"));
    waiting.add(askUnknown("127.0.0.1"));
    awaitWaiting(2);
    Answer shed = get("/" + UUID.randomUUID());
    assertThat(shed.status()).isEqualTo(503);
    assertThat(Integer.parseInt(shed.header("retry-after"))).isBetween(5, 10);
    waiting.add(askUnknown("127.0.0.3"));
    awaitWaiting(3);
    assertThat(get(check.path()).brief()).as("a real ping").isEqualTo("200 OK");
  }

  private static RawHttp askUnknown(String from) throws IOException {
    String path = "/" + UUID.randomUUID();
    return new RawHttp(listener.port(), from).send("GET " + path + " HTTP/1.1\nHost: h\n\n");
  }

  private static void awaitWaiting(int clients) {
    Await.that(
        clients + " clients wait",
        PATIENCE,
        () -> {
          try {
            return get("/metrics").body().contains("tocsin_pings_waiting " + clients + ".0");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
