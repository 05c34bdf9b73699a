package dev.tocsin.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenFilesTest {

  @Test
  void connections_leave_files_for_everything_else() {
    assertThat(OpenFiles.connections(10_000, 524_288)).isEqualTo(10_000);
    assertThat(OpenFiles.connections(10_000, 10_000)).isEqualTo(9_750);
    assertThat(OpenFiles.connections(10_000, 1_024)).isEqualTo(774);
    assertThat(OpenFiles.connections(100, 1_024)).isEqualTo(100);
    assertThat(OpenFiles.connections(10_000, 256)).isEqualTo(64);
  }

  @Test
  void a_limit_that_is_not_known_limits_nothing() {
    assertThat(OpenFiles.connections(10_000, -1)).isEqualTo(10_000);
    assertThat(OpenFiles.connections(5)).isEqualTo(5);
  }
}
