package dev.tocsin.domain.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {

  @Test
  void nothing_to_remember_is_no_text() {
    assertThat(Progress.NONE.text()).isEmpty();
    assertThat(Progress.of(null)).isEqualTo(Progress.NONE);
  }

  @Test
  void a_text_can_be_read_by_people_and_by_us() {
    var progress =
        new Progress(
            2,
            1,
            Life.at(5.000001),
            List.of(
                new OpenRun(null, Life.at(1), null),
                new OpenRun(Life.RUN_A, Life.at(2), Life.at(3))));
    assertThat(progress.text())
        .contains(
            "v1 f2 s1 ~1795132805000001 -@1795132801000000"
                + " 00000000-0000-0000-0000-00000000000a@1795132802000000~1795132803000000");
    assertThat(Progress.of(progress.text().orElseThrow())).isEqualTo(progress);
    assertThat(Progress.of("v1 s3")).isEqualTo(new Progress(0, 3, null, List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "v1",
        "v2 f1",
        "f1",
        "v1  f1",
        "v1 f1 ",
        "v1 f01",
        "v1 f0",
        "v1 s1 f1",
        "v1 f-1",
        "v1 f1 f2",
        "v1 f9999999999",
        "v1 ~",
        "v1 ~01",
        "v1 -@",
        "v1 @5",
        "v1 x@5",
        "v1 1-1-1-1-1@5",
        "v1 -@5~5",
        "v1 -@5~4",
        "v1 -@5~",
        "V1 f1",
        "v1 f1\n",
        "v1 f١",
        "v1 00000000-0000-0000-0000-00000000000A@5"
      })
  void what_we_have_not_written_is_not_read(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Progress.of(text));
  }

  @Test
  void an_edit_drops_what_the_new_policy_has_no_use_for() {
    var progress =
        new Progress(2, 2, Life.at(5), List.of(new OpenRun(Life.RUN_A, Life.at(2), Life.at(3))));
    assertThat(progress.under(Policy.NONE)).isEqualTo(Progress.NONE);
    assertThat(progress.under(Policies.inRow(2, 2))).isEqualTo(new Progress(1, 1, null, List.of()));
    assertThat(progress.under(Policies.overlapping()))
        .isEqualTo(new Progress(0, 1, null, List.of(new OpenRun(Life.RUN_A, Life.at(2), null))));
    assertThat(progress.under(Policies.keepAlive()))
        .isEqualTo(new Progress(0, 0, Life.at(5), List.of()));
  }
}
