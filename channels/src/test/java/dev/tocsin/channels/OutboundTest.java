package dev.tocsin.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboundTest {

  private static final Duration TOTAL = Duration.ofSeconds(20);
  private static final OutboundConfig OPEN =
      new OutboundConfig(true, TOTAL, TOTAL, 1024, Optional.empty(), "Tocsin");

  private static final TimeBox timeBox = new TimeBox();
  private static final Outbound open = new Outbound(OPEN, timeBox);

  private final HttpPeer peer = new HttpPeer();

  @AfterEach
  void closePeer() {
    peer.close();
  }

  @AfterAll
  static void close() {
    open.close();
    timeBox.close();
  }

  @ParameterizedTest
  @CsvSource({
    "200, Delivered",
    "201, Delivered",
    "202, Delivered",
    "204, Delivered",
    "299, Delivered",
    "301, GiveUp",
    "302, GiveUp",
    "307, GiveUp",
    "308, GiveUp",
    "400, GiveUp",
    "404, GiveUp",
    "405, GiveUp",
    "410, GiveUp",
    "413, GiveUp",
    "415, GiveUp",
    "422, GiveUp",
    "499, GiveUp",
    "401, TryAgain",
    "403, TryAgain",
    "407, TryAgain",
    "408, TryAgain",
    "409, TryAgain",
    "421, TryAgain",
    "423, TryAgain",
    "425, TryAgain",
    "429, TryAgain",
    "500, TryAgain",
    "501, TryAgain",
    "502, TryAgain",
    "503, TryAgain",
    "504, TryAgain",
    "520, TryAgain",
    "599, TryAgain",
  })
  void each_status_has_its_verdict(int status, String verdict) {
    peer.is(HttpPeer.answers(status));
    Verdict got = send("http://127.0.0.1:" + peer.port());
    assertThat(got.getClass().getSimpleName()).isEqualTo(verdict);
    assertThat(got.detail()).startsWith("answered " + status);
    assertThat(peer.asked()).hasSize(1);
  }

  @Test
  void a_redirect_is_not_followed_and_the_words_say_so() {
    peer.is(HttpPeer.answers(302, "Location: http://127.0.0.1:%d/next".formatted(peer.port())));
    Verdict got = send("http://127.0.0.1:%d/first".formatted(peer.port()));
    assertThat(got.detail()).contains("redirect").contains("final URL");
    assertThat(peer.only().target()).isEqualTo("/first");
  }

  @Test
  void the_server_says_when_to_come_back() {
    peer.is(HttpPeer.answers(429, "Retry-After: 120"));
    assertThat(send("http://127.0.0.1:" + peer.port()))
        .isEqualTo(
            new Verdict.TryAgain(
                "answered 429: too many requests", Optional.of(Duration.ofMinutes(2))));
  }

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "' 7 ', PT7S",
    "999999999999, PT24H",
    "-5,",
    "soon,",
    "'',",
    "1e3,",
    "'Fri, 20 Nov 2026 05:26:00 GMT', PT1M",
    "'Fri, 20 Nov 2026 05:00:00 GMT', PT0S",
    "'Fri, 20 Nov 2099 05:00:00 GMT', PT24H",
  })
  void retry_after_is_seconds_or_a_date_within_bounds(String header, Duration expected) {
    Instant now = Instant.parse("2026-11-20T05:25:00Z");
    assertThat(Answer.parseRetryAfter(header, now)).isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  void a_huge_answer_is_cut_and_its_status_counts() {
    peer.is(HttpPeer.answersWithoutEnd(200));
    try (var outbound = new Outbound(OPEN, timeBox)) {
      AtomicInteger read = new AtomicInteger();
      Verdict got =
          outbound.send(
              call("http://127.0.0.1:" + peer.port()),
              answer -> {
                read.set(answer.body().length);
                return answer.verdict();
              });
      assertThat(got).isEqualTo(new Verdict.Delivered("answered 200"));
      assertThat(read).hasValue(OPEN.maxAnswerBytes());
    }
  }

  @Test
  void user_and_password_in_a_url_travel_in_their_header() {
    send("http://me:p%40ss@127.0.0.1:%d/x".replace("%d", "" + peer.port()));
    assertThat(peer.only().header("Authorization")).isEqualTo("Basic bWU6cEBzcw==");
    assertThat(peer.only().target()).isEqualTo("/x");
    assertThat(peer.only().header("Host")).doesNotContain("me");
  }

  @Test
  void a_request_carries_nothing_that_was_not_asked_for() {
    send("http://127.0.0.1:" + peer.port());
    assertThat(peer.only().headers().keySet())
        .containsOnly("host", "connection", "user-agent", "content-length");
  }

  @Test
  void tls_checks_the_certificate_and_the_name_in_it() throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (var secure = new HttpPeer(TestTls.server())) {
      OutboundConfig trusting =
          new OutboundConfig(true, TOTAL, TOTAL, 1024, Optional.of(TestTls.PEM), "Tocsin");
      String url = "https://localhost:" + secure.port();
      try (var outbound = new Outbound(trusting, timeBox)) {
        assertThat(outbound.send(call(url))).isEqualTo(new Verdict.Delivered("answered 200"));
      }
      assertThat(send(url).detail()).startsWith("localhost: TLS failed");
      try (var outbound = new Outbound(trusting, timeBox, new FixedNames(here))) {
        Verdict got = outbound.send(call("https://other.example:" + secure.port()));
        assertThat(got).isInstanceOf(Verdict.TryAgain.class);
        assertThat(got.detail()).startsWith("other.example: TLS failed");
      }
      assertThat(secure.asked()).hasSize(1);
    }
  }

  @Test
  void when_the_time_is_over_nothing_is_sent_any_more() throws Exception {
    var release = new CountDownLatch(1);
    var resolved = new CountDownLatch(1);
    InetAddress here = InetAddress.getLoopbackAddress();
    DnsResolver slow =
        new FixedNames(here) {
          @Override
          public InetAddress[] resolve(String host) throws UnknownHostException {
            try {
              release.await();
            } catch (InterruptedException e) {
              throw new UnknownHostException("interrupted");
            } finally {
              resolved.countDown();
            }
            return super.resolve(host);
          }
        };
    OutboundConfig hasty =
        new OutboundConfig(
            true, Duration.ofSeconds(1), Duration.ofMillis(100), 9, Optional.empty(), "T");
    var ownThreads = new TimeBox();
    try (var outbound = new Outbound(hasty, ownThreads, slow)) {
      Verdict got = outbound.send(call("http://slow.example:%d/".formatted(peer.port())));
      assertThat(got).isEqualTo(new Verdict.TryAgain("no answer within 100 ms", Optional.empty()));
      release.countDown();
      resolved.await();
      ownThreads.close(); // waits for the end of the attempt
    }
    assertThat(peer.asked()).isEmpty();
  }

  private static Verdict send(String url) {
    return open.send(call(url));
  }

  private static Call call(String url) {
    byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
    return new Call("POST", WebAddress.parse(url), List.of(), body);
  }
}
