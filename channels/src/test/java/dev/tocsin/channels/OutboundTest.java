package dev.tocsin.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundTest {

  private static final Duration TOTAL = Duration.ofSeconds(2);
  private static final OutboundConfig OPEN =
      new OutboundConfig(true, Duration.ofSeconds(1), TOTAL, 1024, Optional.empty(), "Tocsin");

  private final TimeBox timeBox = new TimeBox();
  private final HttpPeer peer = new HttpPeer();

  @AfterEach
  void close() {
    peer.close();
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
    Verdict got = send(OPEN, "http://127.0.0.1:" + peer.port());
    assertThat(got.getClass().getSimpleName()).isEqualTo(verdict);
    assertThat(got.detail()).startsWith("answered " + status);
    assertThat(peer.asked()).hasSize(1);
  }

  @Test
  void a_redirect_is_not_followed_and_the_words_say_so() {
    peer.is(HttpPeer.answers(302, "Location: http://127.0.0.1:%d/next".formatted(peer.port())));
    Verdict got = send(OPEN, "http://127.0.0.1:%d/first".formatted(peer.port()));
    assertThat(got.detail()).contains("redirect").contains("final URL");
    assertThat(peer.only().target()).isEqualTo("/first");
  }

  @Test
  void the_server_says_when_to_come_back() {
    peer.is(HttpPeer.answers(429, "Retry-After: 120"));
    assertThat(send(OPEN, "http://127.0.0.1:" + peer.port()))
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
    send(OPEN, "http://me:p%40ss@127.0.0.1:%d/x".replace("%d", "" + peer.port()));
    assertThat(peer.only().header("Authorization")).isEqualTo("Basic bWU6cEBzcw==");
    assertThat(peer.only().target()).isEqualTo("/x");
    assertThat(peer.only().header("Host")).doesNotContain("me");
  }

  @Test
  void a_request_carries_nothing_that_was_not_asked_for() {
    send(OPEN, "http://127.0.0.1:" + peer.port());
    assertThat(peer.only().headers().keySet())
        .containsOnly("host", "connection", "user-agent", "content-length");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0.0.0.0",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[fe80::1]",
        "[fc00::1]",
        "[fd12:3456::1]",
        "[ff02::1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[2001::1]",
        "[2001:db8::1]",
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "203.0.113.7",
        "192.0.0.8"
      })
  void a_private_address_is_refused_in_every_spelling(String host) {
    OutboundConfig closed = OPEN.withAllowPrivate(false);
    Verdict got = send(closed, "http://%s:%d/".formatted(host, peer.port()));
    assertThat(got).isInstanceOf(Verdict.GiveUp.class);
    assertThat(got.detail()).contains("private addresses are not allowed");
    assertThat(peer.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.1",
        "11.0.0.1",
        "223.255.255.255",
        "2606:4700::1111",
        "2a00:1450::1",
        "64:ff9b::101:101",
        "2001:4860:4860::8888"
      })
  void public_addresses_pass(String address) throws UnknownHostException {
    assertThat(PublicAddresses.contain(InetAddress.getByName(address))).isTrue();
  }

  @Test
  void of_a_name_with_several_addresses_only_the_public_ones_are_called() throws Exception {
    InetAddress open = InetAddress.getByName("1.1.1.1");
    InetAddress inner = InetAddress.getByName("10.0.0.1");
    var names = new CheckedDns(false, fixed(List.of(inner, open)));
    assertThat(names.resolve("mixed.example")).containsExactly(open);
  }

  @Test
  void a_name_is_looked_up_once_so_that_it_cannot_change_after_the_check() throws Exception {
    // The first answer is let through by the check, every later one would lead elsewhere.
    AtomicInteger lookUps = new AtomicInteger();
    InetAddress here = InetAddress.getLoopbackAddress();
    DnsResolver rebinding =
        new FixedNames(List.of(here)) {
          @Override
          public InetAddress[] resolve(String host) throws UnknownHostException {
            return lookUps.incrementAndGet() == 1
                ? super.resolve(host)
                : new InetAddress[] {InetAddress.getByName("192.0.2.1")};
          }
        };
    try (var outbound = new Outbound(OPEN, timeBox, new CheckedDns(true, rebinding))) {
      Verdict got = outbound.send(call("http://hooks.example:%d/x".formatted(peer.port())));
      assertThat(got).isEqualTo(new Verdict.Delivered("answered 200"));
    }
    assertThat(lookUps).hasValue(1);
    assertThat(peer.only().header("Host")).isEqualTo("hooks.example:" + peer.port());
  }

  @Test
  void a_name_that_does_not_exist_is_tried_again() {
    DnsResolver empty =
        new FixedNames(List.of()) {
          @Override
          public InetAddress[] resolve(String host) throws UnknownHostException {
            throw new UnknownHostException(host);
          }
        };
    try (var outbound = new Outbound(OPEN, timeBox, new CheckedDns(false, empty))) {
      Verdict got = outbound.send(call("http://nowhere.invalid/s3cret"));
      assertThat(got).isInstanceOf(Verdict.TryAgain.class);
      assertThat(got.detail()).startsWith("nowhere.invalid: there is no such host name");
      assertThat(got.detail()).doesNotContain("s3cret");
    }
  }

  @Test
  void tls_checks_the_certificate_and_the_name_in_it() throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (var secure = new HttpPeer(TestTls.server())) {
      OutboundConfig trusting =
          new OutboundConfig(
              true, Duration.ofSeconds(2), TOTAL, 1024, Optional.of(TestTls.PEM), "Tocsin");
      String url = "https://localhost:" + secure.port();
      assertThat(send(trusting, url)).isEqualTo(new Verdict.Delivered("answered 200"));
      assertThat(send(OPEN, url).detail()).startsWith("localhost: TLS failed");
      try (var outbound = new Outbound(trusting, timeBox, fixed(List.of(here)))) {
        Verdict got = outbound.send(call("https://other.example:" + secure.port()));
        assertThat(got).isInstanceOf(Verdict.TryAgain.class);
        assertThat(got.detail()).startsWith("other.example: TLS failed");
      }
      assertThat(secure.asked()).hasSize(1);
    }
  }

  @Test
  void when_the_time_is_over_nothing_is_sent_any_more() throws Exception {
    var release = new java.util.concurrent.CountDownLatch(1);
    var resolved = new java.util.concurrent.CountDownLatch(1);
    InetAddress here = InetAddress.getLoopbackAddress();
    DnsResolver slow =
        new FixedNames(List.of(here)) {
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
    try (var outbound = new Outbound(hasty, timeBox, slow)) {
      Verdict got = outbound.send(call("http://slow.example:%d/".formatted(peer.port())));
      assertThat(got).isEqualTo(new Verdict.TryAgain("no answer within 100 ms", Optional.empty()));
      release.countDown();
      resolved.await();
    }
    timeBox.close();
    assertThat(peer.asked()).isEmpty();
  }

  private Verdict send(OutboundConfig config, String url) {
    try (var outbound = new Outbound(config, timeBox)) {
      return outbound.send(call(url));
    }
  }

  private static Call call(String url) {
    byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
    return new Call("POST", WebAddress.parse(url), List.of(), body);
  }

  private static DnsResolver fixed(List<InetAddress> addresses) {
    return new FixedNames(addresses);
  }

  /** Every name leads to the same addresses. */
  private static class FixedNames implements DnsResolver {
    private final List<InetAddress> addresses;

    FixedNames(List<InetAddress> addresses) {
      this.addresses = addresses;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      return addresses.toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }
}
