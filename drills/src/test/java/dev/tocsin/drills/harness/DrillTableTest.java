package dev.tocsin.drills.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.harness.DrillRow.Column;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DrillTableTest {

  private static final String PAGE =
      """
      Before.
      <!-- rows: as it is -->
      <!-- end of rows -->
      Between.
      <!-- rows: without protection -->
      <!-- end of rows -->
      After.
      """;

  private static DrillRow row(String drill, long lost) {
    return DrillRow.of(drill, "kill -9")
        .seed(7)
        .pings(new Ledger.Balance(1_200, 1_100, 1_101, lost, 0, Map.of(0, 99L, 503, 1L), List.of()))
        .recovered(Duration.ofMillis(2_340));
  }

  @Test
  void a_row_says_what_was_found_and_what_was_not_looked_at() {
    assertThat(row("b", 0).line())
        .isEqualTo(
            "| b | kill -9 | 1,200 | 1,100 | 1,101 | 0 | 0 | none: 99, 503: 1"
                + " | – | – | – | – | – | – | 2.3 s | 7 |");
  }

  @Test
  void rows_take_the_place_of_their_older_selves_and_leave_the_others() {
    DrillRow bare = DrillRow.without("b", "its journal").with(Column.FALSE_DOWNS, 3);
    String page = DrillTable.merged(PAGE, List.of(row("b", 5), bare));
    page = DrillTable.merged(page, List.of(row("a", 0), row("b", 0)));
    assertThat(page)
        .containsSubsequence(
            "Before.", row("a", 0).line(), row("b", 0).line(), "Between.", bare.line(), "After.")
        .doesNotContain(row("b", 5).line());
    assertThat(DrillTable.merged(page, List.of())).isEqualTo(page);
  }
}
