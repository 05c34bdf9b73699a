package dev.tocsin.ping.http;

import dev.tocsin.ping.journal.Append;
import dev.tocsin.ping.journal.HeardPing;
import dev.tocsin.ping.journal.Receipt;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Gives pings to the journal whose senders are answered when they are on disk, whatever becomes of
 * them then: mails. Within the same bounds for targets not yet known as everybody.
 */
final class KeptPings implements KeptPing.Owner {

  private final UnknownTargets unknownTargets;
  private final PingMetrics metrics;
  private final Supplier<Applying> applying;
  private final BiFunction<HeardPing, Receipt, Append> journal;
  private long through; // only the journal's thread

  /**
   * @param applying knows which targets there are; asked each time
   * @param journal takes pings, as {@code Journal.append} does
   */
  KeptPings(
      UnknownTargets unknownTargets,
      PingMetrics metrics,
      Supplier<Applying> applying,
      BiFunction<HeardPing, Receipt, Append> journal) {
    this.unknownTargets = unknownTargets;
    this.metrics = metrics;
    this.applying = applying;
    this.journal = journal;
  }

  /** See {@link Answers#keep}. */
  Append keep(HeardPing ping, String socketPeer, Receipt receipt) {
    UnknownTargets.Peer unknown = null;
    long size = 0;
    if (!applying.get().knows(ping.target())) {
      size = UnknownTargets.size(ping);
      unknown = unknownTargets.enter(socketPeer, size);
      if (unknown == null) {
        metrics.shed(applying.get().rulesOut(ping.target()) ? Shed.STRANGER : Shed.UNKNOWN);
        return Append.FULL;
      }
    }
    KeptPing kept = new KeptPing(this, receipt, unknown, size);
    Append taken = journal.apply(ping, kept);
    if (taken != Append.TAKEN) {
      giveBack(kept);
      metrics.shed(taken == Append.FULL ? Shed.JOURNAL : Shed.DISK);
    }
    return taken;
  }

  @Override
  public void durable(KeptPing ping, long end) {
    through = end;
    if (ping.unknown() != null) {
      unknownTargets.journaled(ping.unknown(), ping.size(), end);
      unknownTargets.answered(ping.unknown());
    }
  }

  @Override
  public void lost(KeptPing ping) {
    giveBack(ping);
    metrics.shed(Shed.DISK);
  }

  private void giveBack(KeptPing ping) {
    if (ping.unknown() != null) {
      unknownTargets.notJournaled(ping.unknown(), ping.size());
      unknownTargets.answered(ping.unknown());
    }
  }

  /** The end of the last one that reached the disk since this was asked; 0: none did. */
  long takeThrough() {
    long was = through;
    through = 0;
    return was;
  }
}
