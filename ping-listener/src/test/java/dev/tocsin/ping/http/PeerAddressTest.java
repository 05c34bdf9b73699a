package dev.tocsin.ping.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerAddressTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "null, 10.0.0.9",
        "1.2.3.4, 1.2.3.4",
        "'1.2.3.4, 5.6.7.8', 1.2.3.4",
        "' 1.2.3.4 ,5.6.7.8', 1.2.3.4",
        "1.2.3.4:5678, 1.2.3.4",
        "1.2.3.4:, 10.0.0.9",
        "1.2.3.4:x, 10.0.0.9",
        "'', null",
        "' ', null",
        "',1.2.3.4', null",
        "2001:0db8:0:0::1, 2001:db8::1",
        "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "0:0:0:0:0:0:0:1, ::1",
        "::, ::",
        "::ffff:1.1.1.1, ::ffff:1.1.1.1",
        "::ffff:0101:0101, ::ffff:1.1.1.1",
        "fe80::1%eth0, fe80::1",
        "[2001:db8::1]:443, 10.0.0.9",
        "1.2.3, 10.0.0.9",
        "1.2.3.4.5, 10.0.0.9",
        "1.2.3.256, 10.0.0.9",
        "1.2.3.04, 10.0.0.9",
        "1..3.4, 10.0.0.9",
        "1.2.3.4., 10.0.0.9",
        "unknown, 10.0.0.9",
        "2001:db8::1::2, 10.0.0.9"
      })
  void the_first_forwarded_address_counts_else_the_socket(String header, String recorded) {
    assertThat(PeerAddress.of(header, "10.0.0.9")).isEqualTo(recorded);
  }

  @ParameterizedTest
  @CsvSource({
    "0:0:0:0:0:0:0:1, ::1",
    "fe80:0:0:0:1:2:3:4%2, fe80::1:2:3:4",
    "127.0.0.1, 127.0.0.1"
  })
  void a_socket_peer_is_compressed_too(String peer, String recorded) {
    assertThat(PeerAddress.of(null, peer)).isEqualTo(recorded);
    assertThat(PeerAddress.of("garbage", peer)).isEqualTo(recorded);
  }
}
