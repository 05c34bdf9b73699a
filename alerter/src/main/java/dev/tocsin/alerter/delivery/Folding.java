package dev.tocsin.alerter.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which waiting deliveries leave now, and as which messages. Pure functions.
 *
 * <p>What belongs together leaves in order: of each check, and of each matter, the next delivery
 * waits until the one before has arrived or was given up, and so nothing overtakes.
 *
 * <p>Where one message tells of one check, each of these queues sends its first. Where a message
 * may tell of many, the queues send what they begin with, in piles: downs, ups, reminders,
 * escalations, and what another channel failed to tell, each a message. Downs and ups have a window
 * each: after one left, the next waits ({@link Window}). Flips that wait for one check stay
 * together and in order, and count as a down if there is a down among them: so an up whose down has
 * not left goes with it, in the message of downs, and the last news of a check in a message says
 * where it stands. Notices, tests and what a person sends again are messages of their own, and wait
 * for no window.
 *
 * @param messages the members of each message
 * @param hasDowns whether one of them is a message of downs, which begins a window
 * @param hasUps the same for ups
 * @param next when what was held back may leave; empty if nothing was
 */
record Folding(
    List<List<Waiting>> messages, boolean hasDowns, boolean hasUps, Optional<Instant> next) {

  static final Folding NOTHING = new Folding(List.of(), false, false, Optional.empty());

  /** Nothing leaves before then. */
  static Folding heldUntil(Instant next) {
    return new Folding(List.of(), false, false, Optional.of(next));
  }

  /** What a message of several checks is made of. */
  private record Pile(Waiting.Kind kind, boolean downs, @Nullable Long insteadOf) {
    static final Pile DOWNS = new Pile(Waiting.Kind.FLIP, true, null);
    static final Pile UPS = new Pile(Waiting.Kind.FLIP, false, null);

    static Pile of(List<Waiting> run) {
      Waiting first = run.get(0);
      boolean downs = run.stream().anyMatch(Waiting::isDown);
      return new Pile(first.kind(), downs, first.insteadOf());
    }
  }

  /**
   * @param waiting in order of their making, without those of checks that have a message under way
   * @param most how many messages may be made
   */
  static Folding single(List<Waiting> waiting, int most) {
    return new Folding(
        queues(waiting).stream().limit(most).map(queue -> queue.subList(0, 1)).toList(),
        false,
        false,
        Optional.empty());
  }

  /**
   * @param waiting as for {@link #single}
   * @param downWindow what holds downs
   * @param upWindow what holds ups
   */
  static Folding grouped(
      List<Waiting> waiting,
      int most,
      Window downWindow,
      Window upWindow,
      Window.Lengths lengths,
      Instant now) {
    List<List<Waiting>> messages = new ArrayList<>();
    Map<Pile, List<Waiting>> piles = new LinkedHashMap<>();
    for (List<Waiting> queue : queues(waiting)) {
      List<Waiting> run = firstRun(queue);
      if (run.get(0).kind().isAlone()) {
        messages.add(run);
      } else {
        piles.computeIfAbsent(Pile.of(run), pile -> new ArrayList<>()).addAll(run);
      }
    }
    Optional<Instant> downsHeld = heldUntil(piles.get(Pile.DOWNS), downWindow, lengths, now);
    Optional<Instant> upsHeld = heldUntil(piles.get(Pile.UPS), upWindow, lengths, now);
    List<Waiting> downs = downsHeld.isPresent() ? null : piles.get(Pile.DOWNS);
    List<Waiting> ups = upsHeld.isPresent() ? null : piles.get(Pile.UPS);
    piles.forEach(
        (pile, members) -> {
          if (!pile.equals(Pile.DOWNS) && !pile.equals(Pile.UPS)) {
            messages.add(members);
          }
        });
    if (downs != null) {
      messages.add(downs);
    }
    if (ups != null) {
      messages.add(ups);
    }
    List<List<Waiting>> leaving = messages.subList(0, Math.min(most, messages.size()));
    return new Folding(
        List.copyOf(leaving),
        downs != null && leaving.contains(downs),
        ups != null && leaving.contains(ups),
        earlier(downsHeld, upsHeld));
  }

  private static Collection<List<Waiting>> queues(List<Waiting> waiting) {
    Map<Object, List<Waiting>> queues = new LinkedHashMap<>();
    for (Waiting delivery : waiting) {
      queues.computeIfAbsent(delivery.owner(), owner -> new ArrayList<>()).add(delivery);
    }
    return queues.values();
  }

  /** What a queue begins with, as far as it can be in one message. */
  private static List<Waiting> firstRun(List<Waiting> queue) {
    Waiting first = queue.get(0);
    int end = 1;
    while (!first.kind().isAlone() && end < queue.size() && goesWith(first, queue.get(end))) {
      end++;
    }
    return queue.subList(0, end);
  }

  private static boolean goesWith(Waiting first, Waiting next) {
    return next.kind() == first.kind() && Objects.equals(next.insteadOf(), first.insteadOf());
  }

  private static Optional<Instant> heldUntil(
      @Nullable List<Waiting> pile, Window window, Window.Lengths lengths, Instant now) {
    return pile == null ? Optional.empty() : window.heldUntil(pile.size(), lengths, now);
  }

  private static Optional<Instant> earlier(Optional<Instant> a, Optional<Instant> b) {
    return a.isPresent() && (b.isEmpty() || a.get().isBefore(b.get())) ? a : b;
  }
}
