package dev.tocsin.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretBoxTest {

  private static byte[] key(int fill) {
    byte[] key = new byte[SecretBox.KEY_BYTES];
    Arrays.fill(key, (byte) fill);
    return key;
  }

  private static SecretBox box(int fill, int... others) {
    List<byte[]> keys = new ArrayList<>();
    for (int other : others) {
      keys.add(key(other));
    }
    return new SecretBox(key(fill), keys);
  }

  @Test
  void what_another_key_has_sealed_is_read_where_that_key_is_and_said_where_it_is_not() {
    byte[] sealed = box(1).seal(new byte[] {42});
    assertThat(box(2, 1).open(sealed)).containsExactly(42);
    assertThat(box(2, 3, 1).open(sealed)).containsExactly(42);
    assertThat(sealed).startsWith(box(1).prefix());
    assertThat(box(2, 1).seal(new byte[] {42})).startsWith(box(2).prefix());
    assertThatThrownBy(() -> box(2, 3).open(sealed))
        .hasMessageContaining(box(1).fingerprint().substring(0, 8))
        .hasMessageContaining(box(3).fingerprint());
    sealed[20] ^= 1;
    assertThatThrownBy(() -> box(1).open(sealed)).hasMessageContaining("does not open");
  }

  @Test
  void what_another_key_has_signed_is_good_where_that_key_is() {
    byte[] message = {1, 2, 3};
    byte[] signature = new Macs(box(1), "links").sign(message);
    assertThat(new Macs(box(2, 1), "links").fits(message, signature)).isTrue();
    assertThat(new Macs(box(2, 1), "links").fits(message, Arrays.copyOf(signature, 16))).isTrue();
    assertThat(new Macs(box(2, 3), "links").fits(message, signature)).isFalse();
    assertThat(new Macs(box(1), "badges").fits(message, signature)).isFalse();
    assertThat(new Macs(box(1), "links").fits(message, Arrays.copyOf(signature, 40))).isFalse();
    assertThat(new Macs(box(2, 1), "links").sign(message)).isNotEqualTo(signature);
  }

  @Test
  void a_derived_key_is_the_same_on_every_machine_and_another_for_each_purpose() {
    assertThat(box(1).derive("badges")).hasSize(32).isEqualTo(box(1).derive("badges"));
    assertThat(box(1).derive("badges")).isNotEqualTo(box(1).derive("links"));
    assertThat(box(1).derive("badges")).isNotEqualTo(box(2).derive("badges"));
  }
}
