package dev.tocsin.alerter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.check.Status;
import dev.tocsin.store.SecretBox;
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
  private static final Window.Lengths LENGTHS =
      new Window.Lengths(Duration.ofSeconds(30), Duration.ofMillis(500), 10);

  private static Waiting of(Waiting.Kind kind, long id, @Nullable Long check, Status status) {
    String news = kind + " " + status + " " + id;
    Waiting.Change change = new Waiting.Change(status, NOW, NOW, true);
    return new Waiting(id, kind, check, change, null, null, false, news);
  }

  private static Waiting down(long id, long check) {
    return of(Waiting.Kind.FLIP, id, check, Status.DOWN);
  }

  private static Waiting up(long id, long check) {
    return of(Waiting.Kind.FLIP, id, check, Status.UP);
  }

  private static Waiting reminder(long id, long check) {
    return of(Waiting.Kind.REMINDER, id, check, Status.DOWN);
  }

  private static Waiting insteadOf(long channel, Waiting delivery) {
    return new Waiting(
        delivery.id(),
        delivery.kind(),
        delivery.checkId(),
        delivery.change(),
        null,
        channel,
        false,
        delivery.news());
  }

  private static Waiting outdated(Waiting delivery) {
    return new Waiting(
        delivery.id(),
        delivery.kind(),
        delivery.checkId(),
        delivery.change(),
        null,
        null,
        true,
        delivery.news());
  }

  private static Waiting test(long id) {
    return new Waiting(id, Waiting.Kind.TEST, null, null, null, null, false, "test " + id);
  }

  private static Waiting notice(long id, String matter) {
    return new Waiting(id, Waiting.Kind.NOTICE, null, null, matter, null, false, "notice " + id);
  }

  private static Folding grouped(
      List<Waiting> waiting, @Nullable Instant downSentAt, @Nullable Instant upSentAt) {
    return Folding.grouped(
        waiting, 10, new Window(downSentAt, 0), new Window(upSentAt, 0), LENGTHS, NOW);
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
  void many_are_held_shortly_four_times_and_then_twice_as_long_each_time_up_to_the_whole_window() {
    Window window = Window.OPEN.after(NOW, LENGTHS);
    assertThat(window.heldUntil(10, LENGTHS, NOW)).contains(NOW.plusSeconds(30));
    for (long held : new long[] {500, 500, 500, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000}) {
      Instant from = Optional.ofNullable(window.sentAt()).orElseThrow();
      Instant until = from.plusMillis(held);
      assertThat(window.heldUntil(11, LENGTHS, from)).contains(until);
      assertThat(window.heldUntil(11, LENGTHS, until)).isEmpty();
      window = window.after(until, LENGTHS);
    }
    assertThat(window.after(NOW.plusSeconds(300), LENGTHS).step()).isZero();
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
  void notices_are_messages_of_their_own_in_no_window_and_in_the_order_of_their_matter() {
    List<Waiting> waiting = List.of(down(1, 7), notice(2, "a"), notice(3, "b"), notice(4, "a"));
    assertThat(grouped(waiting, NOW, NOW).messages())
        .containsExactly(List.of(notice(2, "a")), List.of(notice(3, "b")));
    assertThat(Folding.single(waiting, 10).messages())
        .containsExactly(List.of(down(1, 7)), List.of(notice(2, "a")), List.of(notice(3, "b")));
  }

  @Test
  void reminders_are_told_together_but_never_with_first_news_nor_before_them() {
    List<Waiting> waiting =
        List.of(down(1, 7), reminder(2, 8), reminder(3, 7), reminder(4, 9), down(5, 6));
    assertThat(grouped(waiting, null, null).messages())
        .containsExactly(List.of(reminder(2, 8), reminder(4, 9)), List.of(down(1, 7), down(5, 6)));
    assertThat(grouped(waiting, NOW, null).messages())
        .containsExactly(List.of(reminder(2, 8), reminder(4, 9)));
  }

  @Test
  void what_another_channel_failed_to_tell_is_told_apart() {
    Waiting handedOver = insteadOf(99, down(1, 7));
    assertThat(grouped(List.of(handedOver, down(2, 8), up(3, 7)), null, null).messages())
        .containsExactly(List.of(handedOver), List.of(down(2, 8)));
  }

  @Test
  void a_reminder_of_what_is_over_is_withheld_and_the_rest_passes() {
    Sieve sieve = Sieve.of(List.of(outdated(reminder(1, 7)), up(2, 7), reminder(3, 8)), false);
    assertThat(sieve.passes()).containsExactly(up(2, 7), reminder(3, 8));
    assertThat(sieve.withheld()).containsExactly(Map.entry(1L, Sieve.OVER));
  }

  @Test
  void a_down_that_ended_before_it_was_told_is_withheld_only_where_that_is_asked_for() {
    List<Waiting> waiting = List.of(up(1, 7), down(2, 7), up(3, 7), down(4, 7), down(5, 8));
    assertThat(Sieve.of(waiting, false).passes()).isEqualTo(waiting);
    Sieve sieve = Sieve.of(waiting, true);
    assertThat(sieve.passes()).containsExactly(up(1, 7), down(4, 7), down(5, 8));
    assertThat(sieve.withheld()).containsOnlyKeys(2L, 3L);
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
    MessageKeys keys = new MessageKeys(new SecretBox(new byte[SecretBox.KEY_BYTES]));
    String key = keys.of(List.of(down(1, 7), up(2, 8)));
    assertThat(key).isEqualTo(keys.of(List.of(down(1, 7), up(2, 8)))).matches("[0-9a-f]{32}");
    assertThat(key).isNotEqualTo(keys.of(List.of(down(1, 7))));
    byte[] another = new byte[SecretBox.KEY_BYTES];
    another[0] = 2;
    assertThat(new MessageKeys(new SecretBox(another)).of(List.of(down(1, 7), up(2, 8))))
        .isNotEqualTo(key);
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
