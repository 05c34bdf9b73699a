package dev.tocsin.alerter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.check.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FoldingTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration WINDOW = Duration.ofSeconds(30);

  private static Waiting down(long id, long check) {
    return new Waiting(id, check, Status.DOWN, "down " + id);
  }

  private static Waiting up(long id, long check) {
    return new Waiting(id, check, Status.UP, "up " + id);
  }

  private static Waiting test(long id) {
    return new Waiting(id, null, null, "test " + id);
  }

  private static Folding grouped(
      List<Waiting> waiting, @Nullable Instant downSentAt, @Nullable Instant upSentAt) {
    return Folding.grouped(waiting, 10, downSentAt, upSentAt, WINDOW, NOW);
  }

  @Test
  void one_check_per_message_takes_the_first_of_each_check() {
    Folding folding =
        Folding.single(List.of(down(1, 7), up(2, 7), down(3, 8), test(4), test(5)), 3);
    assertThat(folding.messages())
        .containsExactly(List.of(down(1, 7)), List.of(down(3, 8)), List.of(test(4)));
  }

  @Test
  void downs_and_ups_of_different_checks_are_two_messages() {
    Folding folding = grouped(List.of(down(1, 7), up(2, 8), down(3, 9), up(4, 6)), null, null);
    assertThat(folding.messages())
        .containsExactly(List.of(down(1, 7), down(3, 9)), List.of(up(2, 8), up(4, 6)));
    assertThat(folding.hasDowns()).isTrue();
    assertThat(folding.hasUps()).isTrue();
  }

  @Test
  void a_window_holds_its_kind_until_its_end_and_no_longer() {
    List<Waiting> waiting = List.of(down(1, 7), up(2, 8));
    Folding inside = grouped(waiting, NOW.minusSeconds(29), null);
    assertThat(inside.messages()).containsExactly(List.of(up(2, 8)));
    assertThat(inside.next()).contains(NOW.plusSeconds(1));
    assertThat(grouped(waiting, NOW.minusSeconds(30), null).messages()).hasSize(2);
  }

  @Test
  void an_up_goes_with_the_down_that_waits_before_it() {
    Folding folding = grouped(List.of(down(1, 7), up(2, 7)), NOW.minusSeconds(10), null);
    assertThat(folding.messages()).isEmpty();
    assertThat(folding.next()).contains(NOW.plusSeconds(20));
    assertThat(grouped(List.of(down(1, 7), up(2, 7)), null, null).messages())
        .containsExactly(List.of(down(1, 7), up(2, 7)));
  }

  @Test
  void whatever_waits_nothing_is_lost_doubled_or_overtaken() {
    for (int round = 0; round < 2_000; round++) {
      long seed = 4_711L + round;
      Random random = new Random(seed);
      List<Waiting> waiting = new ArrayList<>();
      Map<Long, Boolean> isDown = new HashMap<>();
      int count = random.nextInt(12);
      for (long id = 1; id <= count; id++) {
        long check = random.nextInt(4);
        boolean down = !isDown.getOrDefault(check, random.nextBoolean());
        isDown.put(check, down);
        waiting.add(down ? down(id, check) : up(id, check));
      }
      Folding folding =
          grouped(
              waiting,
              random.nextBoolean() ? null : NOW.minusSeconds(random.nextInt(60)),
              random.nextBoolean() ? null : NOW.minusSeconds(random.nextInt(60)));
      Set<Waiting> left = new HashSet<>(waiting);
      Map<Long, Long> lastOfCheck = new HashMap<>();
      for (Waiting sent : folding.messages().stream().flatMap(List::stream).toList()) {
        assertThat(left.remove(sent)).as("seed %d", seed).isTrue();
        long check = Optional.ofNullable(sent.checkId()).orElseThrow();
        assertThat(lastOfCheck.getOrDefault(check, 0L)).as("seed %d", seed).isLessThan(sent.id());
        lastOfCheck.put(check, sent.id());
      }
      for (Waiting stays : left) {
        assertThat(lastOfCheck).as("seed %d", seed).doesNotContainKey(stays.checkId());
      }
      assertThat(folding.next().isPresent()).as("seed %d", seed).isEqualTo(!left.isEmpty());
    }
  }

  @Test
  void a_key_is_the_same_for_the_same_news_safe_in_headers_and_nobody_can_guess_it() {
    MessageKeys keys = new MessageKeys(new byte[] {1});
    String key = keys.of(List.of(down(1, 7), up(2, 8)));
    assertThat(key).isEqualTo(keys.of(List.of(down(1, 7), up(2, 8)))).matches("[0-9a-f]{32}");
    assertThat(key).isNotEqualTo(keys.of(List.of(down(1, 7))));
    assertThat(new MessageKeys(new byte[] {2}).of(List.of(down(1, 7), up(2, 8)))).isNotEqualTo(key);
  }

  @Test
  void waits_double_are_jittered_and_bounded() {
    BackOff backOff = new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(15), new Random(1));
    for (int failures = 1; failures < 100; failures++) {
      long full = failures > 20 ? 900_000 : Math.min(900_000, 1_000L << (failures - 1));
      assertThat(backOff.after(failures).toMillis()).isBetween(full / 2, full);
    }
  }
}
