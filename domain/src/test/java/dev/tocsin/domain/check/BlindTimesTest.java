package dev.tocsin.domain.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlindTimesTest {

  private static final int SECONDS = 120;
  private static final Duration FAILOVER = Duration.ofSeconds(7);

  @Test
  void one_stream_that_never_stopped_leaves_nothing_blind() {
    assertThat(blind(open(0, 100))).isEmpty();
    assertThat(BlindTimes.of(List.of(), FAILOVER)).isEqualTo(BlindTimes.NONE);
  }

  @Test
  void what_was_forgotten_is_blind_although_somebody_listened() {
    List<Interval> forgotten = List.of(interval(30, 50), interval(5, 12));
    assertThat(
            BlindTimes.of(List.of(stopped(10, 20), open(25, 100)), forgotten, FAILOVER).intervals())
        .containsExactly(interval(5, 12), interval(20, 25), interval(30, 50));
  }

  @Test
  void what_lies_between_two_starts_is_blind_and_what_lies_before_the_first_is_not() {
    assertThat(blind(stopped(10, 20), open(25, 40))).containsExactly(interval(20, 25));
  }

  @Test
  void a_crash_of_one_of_several_is_blind_up_to_where_it_was_found_and_for_a_while_at_least() {
    assertThat(blind(lost(0, 20, 21), open(5, 60))).containsExactly(interval(20, 27));
    assertThat(blind(lost(0, 20, 50), open(5, 60))).containsExactly(interval(20, 50));
  }

  @Test
  void a_crash_of_the_only_node_is_blind_for_as_long_as_it_was_away() {
    assertThat(blind(lost(0, 20, 23), open(22, 60))).containsExactly(interval(20, 22));
    assertThat(blind(stopped(0, 18), lost(19, 20, 23), open(22, 60)))
        .as("its own stream of before is no other node")
        .containsExactly(interval(18, 19), interval(20, 22));
  }

  @Test
  void nodes_that_are_lost_at_once_or_follow_each_other_are_several() {
    assertThat(blind(lost(0, 20, 23), on("b", lost(0, 21, 24)), open(22, 60)))
        .containsExactly(interval(20, 28));
    assertThat(blind(lost(0, 20, 23), on("b", open(22, 60)))).containsExactly(interval(20, 27));
    assertThat(blind(lost(0, 20, 23), open(21, 60), on("b", open(22, 60))))
        .as("the same node was there first")
        .containsExactly(interval(20, 21));
    assertThat(blind(lost(0, 20, 23), on("b", open(28, 60)))).containsExactly(interval(20, 28));
    assertThat(blind(on("b", stopped(0, 10)), lost(5, 20, 23), open(22, 60)))
        .as("the other one left in good order, long ago")
        .containsExactly(interval(20, 22));
  }

  /** Who judges up to {@code now} must not be proved wrong by who comes later. */
  @Test
  void what_opens_later_changes_nothing_before_as_long_as_somebody_listened() {
    long first = System.nanoTime();
    for (long seed = first; seed < first + 3_000; seed++) {
      var random = new Random(seed);
      int now = random.nextInt(SECONDS);
      List<Ear> known = new ArrayList<>(ears(random));
      known.removeIf(ear -> ear.openedAt().isAfter(at(now)));
      known.add(on("node " + random.nextInt(2), open(random.nextInt(now + 1), now)));
      List<Ear> later = new ArrayList<>(known);
      int opened = now + 1 + random.nextInt(20);
      later.add(on("node " + random.nextInt(3), lost(opened, opened + 5, opened + 9)));
      BlindTimes was = BlindTimes.of(known, FAILOVER);
      BlindTimes is = BlindTimes.of(later, FAILOVER);
      for (int second = 0; second < now; second++) {
        assertThat(covers(is.intervals(), second))
            .as("seed %d: second %d of %s", seed, second, later)
            .isEqualTo(covers(was.intervals(), second));
      }
    }
  }

  @Test
  void deafness_of_one_is_made_good_by_another() {
    Ear deaf = new Ear("a", at(0), at(60), null, false, List.of(interval(10, 20)));
    assertThat(blind(deaf)).containsExactly(interval(10, 20));
    assertThat(blind(deaf, stopped(5, 12))).containsExactly(interval(12, 20));
  }

  @Test
  void a_stream_that_is_open_is_not_blind_behind_what_it_said_last() {
    assertThat(blind(open(0, 10), open(30, 60))).isEmpty();
  }

  @Test
  void it_is_what_counting_seconds_would_say() {
    long first = System.nanoTime();
    for (long seed = first; seed < first + 3_000; seed++) {
      var random = new Random(seed);
      List<Ear> ears = ears(random);
      BlindTimes blind = BlindTimes.of(ears, FAILOVER);
      for (int second = 0; second < SECONDS + 20; second++) {
        boolean is = covers(blind.intervals(), second);
        assertThat(is)
            .as("seed %d: second %d of %s, %s", seed, second, ears, blind)
            .isEqualTo(model(ears, second));
      }
      assertSortedAndApart(seed, blind.intervals());
      int from = random.nextInt(SECONDS);
      int to = from + random.nextInt(SECONDS);
      long sum = 0;
      for (int second = from; second < to; second++) {
        sum += covers(blind.intervals(), second) ? 1 : 0;
      }
      assertThat(blind.within(at(from), at(to))).as("seed %d", seed).hasSeconds(sum);
      assertThat(blind.endingAfter(at(from)))
          .as("seed %d", seed)
          .isEqualTo(
              blind.intervals().stream().filter(one -> one.until().isAfter(at(from))).toList());
    }
  }

  @Test
  void the_order_of_what_is_known_does_not_matter() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    List<Ear> ears = ears(random);
    List<Ear> shuffled = new ArrayList<>(ears);
    java.util.Collections.shuffle(shuffled, random);
    assertThat(BlindTimes.of(shuffled, FAILOVER))
        .as("seed %d", seed)
        .isEqualTo(BlindTimes.of(ears, FAILOVER));
  }

  /** From the words: blind is what no ear covers since the first, up to the last that is known. */
  private static boolean model(List<Ear> ears, int second) {
    Instant at = at(second);
    boolean began = ears.stream().anyMatch(ear -> !ear.openedAt().isAfter(at));
    boolean known = ears.stream().anyMatch(ear -> ear.heardThrough().isAfter(at));
    boolean continues = ears.stream().anyMatch(ear -> ear.openedAt().isAfter(at));
    boolean tail = ears.stream().anyMatch(ear -> inTail(ear, at) && ofSeveral(ear, ears));
    return tail || (began && (known || continues) && ears.stream().noneMatch(e -> hears(e, at)));
  }

  private static boolean hears(Ear ear, Instant at) {
    boolean there =
        !at.isBefore(ear.openedAt()) && (ear.closedAt() == null || at.isBefore(ear.heardThrough()));
    return there && ear.deaf().stream().noneMatch(gap -> gap.overlaps(at, at.plusNanos(1)));
  }

  private static boolean inTail(Ear ear, Instant at) {
    Instant closed = ear.closedAt();
    if (closed == null || !ear.lost() || at.isBefore(ear.heardThrough())) {
      return false;
    }
    return at.isBefore(closed) || at.isBefore(ear.heardThrough().plus(FAILOVER));
  }

  /** From the words: somebody outlived it, or another node was near, before or as the next one. */
  private static boolean ofSeveral(Ear lost, List<Ear> ears) {
    Instant loss = lost.heardThrough();
    List<Ear> others = ears.stream().filter(ear -> !ear.node().equals(lost.node())).toList();
    if (ears.stream().anyMatch(ear -> !ear.openedAt().isAfter(loss) && end(ear).isAfter(loss))) {
      return true;
    }
    Instant next =
        ears.stream()
            .map(Ear::openedAt)
            .filter(opened -> opened.isAfter(loss))
            .min(Instant::compareTo)
            .orElse(Instant.MAX);
    return others.stream()
        .anyMatch(
            ear ->
                ear.openedAt().isAfter(loss)
                    ? ear.openedAt().equals(next) && next.isBefore(loss.plus(FAILOVER))
                    : !end(ear).isBefore(loss.minus(FAILOVER)));
  }

  private static Instant end(Ear ear) {
    return ear.closedAt() == null ? Instant.MAX : ear.heardThrough();
  }

  private static Ear on(String node, Ear ear) {
    return new Ear(
        node, ear.openedAt(), ear.heardThrough(), ear.closedAt(), ear.lost(), ear.deaf());
  }

  private static List<Ear> ears(Random random) {
    List<Ear> ears = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      int opened = random.nextInt(SECONDS - 10);
      int heard = opened + random.nextInt(SECONDS - opened);
      boolean closed = random.nextInt(4) > 0;
      List<Interval> deaf = new ArrayList<>();
      for (int gaps = random.nextInt(4); gaps > 0 && heard > opened; gaps--) {
        int since = opened + random.nextInt(heard - opened);
        deaf.add(interval(since, since + 1 + random.nextInt(heard - since)));
      }
      ears.add(
          new Ear(
              "node " + random.nextInt(2),
              at(opened),
              at(heard),
              closed ? at(heard + random.nextInt(15)) : null,
              random.nextBoolean(),
              deaf));
    }
    return ears;
  }

  private static void assertSortedAndApart(long seed, List<Interval> intervals) {
    for (int i = 1; i < intervals.size(); i++) {
      assertThat(intervals.get(i).since())
          .as("seed %d", seed)
          .isAfter(intervals.get(i - 1).until());
    }
  }

  private static boolean covers(List<Interval> intervals, int second) {
    return intervals.stream().anyMatch(one -> one.overlaps(at(second), at(second + 1)));
  }

  private static List<Interval> blind(Ear... ears) {
    return BlindTimes.of(List.of(ears), FAILOVER).intervals();
  }

  private static Ear open(int since, int heard) {
    return new Ear("a", at(since), at(heard), null, false, List.of());
  }

  private static Ear stopped(int since, int heard) {
    return new Ear("a", at(since), at(heard), at(heard), false, List.of());
  }

  private static Ear lost(int since, int heard, int found) {
    return new Ear("a", at(since), at(heard), at(found), true, List.of());
  }

  private static Interval interval(int since, int until) {
    return new Interval(at(since), at(until));
  }

  private static Instant at(int second) {
    return Life.at(second);
  }
}
