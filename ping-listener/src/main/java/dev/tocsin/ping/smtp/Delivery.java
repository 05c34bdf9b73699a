package dev.tocsin.ping.smtp;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.ping.journal.Append;
import dev.tocsin.ping.journal.HeardPing;
import dev.tocsin.ping.journal.Receipt;
import dev.tocsin.ping.journal.Target;
import java.time.Instant;
import java.util.Iterator;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A message on its way to disk: a ping for each recipient. Runs on the connection's event loop.
 *
 * <p>The client hears 250 only when the pings of <i>all</i> recipients are on disk. If one finds no
 * room it hears 451 and sends the whole message again; those that were on disk by then are heard
 * twice, as after any answer that got lost: another entry in the log, and a check that was up is
 * up. The other way round, 250 with a recipient missing, would lose a ping. So one recipient that
 * finds no room does not keep the others from being heard.
 */
final class Delivery {

  /**
   * Bytes of one message that may wait for the disk: a large one to many recipients must not fill
   * the journal's queue alone.
   */
  private static final long WINDOW = 8L << 20;

  private static final String BUSY = "451 4.3.1 Busy, try again later";

  private final Intake intake;
  private final Executor loop;
  private final Envelope envelope;
  private final String peer;
  private final Consumer<Boolean> done;
  private final Iterator<Target> rest;
  private int waiting;
  private boolean failed;

  /**
   * @param loop runs what must happen on the event loop
   * @param done told once, whether all pings are on disk
   */
  Delivery(Intake intake, Executor loop, Envelope envelope, String peer, Consumer<Boolean> done) {
    this.intake = intake;
    this.loop = loop;
    this.envelope = envelope;
    this.peer = peer;
    this.done = done;
    this.rest = envelope.targets().iterator();
  }

  /** The reply for the client. */
  static String reply(boolean kept) {
    return kept ? "250 OK" : BUSY;
  }

  /** Gives on what may be given on; ends when all is. */
  void go() {
    while (!failed && rest.hasNext() && hasRoom()) {
      waiting++;
      if (intake.keep(ping(rest.next()), peer, new ThisReceipt()) != Append.TAKEN) {
        waiting--;
        failed = true;
      }
    }
    if (waiting == 0 && (failed || !rest.hasNext())) {
      done.accept(!failed);
    }
  }

  private boolean hasRoom() {
    return waiting == 0 || (waiting + 1L) * envelope.message().length <= WINDOW;
  }

  private HeardPing ping(Target target) {
    return new HeardPing(
        target,
        PingKind.SUCCESS, // what it means to the check, its filters say when it is applied
        null,
        null,
        HeardPing.MAIL,
        "",
        peer,
        "Email from " + envelope.sender(),
        envelope.message());
  }

  private void settled(boolean kept) {
    waiting--;
    failed |= !kept;
    go();
  }

  /** Comes back to the event loop from the journal's thread. */
  private final class ThisReceipt implements Receipt {
    @Override
    public void durable(long position, long end, Instant at) {
      loop.execute(() -> settled(true));
    }

    @Override
    public void lost() {
      loop.execute(() -> settled(false));
    }
  }
}
