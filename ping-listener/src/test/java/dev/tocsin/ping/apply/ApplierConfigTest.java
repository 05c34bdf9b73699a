package dev.tocsin.ping.apply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApplierConfigTest {

  private static final long MIB = 1 << 20;

  @Test
  void checks_kept_in_memory_take_a_sixth_of_the_heap() {
    assertThat(ApplierConfig.checksIn(128 * MIB)).isBetween(35_000, 40_000);
    assertThat(ApplierConfig.checksIn(1_024 * MIB)).isBetween(280_000, 320_000);
  }

  @Test
  void neither_a_tiny_heap_nor_one_without_bound_is_a_mistake() {
    assertThat(ApplierConfig.checksIn(1)).isEqualTo(1);
    assertThat(ApplierConfig.checksIn(Long.MAX_VALUE)).isEqualTo(2_000_000);
  }
}
