package dev.tocsin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SecretBoxTest {

  private static SecretBox box(int fill) {
    byte[] key = new byte[SecretBox.KEY_BYTES];
    Arrays.fill(key, (byte) fill);
    return new SecretBox(key);
  }

  @Test
  void a_derived_key_is_the_same_on_every_machine_and_another_for_each_purpose() {
    assertThat(box(1).derive("badges")).hasSize(32).isEqualTo(box(1).derive("badges"));
    assertThat(box(1).derive("badges")).isNotEqualTo(box(1).derive("links"));
    assertThat(box(1).derive("badges")).isNotEqualTo(box(2).derive("badges"));
  }
}
