package dev.tocsin.alerter.delivery;

import dev.tocsin.alerter.delivery.LaneRows.ChannelRow;
import dev.tocsin.alerter.delivery.LaneRows.Lane;
import dev.tocsin.alerter.delivery.LaneRows.Windows;
import dev.tocsin.alerter.delivery.WaitingRows.Glance;
import dev.tocsin.channels.Verdict;
import dev.tocsin.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One transaction of a lane's holder: lock the lane's row, record what is finished, decide what
 * leaves next, and keep the lane or give it back.
 *
 * <p>The lock on the row is what makes both ends safe. Nothing is written unless the lease is still
 * ours. And since fan-out sets {@code next_at} in the transaction that makes a delivery, it either
 * committed before our lock, then we see its delivery, or it waits for us and wakes the lane after
 * we gave it back: no wake-up is lost.
 */
final class Turn {

  /**
   * What came of a turn.
   *
   * @param now the database's clock
   * @param toSend messages to send now
   * @param held the target seems dead, or a control rod is set: what has not begun must not begin
   * @param over the lane is not ours any more: given back, lost or gone
   * @param next when a lane that was given back is to be looked at; empty if nothing waits in it
   */
  record Result(
      Instant now, List<Message> toSend, boolean held, boolean over, Optional<Instant> next) {
    private static final Result LOST =
        new Result(Instant.EPOCH, List.of(), true, true, Optional.empty());
  }

  private final long channelId;
  private final UUID lease;
  private final DeliveryLimits limits;
  private final BackOff backOff;
  private final MessageKeys keys;
  private final Headlines headlines;

  /** While the breaker is open and attempts are still in flight: when the lane may go on. */
  private Optional<Instant> holdUntil = Optional.empty();

  private boolean hasConsequences;

  /** What deliveries were read, and which of them leave. */
  private record Choice(Folding folding, boolean full, boolean withheld) {
    static final Choice NOTHING = new Choice(Folding.NOTHING, false, false);

    boolean isEmpty() {
      return folding.messages().isEmpty() && !withheld;
    }
  }

  Turn(
      long channelId,
      UUID lease,
      DeliveryLimits limits,
      BackOff backOff,
      MessageKeys keys,
      Headlines headlines) {
    this.channelId = channelId;
    this.lease = lease;
    this.limits = limits;
    this.backOff = backOff;
    this.keys = keys;
    this.headlines = headlines;
  }

  /**
   * @param finished attempts that are over
   * @param inFlight messages whose attempt goes on
   * @param door opens the channel of this lane
   * @param stopping start nothing more
   */
  Result take(
      Tx tx,
      List<Finished> finished,
      Set<Long> inFlight,
      Function<ChannelRow, Target> door,
      boolean stopping) {
    Optional<Lane> locked = LaneRows.lock(tx, channelId, lease);
    if (locked.isEmpty()) {
      return Result.LOST;
    }
    Lane lane = locked.get();
    int failures = record(tx, lane, finished);
    if (failures >= limits.breakerAfter() && !finished.isEmpty()) {
      holdUntil = Optional.of(lane.now().plus(holdFor(failures, finished)));
    } else if (failures == 0) {
      holdUntil = Optional.empty();
    }
    Target target = door.apply(lane.channel());
    return next(tx, lane, failures, inFlight, target, stopping || lane.paused());
  }

  /**
   * Records attempts that are over and keeps the lane; decides nothing. For a lane in which nothing
   * else works: what was sent is written down all the same.
   */
  void record(Tx tx, List<Finished> finished) {
    LaneRows.lock(tx, channelId, lease)
        .ifPresent(
            lane -> {
              int failures = record(tx, lane, finished);
              LaneRows.keep(
                  tx, channelId, limits.lease(), failures, lane.windows(), lane.pacedTo());
            });
  }

