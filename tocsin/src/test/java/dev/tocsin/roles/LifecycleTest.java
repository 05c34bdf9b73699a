package dev.tocsin.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleTest {

  private final List<String> closed = new ArrayList<>();
  private final Lifecycle app = new Lifecycle();

  @Test
  void parts_close_in_reverse_and_a_failing_one_does_not_stop_the_rest() {
    app.add("first", () -> closed.add("first"));
    app.add(
        "second",
        () -> {
          throw new IllegalStateException("expected by this test");
        });
    app.add("third", () -> closed.add("third"));

    app.close();
    app.close();

    assertThat(closed).containsExactly("third", "first");
  }

  @Test
  void a_part_that_comes_late_is_closed_at_once() {
    app.close();

    assertThatThrownBy(() -> app.add("late", () -> closed.add("late")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(closed).containsExactly("late");
  }
}
