package dev.tocsin.alerter.delivery;

import java.time.Duration;
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
 * <p>Where one message tells of one check, the first delivery of every check leaves; the next one
 * of the same check waits until that has arrived or was given up, and so nothing overtakes.
 *
 * <p>Where a message may tell of many, all that waits leaves as one message of downs and one of
 * ups. Each of the two kinds has a window of its own: after one left, the next waits until the
 * window is over. All that waits for one check stays together and in order, and counts as a down if
 * there is a down in it: so an up whose down has not left goes with it, in the message of downs,
 * and the last news of a check in a message says where it stands.
 *
 * @param messages the members of each message
 * @param hasDowns whether one of them is a message of downs, which begins a window
 * @param hasUps the same for ups
 * @param next when what was held back may leave; empty if nothing was
 */
record Folding(
    List<List<Waiting>> messages, boolean hasDowns, boolean hasUps, Optional<Instant> next) {

  static final Folding NOTHING = new Folding(List.of(), false, false, Optional.empty());

  /**
   * @param waiting in order of their making, without those of checks that have a message under way
   * @param most how many messages may be made
   */
  static Folding single(List<Waiting> waiting, int most) {
    Map<Object, Waiting> heads = new LinkedHashMap<>();
    for (Waiting delivery : waiting) {
      if (heads.size() < most) {
        heads.putIfAbsent(owner(delivery), delivery);
      }
    }
    return new Folding(
        heads.values().stream().map(List::of).toList(), false, false, Optional.empty());
  }

  /**
   * @param waiting as for {@link #single}
   * @param downSentAt when the last message of downs was made; null if never
   * @param upSentAt the same for ups
   */
  static Folding grouped(
      List<Waiting> waiting,
      int most,
      @Nullable Instant downSentAt,
      @Nullable Instant upSentAt,
      Duration window,
      Instant now) {
    Map<Object, List<Waiting>> byCheck = new LinkedHashMap<>();
    for (Waiting delivery : waiting) {
      byCheck.computeIfAbsent(owner(delivery), owner -> new ArrayList<>()).add(delivery);
    }
    List<List<Waiting>> messages = new ArrayList<>();
    byCheck.values().stream().filter(all -> all.get(0).isTest()).forEach(messages::add);
    List<Waiting> downs = all(byCheck.values(), true);
    List<Waiting> ups = all(byCheck.values(), false);

    Optional<Instant> downsHeld = heldUntil(downs, downSentAt, window, now);
    Optional<Instant> upsHeld = heldUntil(ups, upSentAt, window, now);
    if (!downs.isEmpty() && downsHeld.isEmpty()) {
      messages.add(downs);
    }
    if (!ups.isEmpty() && upsHeld.isEmpty()) {
      messages.add(ups);
    }
    List<List<Waiting>> leaving = messages.subList(0, Math.min(most, messages.size()));
    return new Folding(
        List.copyOf(leaving),
        leaving.contains(downs),
        leaving.contains(ups),
        earlier(downsHeld, upsHeld));
  }

  private static Object owner(Waiting delivery) {
    return delivery.isTest() || delivery.checkId() == null
        ? delivery
        : Objects.requireNonNull(delivery.checkId());
  }

  private static List<Waiting> all(Collection<List<Waiting>> byCheck, boolean withDown) {
    return byCheck.stream()
        .filter(all -> !all.get(0).isTest())
        .filter(all -> all.stream().anyMatch(Waiting::isDown) == withDown)
        .flatMap(List::stream)
        .toList();
  }

  private static Optional<Instant> heldUntil(
      List<Waiting> waiting, @Nullable Instant sentAt, Duration window, Instant now) {
    return waiting.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(sentAt).map(at -> at.plus(window)).filter(now::isBefore);
  }

  private static Optional<Instant> earlier(Optional<Instant> a, Optional<Instant> b) {
    return a.isPresent() && (b.isEmpty() || a.get().isBefore(b.get())) ? a : b;
  }
}