  private int record(Tx tx, Lane lane, List<Finished> finished) {
    MessageRows.record(tx, finished, lane.now(), limits.retryFor(), backOff);
    markChannel(tx, lane, finished);
    hasConsequences |= lane.broken() || !finished.stream().allMatch(Finished::arrived);
    return failuresAfter(lane.failures(), finished);
  }

  /** Whether anything came of it that {@link FollowUp} may have to tell others. */
  boolean hasConsequences() {
    return hasConsequences;
  }

  private Result next(
      Tx tx, Lane lane, int failures, Set<Long> inFlight, Target target, boolean stopping) {
    boolean groups = target.channel().groups();
    int many = groups ? limits.groupMembers() : 2 * limits.ahead();
    Glance glance = WaitingRows.glance(tx, channelId, many);
    List<Message> underWay = glance.sending() ? underWay(tx) : List.of();
    List<Message> idle =
        underWay.stream().filter(message -> !inFlight.contains(message.id())).toList();
    List<Message> toSend = new ArrayList<>();
    Choice choice = Choice.NOTHING;
    int allowed = Pacing.allowed(target.pace(), lane.pacedTo(), lane.now());
    int free = stopping ? 0 : Math.min(allowed, freePlaces(failures, inFlight.size()));
    if (free > 0 && failures >= limits.breakerAfter()) {
      // A person asked for it, and whether the target is back is just what it finds out.
      List<Waiting> asked = WaitingRows.waitingOnRequest(tx, channelId, free);
      choice = new Choice(Folding.single(asked, free), false, false);
    }
    if (free > 0 && choice.isEmpty()) {
      idle.stream().filter(message -> message.isDue(lane.now())).limit(free).forEach(toSend::add);
      choice = choose(tx, lane, glance, underWay, groups, free - toSend.size());
    }
    Folding folding = choice.folding();
    Map<Message, List<Waiting>> made = MessageRows.make(tx, channelId, keys, folding.messages());
    headlines.write(tx, channelId, groups, made);
    toSend.addAll(made.keySet());
    Windows windows =
        new Windows(
            after(folding.hasDowns() && !choice.full(), lane.windows().downs(), lane.now()),
            after(folding.hasUps() && !choice.full(), lane.windows().ups(), lane.now()));
    boolean over = toSend.isEmpty() && inFlight.isEmpty() && choice.isEmpty();
    Optional<Instant> next = Optional.empty();
    if (over) {
      Optional<Instant> paced =
          allowed > 0
              ? Optional.empty()
              : Optional.of(Pacing.next(target.pace(), lane.pacedTo(), lane.now()));
      next = stopping ? Optional.of(lane.now()) : nextLook(paced, idle, folding);
      LaneRows.release(tx, channelId, failures, next);
    } else {
      Instant pacedTo = Pacing.after(target.pace(), lane.pacedTo(), toSend.size(), lane.now());
      LaneRows.keep(tx, channelId, limits.lease(), failures, windows, pacedTo);
    }
    boolean held = holdUntil.isPresent() || lane.paused();
    return new Result(lane.now(), toSend, held, over, next);
  }

  private Window after(boolean left, Window window, Instant now) {
    return left ? window.after(now, limits.windows()) : window;
  }

  private List<Message> underWay(Tx tx) {
    List<Message> all = MessageRows.underWay(tx, channelId);
    MessageRows.remove(tx, all.stream().filter(message -> message.members() == 0).toList());
    return all.stream().filter(message -> message.members() > 0).toList();
  }

  /** With the breaker open, one attempt at a time finds out whether the target is back. */
  private int freePlaces(int failures, int inFlight) {
    if (holdUntil.isPresent()) {
      return 0;
    }
    if (failures >= limits.breakerAfter()) {
      return Math.max(0, 1 - inFlight);
    }
    // Ahead only of a target that takes what it is sent.
    return Math.max(0, (failures == 0 ? limits.ahead() : limits.perLane()) - inFlight);
  }

