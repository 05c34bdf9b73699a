package dev.tocsin.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {

  private static final Networks OURS = Networks.parse("10.0.0.0/8, 192.0.2.1,2001:db8::/33");

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
    assertThat(OURS.test(address)).isEqualTo(ours);
  }

  @Test
  void a_network_of_no_bits_is_all_of_its_kind() {
    assertThat(Networks.parse("0.0.0.0/0").test("198.51.100.1")).isTrue();
    assertThat(Networks.parse("0.0.0.0/0").test("::1")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "10.0.0.0/33", "10.0.0/8", "::/129", "10.0.0.0/", "10.0.0.1,", "::/-1"})
  void anything_else_is_refused_by_name(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Networks.parse(text))
        .withMessageStartingWith("neither an address nor a network");
  }
}
