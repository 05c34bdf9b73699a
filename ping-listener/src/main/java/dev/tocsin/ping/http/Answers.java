package dev.tocsin.ping.http;

import dev.tocsin.ping.apply.Applier;
import dev.tocsin.ping.apply.Settled;
import dev.tocsin.ping.http.RateGate.TooMany;
import dev.tocsin.ping.http.WaitingPing.Client;
import dev.tocsin.ping.http.WaitingRoom.Pace;
import dev.tocsin.ping.journal.Append;
import dev.tocsin.ping.journal.HeardPing;
import dev.tocsin.ping.journal.Receipt;
import dev.tocsin.ping.journal.Target;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Decides when a ping is answered, and what.
 *
 * <p>Never before it is on disk. Then, if all is well, once it is in Postgres, so that a client
 * that reads the API right after sees its ping. For a target that is known to exist, disk is enough
 * if Postgres takes longer than {@link PingLimits#ackWait()} or lags behind that much already; a
 * target not yet known waits {@link PingLimits#resolveWait()} for the truth, and nobody waits for a
 * Postgres that is known to be away.
 *
 * <p>No timer and no thread hop per ping: receipts, settled batches and a sweep ({@link
 * AnswerSweep}) each free a group, and a group takes one hop to each event loop it has clients on.
 */
public final class Answers implements WaitingPing.Owner, Applier.Listener {

  /** Waits end this much too late at most, while pings come. */
  static final Duration TICK = Duration.ofMillis(10);

  /** The same for the first ping after a while: nobody waits, and looking costs a quiet machine. */
  private static final Duration QUIET_TICK = Duration.ofMillis(50);

  private final PingLimits limits;
  private final PingMetrics metrics;
  private final OpenRequests requests;
  private final WaitingRoom room;
  private final UnknownTargets unknownTargets;
  private final RateGate rates;
  private final KeptPings kept;
  private final Mistakes mistakes;
  private volatile boolean stopping;
  private volatile BiFunction<HeardPing, Receipt, Append> journal =
      (ping, receipt) -> Append.BROKEN;
  private volatile Applying applying = Applying.NOBODY;

  // Only the journal's thread.
  private List<WaitingPing> received = new ArrayList<>();

  /**
   * Answers 503 until it is {@link #open}.
   *
   * @param journalBytes how large the journal may grow
   */
  public Answers(PingLimits limits, long journalBytes, PingMetrics metrics) {
    this.limits = limits;
    this.metrics = metrics;
    this.requests = new OpenRequests(limits, metrics);
    this.room = new WaitingRoom(limits.ackWait(), limits.resolveWait());
    this.unknownTargets = new UnknownTargets(limits, journalBytes);
    this.kept =
        new KeptPings(unknownTargets, metrics, () -> applying, (p, r) -> journal.apply(p, r));
    this.mistakes = new Mistakes(requests, unknownTargets, limits.resolveWait(), () -> applying);
    this.rates = new RateGate(limits);
  }

  /**
   * Hears pings from now on. Apart from the constructor, since both call back.
   *
   * @param to takes pings, as {@code Journal.append} does
   */
  public void open(BiFunction<HeardPing, Receipt, Append> to, Applying from) {
    applying = from;
    journal = to;
  }

  /** Gives a ping to the journal; its client is answered when its fate is known. */
  void hear(HeardPing ping, Client client) {
    boolean known = applying.knows(ping.target());
    if ((known && comesAgain(ping.target(), client)) || !requests.enter(client)) {
      return;
    }
    UnknownTargets.Peer unknown = null;
    long size = 0;
    if (!known) {
      size = UnknownTargets.size(ping);
      unknown = unknownTargets.enter(client.peer(), size);
      if (unknown == null) {
        requests.leave();
        shed(client, applying.rulesOut(ping.target()) ? Shed.STRANGER : Shed.UNKNOWN);
        return;
      }
    }
    WaitingPing waits = new WaitingPing(this, client, ping.signal(), unknown, size);
    Append taken = journal.apply(ping, waits);
    if (taken != Append.TAKEN) {
      leave(waits);
      if (unknown != null) {
        unknownTargets.notJournaled(unknown, size);
      }
      shed(client, taken == Append.FULL ? Shed.JOURNAL : Shed.DISK);
    }
  }

  /** Whether its client was told to come again, since there are too many pings of this target. */
  private boolean comesAgain(Target target, Client client) {
    Optional<TooMany> tooMany = rates.count(target, applying.quotas());
    tooMany.ifPresent(
        found -> {
          String seconds = Integer.toString(found.seconds());
          client.response().putHeader(HttpHeaders.RETRY_AFTER, seconds);
          reject(client, found.why(), true);
        });
    return tooMany.isPresent();
  }

  /**
   * Counts a ping that is about to come by mail within the limits that requests have. Targets that
   * are not known have bounds of their own.
   *
   * @return 0, or in how many seconds it would be heard, and it was refused
   */
  public int count(Target target) {
    Optional<TooMany> tooMany =
        applying.knows(target) ? rates.count(target, applying.quotas()) : Optional.empty();
    tooMany.ifPresent(found -> metrics.rejected(found.why().reason()));
    return tooMany.map(TooMany::seconds).orElse(0);
  }

  /**
   * Gives a ping to the journal for somebody who is answered when it is on disk, whatever becomes
   * of it then: a mail. Within the same bounds for targets not yet known.
   *
   * @param receipt hears of it on the journal's thread, if the answer is {@link Append#TAKEN}
   */
  public Append keep(HeardPing ping, String socketPeer, Receipt receipt) {
    if (stopping) {
      metrics.shed(Shed.STOPPING);
      return Append.BROKEN;
    }
    return kept.keep(ping, socketPeer, receipt);
  }

  /**
   * Refuses a ping for a mistake that ranks after the look-up of its target; without Postgres the
   * mistake is all that we know.
   */
  void refuse(Target target, Answer mistake, Client client) {
    mistakes.refuse(target, mistake, client);
  }

  /** Answers at once, a mistake that needs no look-up. On the event loop. */
  void reject(Client client, Answer answer, boolean foundCheck) {
    requests.reject(client, answer, foundCheck);
  }

  /** Answers 503 at once. On the event loop. */
  void shed(Client client, Shed why) {
    requests.shed(client, why);
  }

  /** Whether new requests are refused. */
  public boolean stopping() {
    return stopping;
  }

  /** From now on nothing more is heard; who waits is still answered. */
  public void stop() {
    stopping = true;
  }

  /** Requests without an answer. */
  public int waiting() {
    return requests.waiting();
  }

  @Override
  public void durable(WaitingPing ping) {
    received.add(ping);
  }

  @Override
  public void lost(WaitingPing ping) {
    if (ping.unknown != null) {
      unknownTargets.notJournaled(ping.unknown, ping.size);
    }
    leave(ping);
    ping.client.loop().runOnContext(go -> shed(ping.client, Shed.DISK));
  }

  /** The journal has synced a group and given out its receipts. On the journal's thread. */
  public void synced() {
    if (!received.isEmpty()) {
      answerReceived();
    }
    long through = kept.takeThrough();
    if (through > 0) {
      room.passed(through); // after those that wait: the room must know of them first
    }
  }

  private void answerReceived() {
    List<WaitingPing> group = received;
    received = new ArrayList<>(group.size());
    for (WaitingPing ping : group) {
      if (ping.unknown != null) {
        unknownTargets.journaled(ping.unknown, ping.size, ping.end);
      }
    }
    answer(room.durable(group, pace(), System.nanoTime()));
  }

  @Override
  public boolean answered(long position) {
    return room.answered(position);
  }

  @Override
  public void applied(long through, List<Settled> exceptions) {
    unknownTargets.applied(through);
    answer(room.applied(through, exceptions));
  }

  /** Lets go who has waited enough; says after which pause to call it again. */
  Duration tick() {
    if (requests.waiting() == 0) {
      return QUIET_TICK;
    }
    answer(room.sweep(pace(), System.nanoTime()));
    return TICK;
  }

  private Pace pace() {
    if (applying.databaseAway()) {
      return Pace.AWAY;
    }
    return applying.lag().compareTo(limits.ackWait()) > 0 ? Pace.BEHIND : Pace.QUICK;
  }

  private void leave(WaitingPing ping) {
    requests.leave();
    if (ping.unknown != null) {
      unknownTargets.answered(ping.unknown);
    }
  }

  private void answer(List<WaitingPing> group) {
    if (group.isEmpty()) {
      return;
    }
    IdentityHashMap<Context, List<WaitingPing>> byLoop = new IdentityHashMap<>();
    for (WaitingPing ping : group) {
      leave(ping);
      byLoop.computeIfAbsent(ping.client.loop(), loop -> new ArrayList<>()).add(ping);
    }
    byLoop.forEach((loop, pings) -> loop.runOnContext(go -> pings.forEach(this::answer)));
  }

  private void answer(WaitingPing ping) {
    if (ping.answer.accepted()) {
      requests.accept(ping.client, ping.signal, ping.answer);
    } else {
      requests.reject(ping.client, ping.answer, false);
    }
  }
}
