package dev.tocsin.alerter.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.fanout.HandOver.End;
import dev.tocsin.alerter.fanout.HandOver.OpenBefore;
import dev.tocsin.alerter.fanout.HandOver.Opened;
import dev.tocsin.alerter.fanout.HandOver.Recovery;
import dev.tocsin.alerter.fanout.Telling.Surroundings;
import dev.tocsin.alerter.quiet.Hush;
import dev.tocsin.alerter.quiet.Subject;
import dev.tocsin.alerter.quiet.Withheld;
import dev.tocsin.domain.check.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is told of what, over flips that chance has made. */
class HandOverTest {

  private static final Instant T = Instant.parse("2026-02-03T04:05:06Z");
  private static final Optional<Hush> SILENCE =
      Optional.of(new Hush(Withheld.SILENCED, Optional.empty()));

  private static WaitingFlip flip(long id, long check, Status from, Status to) {
    return new WaitingFlip(id, new Subject(check, 1, ""), T.plusSeconds(id), from, to, "fail");
  }

  @ParameterizedTest
  @EnumSource(Withheld.class)
  void a_down_is_told_unless_there_is_a_reason_and_then_it_says_which(Withheld why) {
    WaitingFlip down = flip(1, 1, Status.UP, Status.DOWN);
    assertThat(Telling.of(down, new Surroundings(Optional.empty(), false)).isTold()).isTrue();
    assertThat(Telling.of(down, new Surroundings(Optional.empty(), true)).isTold()).isTrue();
    Surroundings hushed = new Surroundings(Optional.of(new Hush(why, Optional.empty())), true);
    assertThat(Telling.of(down, hushed).withheld()).contains(why);
  }

  @Test
  void a_recovery_is_told_if_its_down_was_and_never_otherwise() {
    WaitingFlip up = flip(1, 1, Status.DOWN, Status.UP);
    for (Optional<Hush> hush : List.of(SILENCE, Optional.<Hush>empty())) {
      assertThat(Telling.of(up, new Surroundings(hush, true)).withheld()).isEmpty();
      assertThat(Telling.of(up, new Surroundings(hush, false)).withheld())
          .contains(Withheld.UNTOLD);
    }
  }

  @Test
  void whatever_happens_a_recovery_goes_with_its_down_and_batches_make_no_difference() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      List<WaitingFlip> flips = flips(random, 60);
      Set<Long> hushed = new HashSet<>();
      flips.stream().filter(flip -> random.nextInt(3) == 0).forEach(f -> hushed.add(f.id()));
      Function<WaitingFlip, Optional<Hush>> hush =
          flip -> hushed.contains(flip.id()) ? SILENCE : Optional.empty();

      Ledger whole = new Ledger();
      whole.add(HandOver.of(flips, Map.of(), hush));
      Ledger pieces = new Ledger();
      for (int from = 0, to; from < flips.size(); from = to) {
        to = Math.min(flips.size(), from + 1 + random.nextInt(7));
        pieces.add(HandOver.of(flips.subList(from, to), pieces.before(), hush));
      }

      assertThat(pieces.withheld).as("seed " + seed).isEqualTo(whole.withheld);
      assertThat(pieces.incidents).as("seed " + seed).isEqualTo(whole.incidents);
      assertThat(whole.recoveries).as("nothing was open before").isEmpty();
      pieces.eachFollowsItsDown(seed);
      goesTogether(seed, flips, whole.withheld);
      for (WaitingFlip flip : flips) {
        assertThat(whole.withheld.containsKey(flip.id()))
            .as("seed " + seed)
            .isEqualTo(flip.alerts());
      }
    }
  }

  /** Between two flips to down, what follows a told one is told, what follows another is not. */
  private static void goesTogether(
      long seed, List<WaitingFlip> flips, Map<Long, Optional<Withheld>> withheld) {
    Map<Long, Boolean> told = new HashMap<>();
    for (WaitingFlip flip : flips) {
      boolean isTold = withheld.getOrDefault(flip.id(), Optional.of(Withheld.UNTOLD)).isEmpty();
      if (flip.to() == Status.DOWN) {
        told.put(flip.check(), isTold);
      } else if (flip.alerts()) {
        assertThat(isTold)
            .as("seed %d, flip %d", seed, flip.id())
            .isEqualTo(told.get(flip.check()));
      }
    }
  }

  /** What the database would hold after some batches. */
  private static final class Ledger {
    final Map<Long, Optional<Withheld>> withheld = new HashMap<>();
    final Map<Long, Opened> incidents = new HashMap<>();
    final List<Recovery> recoveries = new ArrayList<>();
    private final Map<Long, Opened> open = new HashMap<>();

    void add(HandOver handOver) {
      recoveries.addAll(handOver.recoveries());
      handOver.tellings().forEach(one -> withheld.put(one.flip().id(), one.withheld()));
      handOver
          .ends()
          .forEach(
              (check, end) -> {
                Opened was = Objects.requireNonNull(open.remove(check), "an end without a start");
                incidents.put(was.flip().id(), ended(was, end));
              });
      for (Opened one : handOver.opened()) {
        incidents.put(one.flip().id(), one);
        if (one.end().isEmpty()) {
          assertThat(open.put(one.flip().check(), one)).as("open at once").isNull();
        }
      }
    }

    private static Opened ended(Opened was, End end) {
      return new Opened(was.flip(), was.withheld(), Optional.of(end));
    }

    Map<Long, OpenBefore> before() {
      Map<Long, OpenBefore> before = new HashMap<>();
      open.forEach(
          (check, one) ->
              before.put(check, new OpenBefore(one.flip().id(), one.withheld().isEmpty())));
      return before;
    }

    /** Those who were told of a down in an earlier batch hear that it is over, and no others. */
    void eachFollowsItsDown(long seed) {
      Set<Long> downs = new HashSet<>();
      for (Recovery one : recoveries) {
        assertThat(downs.add(one.down())).as("seed %d, %s, once", seed, one).isTrue();
        assertThat(one.up()).as("seed %d", seed).isGreaterThan(one.down());
        assertThat(withheld.get(one.down())).as("seed %d, %s", seed, one).isEmpty();
        assertThat(withheld.get(one.up())).as("seed %d, %s", seed, one).isEmpty();
        assertThat(Objects.requireNonNull(incidents.get(one.down())).end().orElseThrow().by())
            .as("seed %d, %s", seed, one)
            .isNotEqualTo(Status.DOWN);
      }
    }
  }

  /** Flips of three checks as the state machine would write them. */
  private static List<WaitingFlip> flips(Random random, int count) {
    List<Status> now = new ArrayList<>(List.of(Status.NEW, Status.NEW, Status.NEW));
    List<Status> all = List.of(Status.values());
    List<WaitingFlip> flips = new ArrayList<>();
    while (flips.size() < count) {
      int check = random.nextInt(now.size());
      Status to = all.get(random.nextInt(all.size()));
      if (to != now.get(check)) {
        flips.add(flip(flips.size() + 1, check, now.get(check), to));
        now.set(check, to);
      }
    }
    return flips;
  }
}
