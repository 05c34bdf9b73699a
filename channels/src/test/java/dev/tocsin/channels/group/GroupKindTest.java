package dev.tocsin.channels.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.channels.TestAlerts;
import dev.tocsin.channels.Verdict;
import org.junit.jupiter.api.Test;

class GroupKindTest {

  private static final String TWO =
      """
      {"channels": ["6b1c2d3e-4f50-4617-8a9b-acbdcedfe0f1", "On-call pager"]}
      """;

  private final GroupKind kind = new GroupKind();

  @Test
  void a_group_names_its_channels() {
    assertThat(kind.problems(TWO)).isEmpty();
    assertThat(kind.summary(TWO)).isEqualTo("2 channels");
    assertThat(kind.problems("{}")).containsExactly("channels: enter at least one");
  }

  @Test
  void a_group_that_gets_an_alert_itself_has_nobody_left() {
    assertThat(kind.open(TWO).deliver(TestAlerts.test("k")))
        .isEqualTo(new Verdict.GiveUp("there is no channel left in this group"));
  }
}
