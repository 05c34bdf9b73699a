package dev.tocsin.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReadinessTest {

  private final Readiness readiness = new Readiness();

  @Test
  void each_reason_names_its_part() {
    readiness.add("alerter", () -> List.of("overdue: stuck", "delivery: stuck"));
    readiness.add("dashboard", List::of);

    assertThat(readiness.notReady())
        .containsExactly("alerter: overdue: stuck", "alerter: delivery: stuck");
  }

  @Test
  void a_part_that_waited_is_replaced_by_the_one_that_works() {
    readiness.add("alerter", () -> List.of("waiting"));
    readiness.add("alerter", List::of);

    assertThat(readiness.notReady()).isEmpty();
  }

  @Test
  void who_is_stopping_is_not_ready() {
    readiness.stopping();

    assertThat(readiness.notReady()).containsExactly("stopping");
  }
}
