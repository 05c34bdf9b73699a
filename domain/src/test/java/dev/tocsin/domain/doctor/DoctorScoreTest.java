package dev.tocsin.domain.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The doctor's score over hundreds of made-up histories of which the truth is known. The table that
 * it prints is the one in {@code docs/doctor.md}; another seed is another set ({@code
 * -Ddoctor.seed}).
 */
class DoctorScoreTest {

  private static final long SEED = Long.getLong("doctor.seed", 20_261_121);

  /** Of a hundred histories with something to find, in how many it must be found. */
  private static final int FLOOR = 90;

  /** What became of the histories of one sort. */
  private static final class Score {
    private int all;
    private int found;
    private int exact;
    private int wrong;
    private boolean healthy;
  }

  @Test
  void findings_are_right_and_healthy_checks_are_left_in_peace() {
    Map<String, Score> scores = new LinkedHashMap<>();
    List<String> wrong = new ArrayList<>();
    for (Sample sample : Samples.all(SEED)) {
      List<Finding> findings = Doctor.examine(sample.history());
      Score score = scores.computeIfAbsent(sample.sort(), s -> new Score());
      score.all++;
      score.healthy = sample.expected().isEmpty();
      Optional<Finding> right =
          findings.stream()
              .filter(f -> sample.expected().contains(f.kind()) && sample.mended(f))
              .findFirst();
      score.found += right.isPresent() ? 1 : 0;
      score.exact += right.filter(sample::exact).isPresent() ? 1 : 0;
      if (findings.size() > (right.isPresent() ? 1 : 0)) {
        score.wrong++;
        wrong.add(sample + " -> " + findings);
      }
    }
    print(scores);
    assertThat(wrong).as("false findings with -Ddoctor.seed=%d", SEED).isEmpty();
    scores.forEach(
        (sort, score) ->
            assertThat(100 * score.found)
                .as("%s: %d of %d found, -Ddoctor.seed=%d", sort, score.found, score.all, SEED)
                .isGreaterThanOrEqualTo(score.healthy ? 0 : FLOOR * score.all));
  }

  private static void print(Map<String, Score> scores) {
    System.out.println("| histories | of these | found | right also next year | false findings |");
    System.out.println("|---|---|---|---|---|");
    scores.forEach(
        (sort, s) ->
            System.out.printf(
                "| %s | %d | %s | %s | %d |%n",
                sort, s.all, s.healthy ? "–" : s.found, s.healthy ? "–" : s.exact, s.wrong));
  }
}
