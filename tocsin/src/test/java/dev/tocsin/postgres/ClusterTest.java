package dev.tocsin.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterTest {

  @ParameterizedTest
  @CsvSource({"256, 128", "1024, 128", "4096, 256", "8192, 512", "262144, 512"})
  void shared_memory_is_a_sixteenth_of_the_machines_within_bounds(long memory, long shared) {
    assertThat(Cluster.sharedBuffers(memory << 20)).isEqualTo(shared << 20);
  }
}
