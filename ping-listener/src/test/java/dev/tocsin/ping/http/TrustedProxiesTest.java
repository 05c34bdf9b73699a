package dev.tocsin.ping.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedProxiesTest {

  private static final TrustedProxies OURS =
      TrustedProxies.only(address -> address.startsWith("10."));

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "203.0.113.7, 198.51.100.9, 198.51.100.9", // not one of ours: its word counts for nothing
        "'', 198.51.100.9, 198.51.100.9",
        "203.0.113.7, 10.0.0.9, 203.0.113.7",
        "'203.0.113.7, 10.0.0.1', 10.0.0.9, 203.0.113.7",
        "'1.1.1.1, 203.0.113.7, 10.0.0.1', 10.0.0.9, 203.0.113.7", // 1.1.1.1 is what the client
        // says
        "'garbage, 203.0.113.7', 10.0.0.9, 203.0.113.7",
        "'203.0.113.7, garbage, 10.0.0.1', 10.0.0.9, 10.0.0.1",
        "garbage, 10.0.0.9, 10.0.0.9",
        "'10.0.0.3, 10.0.0.2', 10.0.0.9, 10.0.0.3",
        "203.0.113.7:4711, 10.0.0.9, 203.0.113.7",
        "2001:DB8:8000:0::7, 10.0.0.9, 2001:db8:8000::7",
        "'', 10.0.0.9, null",
        "',', 10.0.0.9, 10.0.0.9",
        "null, 10.0.0.9, 10.0.0.9"
      })
  void the_sender_is_the_nearest_hop_that_is_no_proxy_of_ours(
      String header, String peer, String sender) {
    List<String> lines = header == null ? List.of() : List.of(header);
    assertThat(PeerAddress.beyond(OURS, lines, peer)).isEqualTo(sender);
  }

  @Test
  void several_lines_are_one_list() {
    assertThat(PeerAddress.beyond(OURS, List.of("1.1.1.1, 203.0.113.7", "10.0.0.2"), "10.0.0.9"))
        .isEqualTo("203.0.113.7");
  }
}
