package dev.tocsin.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses may be called, and that no other one is. */
class OutboundAddressTest {

  private static final OutboundConfig OPEN = OutboundConfig.DEFAULT.withAllowPrivate(true);
  private static final TimeBox timeBox = new TimeBox();
  private static final Outbound closed = new Outbound(OutboundConfig.DEFAULT, timeBox);

  private final HttpPeer peer = new HttpPeer();

  @AfterEach
  void closePeer() {
    peer.close();
  }

  @AfterAll
  static void close() {
    closed.close();
    timeBox.close();
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
    Verdict got = closed.send(call("http://%s:%d/".formatted(host, peer.port())));
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
    var names = new CheckedDns(false, new FixedNames(inner, open));
    assertThat(names.resolve("mixed.example")).containsExactly(open);
  }

  @Test
  void a_name_is_looked_up_once_so_that_it_cannot_change_after_the_check() throws Exception {
    // The first answer is let through by the check, every later one would lead elsewhere.
    AtomicInteger lookUps = new AtomicInteger();
    InetAddress here = InetAddress.getLoopbackAddress();
    DnsResolver rebinding =
        new FixedNames(here) {
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
        new FixedNames() {
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

  private static Call call(String url) {
    return new Call("POST", WebAddress.parse(url), List.of(), new byte[0]);
  }
}
