package dev.tocsin.selfwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerHistoryTest {

  private final AnswerHistory history = new AnswerHistory();

  private void minutes(int count, Map<Integer, Long> answers) {
    for (int i = 0; i < count; i++) {
      history.add(answers);
    }
  }

  @Test
  void a_mishap_is_none_and_failures_that_go_on_are() {
    minutes(60, Map.of(200, 1_000L));
    minutes(1, Map.of(200, 1_000L, 500, 400L));
    minutes(1, Map.of(200, 1_000L, 500, 4L));
    assertThat(history.failing()).isEmpty();
    minutes(1, Map.of(200, 1_000L, 500, 5L, 502, 1L));
    assertThat(history.failing()).contains(Map.of(500, 409L, 502, 1L));
    minutes(2, Map.of(200, 1_000L));
    assertThat(history.failing()).isEmpty();
  }

  @Test
  void refusals_are_held_against_the_share_before_and_not_against_traffic() {
    minutes(60, Map.of(200, 1_000L, 404, 30L));
    minutes(5, Map.of(200, 50_000L, 404, 1_500L));
    assertThat(history.rising()).as("fifty times the traffic").isEmpty();
    minutes(5, Map.of(200, 700L, 404, 300L));
    assertThat(history.rising()).as("ten times the share").contains(Map.of(404, 1_500L));
  }

  @Test
  void what_is_wrong_does_not_become_what_is_usual() {
    minutes(60, Map.of(200, 1_000L));
    minutes(180, Map.of(200, 800L, 401, 200L));
    assertThat(history.rising()).contains(Map.of(401, 1_000L));
    minutes(5, Map.of(200, 1_000L));
    assertThat(history.rising()).isEmpty();
  }

  @Test
  void a_few_strangers_are_nothing_and_a_start_that_refuses_half_is_something() {
    minutes(60, Map.of(200, 10L));
    minutes(5, Map.of(404, 19L));
    assertThat(history.rising()).as("95 in five minutes").isEmpty();

    AnswerHistory fresh = new AnswerHistory();
    fresh.add(Map.of(200, 100L, 404, 99L));
    assertThat(fresh.rising()).as("without a past").isEmpty();
    fresh.add(Map.of(401, 101L));
    assertThat(fresh.rising()).contains(Map.of(401, 101L, 404, 99L));
  }

  @Test
  void where_most_was_refused_all_the_time_only_nearly_all_is_more() {
    minutes(60, Map.of(200, 100L, 404, 200L));
    minutes(5, Map.of(200, 100L, 404, 400L));
    assertThat(history.rising()).isEmpty();
    minutes(5, Map.of(200, 10L, 404, 400L));
    assertThat(history.rising()).contains(Map.of(404, 2_000L));
  }
}
