package dev.tocsin.ping.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

  private static final TrustedProxies OURS =
      TrustedProxies.parse("10.0.0.0/8, 192.0.2.1,2001:db8::/33");

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0, true",
    "10.255.255.255, true",
    "11.0.0.0, false",
    "9.255.255.255, false",
    "192.0.2.1, true",
    "192.0.2.2, false",
    "::ffff:10.1.2.3, true",
    "2001:db8::1, true",
    "2001:db8:7fff::1, true",
    "2001:db8:8000::1, false",
    "garbage, false",
    "'', false"
  })
  void an_address_belongs_to_a_network_by_its_first_bits(String address, boolean ours) {
    assertThat(OURS.contains(address)).isEqualTo(ours);
  }

  @Test
  void all_and_none_are_what_they_say() {
    assertThat(TrustedProxies.parse("all").contains("198.51.100.1")).isTrue();
    assertThat(TrustedProxies.parse("none").contains("127.0.0.1")).isFalse();
    assertThat(TrustedProxies.parse("0.0.0.0/0").contains("198.51.100.1")).isTrue();
    assertThat(TrustedProxies.parse("0.0.0.0/0").contains("::1")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "10.0.0.0/33", "10.0.0/8", "::/129", "10.0.0.0/", "10.0.0.1,", "::/-1"})
  void anything_else_is_refused_by_name(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrustedProxies.parse(text))
        .withMessageStartingWith("neither an address nor a network");
  }

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
