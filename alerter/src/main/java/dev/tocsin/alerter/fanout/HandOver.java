package dev.tocsin.alerter.fanout;

import dev.tocsin.alerter.fanout.Telling.Surroundings;
import dev.tocsin.alerter.quiet.Hush;
import dev.tocsin.alerter.quiet.Withheld;
import dev.tocsin.domain.check.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What handing over a batch of flips comes to: a fold over them in their order, so that it does not
 * matter how they are cut into batches.
 */
final class HandOver {

  /** How an incident ended: when, and with which status. */
  record End(Instant at, Status by) {}

  /**
   * An incident that was open before the batch.
   *
   * @param flip the down
   * @param told whether people were told of it
   */
  record OpenBefore(long flip, boolean told) {}

  /** That a flip of the batch ends the incident of an earlier one, and people are told. */
  record Recovery(long down, long up) {}

  /**
   * An incident that a flip of the batch opens.
   *
   * @param withheld why its down is not told
   * @param end how another flip of the batch closed it
   */
  record Opened(WaitingFlip flip, Optional<Withheld> withheld, Optional<End> end) {}

  private final List<Telling> tellings = new ArrayList<>();
  private final List<Opened> closedAgain = new ArrayList<>();
  private final Map<Long, Opened> open = new LinkedHashMap<>();
  private final Map<Long, End> ends = new LinkedHashMap<>();
  private final List<Recovery> recoveries = new ArrayList<>();
  private final Map<Long, OpenBefore> before;
  private final Map<Long, Boolean> told = new HashMap<>();
  private final Function<WaitingFlip, Optional<Hush>> hush;

  private HandOver(Map<Long, OpenBefore> before, Function<WaitingFlip, Optional<Hush>> hush) {
    this.before = new HashMap<>(before);
    this.hush = hush;
    before.forEach((check, incident) -> told.put(check, incident.told()));
  }

  /**
   * Folds a batch.
   *
   * @param before the open incidents, by check
   * @param hush why nobody is to be told of a flip
   */
  static HandOver of(
      List<WaitingFlip> flips,
      Map<Long, OpenBefore> before,
      Function<WaitingFlip, Optional<Hush>> hush) {
    HandOver handOver = new HandOver(before, hush);
    flips.forEach(handOver::add);
    return handOver;
  }

  private void add(WaitingFlip flip) {
    long check = flip.check();
    boolean down = flip.to() == Status.DOWN;
    // Of a down from a time without incidents it is better to tell too much.
    boolean downTold = told.getOrDefault(check, true);
    OpenBefore ended = before.remove(check);
    if (told.containsKey(check)) {
      close(check, new End(flip.at(), down ? flip.from() : flip.to()));
    }
    if (flip.alerts()) {
      Optional<Hush> reason = down ? hush.apply(flip) : Optional.empty();
      Telling telling = Telling.of(flip, new Surroundings(reason, downTold));
      tellings.add(telling);
      if (down) {
        open.put(check, new Opened(flip, telling.withheld(), Optional.empty()));
        told.put(check, telling.isTold());
      } else if (ended != null && telling.isTold()) {
        recoveries.add(new Recovery(ended.flip(), flip.id()));
      }
    }
  }

  private void close(long check, End end) {
    told.remove(check);
    Opened own = open.remove(check);
    if (own == null) {
      ends.put(check, end);
    } else {
      closedAgain.add(new Opened(own.flip(), own.withheld(), Optional.of(end)));
    }
  }

  /** Each flip that is news, in order. */
  List<Telling> tellings() {
    return tellings;
  }

  /** The ends of incidents that were open before and that people are told of. */
  List<Recovery> recoveries() {
    return recoveries;
  }

  /** The flips that are told, in order. */
  List<Long> told() {
    return tellings.stream().filter(Telling::isTold).map(one -> one.flip().id()).toList();
  }

  /** Whether people are told of a down; or else, of an up. */
  boolean tells(boolean down) {
    return tellings.stream()
        .anyMatch(one -> one.isTold() && (one.flip().to() == Status.DOWN) == down);
  }

  /** How incidents end that were open before, by check. */
  Map<Long, End> ends() {
    return ends;
  }

  /** The incidents that begin; at most one of a check has no end. */
  List<Opened> opened() {
    List<Opened> all = new ArrayList<>(closedAgain);
    all.addAll(open.values());
    return all;
  }
}