  private Choice choose(
      Tx tx, Lane lane, Glance glance, List<Message> underWay, boolean groups, int most) {
    if (most <= 0) {
      return Choice.NOTHING;
    }
    List<Long> checks = underWay.stream().flatMap(it -> it.checks().stream()).distinct().toList();
    List<String> matters =
        underWay.stream().flatMap(it -> it.matters().stream()).distinct().toList();
    // Twice as many as can leave, for checks with several; the rest has its turn soon.
    int few = 2 * most;
    int many = groups ? limits.groupMembers() : few;
    List<Waiting> waiting = new ArrayList<>();
    if (glance.alone() > 0 || !glance.whole()) {
      waiting.addAll(WaitingRows.waitingAlone(tx, channelId, matters, few));
    }
    Optional<Instant> held = groups ? heldUntil(glance, lane) : Optional.empty();
    if (waiting.isEmpty() && held.isPresent()) {
      return new Choice(Folding.heldUntil(held.get()), false, false);
    }
    List<Waiting> news =
        glance.news() == 0
            ? List.of()
            : WaitingRows.waitingNews(tx, channelId, lane.channel().code(), checks, many);
    waiting.addAll(news);
    Sieve sieve = Sieve.of(waiting, lane.skipsShort());
    WaitingRows.withhold(tx, sieve.withheld());
    Folding folding =
        groups
            ? Folding.grouped(
                sieve.passes(),
                most,
                lane.windows().downs(),
                lane.windows().ups(),
                limits.windows(),
                lane.now())
            : Folding.single(sieve.passes(), most);
    return new Choice(folding, news.size() >= many, !sieve.withheld().isEmpty());
  }

  /** Until when all that waits is held, if that is certain without reading it. */
  private Optional<Instant> heldUntil(Glance glance, Lane lane) {
    return glance.news() > 0 && glance.downsOnly() && glance.whole()
        ? lane.windows().downs().heldUntil(glance.news(), limits.windows(), lane.now())
        : Optional.empty();
  }

  private Optional<Instant> nextLook(Optional<Instant> paced, List<Message> idle, Folding folding) {
    return holdUntil
        .or(() -> paced)
        .or(
            () ->
                Stream.concat(idle.stream().map(Message::nextAt), folding.next().stream())
                    .min(Instant::compareTo));
  }

  private void markChannel(Tx tx, Lane lane, List<Finished> finished) {
    if (lane.broken() && finished.stream().anyMatch(Finished::arrived)) {
      LaneRows.markMended(tx, channelId);
    }
    finished.stream()
        .filter(Finished::breaksChannel)
        .findFirst()
        .ifPresent(one -> LaneRows.markBroken(tx, channelId, one.detail()));
  }

  /**
   * Failures of different messages in a row. One message that fails again and again has its own
   * back-off and says nothing of the target; anything that arrives says that the target lives.
   */
  private int failuresAfter(int failures, List<Finished> finished) {
    if (finished.isEmpty()) {
      return failures;
    }
    if (finished.stream().anyMatch(Finished::arrived)) {
      return 0;
    }
    if (failures >= limits.breakerAfter()) {
      return failures + 1;
    }
    int more = (int) finished.stream().filter(Finished::isFirst).count();
    return Math.min(failures + more, limits.breakerAfter());
  }

  private Duration holdFor(int failures, List<Finished> finished) {
    Duration wait = backOff.after(failures - limits.breakerAfter() + 1);
    return finished.stream()
        .map(Finished::verdict)
        .flatMap(
            verdict ->
                verdict instanceof Verdict.TryAgain again
                    ? again.after().stream()
                    : Stream.<Duration>empty())
        .filter(asked -> asked.compareTo(wait) > 0)
        .max(Duration::compareTo)
        .map(asked -> asked.compareTo(limits.longestRetry()) < 0 ? asked : limits.longestRetry())
        .orElse(wait);
  }
}
