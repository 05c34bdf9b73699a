package dev.tocsin.dashboard.parts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.board.Run;
import dev.tocsin.dashboard.web.Viewer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartsTest {

  private static final Instant NOW = Instant.parse("2026-03-01T03:20:00Z");
  private static final Viewer BERLIN = new Viewer(ZoneId.of("Europe/Berlin"), NOW, "", false);

  @Test
  void spans_have_at_most_two_units() {
    assertThat(Times.span(Duration.ofMillis(250))).isEqualTo("250 ms");
    assertThat(Times.span(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(Times.span(Duration.ofSeconds(125))).isEqualTo("2 min 5 s");
    assertThat(Times.span(Duration.ofMinutes(65))).isEqualTo("1 h 5 min");
    assertThat(Times.span(Duration.ofHours(27))).isEqualTo("1 d 3 h");
    assertThat(Times.span(Duration.ofDays(12).plusHours(3))).isEqualTo("12 d");
  }

  @Test
  void times_are_told_in_the_place_of_the_viewer() {
    assertThat(Times.clock(NOW, BERLIN)).isEqualTo("04:20");
    assertThat(Times.clock(NOW.minus(Duration.ofHours(5)), BERLIN)).isEqualTo("yesterday 23:20");
    assertThat(Times.clock(NOW.minus(Duration.ofDays(20)), BERLIN)).isEqualTo("9 Feb 04:20");
    assertThat(Times.exact(NOW, BERLIN)).isEqualTo("Sun 1 Mar 2026, 04:20:00 CET");
    assertThat(Times.ago(NOW.minusSeconds(725), BERLIN)).isEqualTo("12 min ago");
    assertThat(Times.ago(NOW.plusSeconds(7500), BERLIN)).isEqualTo("in 2 h 5 min");
    assertThat(Times.ago(NOW.minusSeconds(2), BERLIN)).isEqualTo("just now");
  }

  @Test
  void a_sentence_keeps_its_instants_apart_from_its_words() {
    Sentence sentence = Sentence.of("Expected {}, nothing until {}", NOW, NOW.plusSeconds(60));
    assertThat(sentence.parts())
        .extracting(Sentence.Part::text)
        .containsExactly("Expected ", "", ", nothing until ", "", "");
    assertThat(sentence.parts().get(3).at()).isEqualTo(NOW.plusSeconds(60));
  }

  @Test
  void the_newest_run_stands_right_and_long_runs_are_tall() {
    List<Run> runs =
        IntStream.rangeClosed(1, 3)
            .mapToObj(
                i ->
                    new Run(
                        i, NOW.plusSeconds(i), Run.Outcome.GOOD, Duration.ofSeconds(i * 10L), 0))
            .toList();
    RunBar bar = RunBar.of(runs, 30);
    assertThat(bar.bars().get(2).x() + RunBar.WIDTH).isEqualTo(bar.width());
    assertThat(bar.bars()).extracting(RunBar.Bar::height).isSorted();
    assertThat(bar.summary()).isEqualTo("Last 3 runs: 3 good");
    assertThat(RunBar.of(List.of(), 30).summary()).isEqualTo("No runs yet");
  }
}
