package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.Batch;
import dev.tocsin.ping.pg.Lease;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream of a process that is gone, on its way into the database: looked up, replayed to its end,
 * closed, and kept for a database that comes back older.
 */
final class GoneStream {

  private static final Logger log = LoggerFactory.getLogger(GoneStream.class);

  private final Source.Gone source;
  private final StreamApplier applier;
  private final ApplyMetrics metrics;
  private boolean contactDue = true;
  private boolean retired;
  private int replayed;

  GoneStream(Source.Gone source, StreamApplier applier, ApplyMetrics metrics) {
    this.source = source;
    this.applier = applier;
    this.metrics = metrics;
  }

  StreamApplier applier() {
    return applier;
  }

  /** There is a new connection: another server may know less of it. */
  void lookAgain() {
    contactDue = true;
  }

  boolean contactDue() {
    return contactDue || !(applier.position().known() || stopped());
  }

  /** Whether the database has all of it, as far as we know. */
  boolean done() {
    return retired && !contactDue();
  }

  boolean stopped() {
    return applier.position().stopped();
  }

  /** Looks at its row, or inserts it, so that the watermark waits for it. */
  void contact(Lease lease) {
    Optional<StreamRow> row = applier.contact(lease, source.first().get());
    contactDue = row.isEmpty();
    row.ifPresent(is -> retired = !stopped() && is.closed() && atEnd() && retire());
    tell();
  }

  private boolean atEnd() {
    return applier.position().next() >= source.reader().end();
  }

  /** Applies one batch of it, or closes it when all of it is applied. */
  void step(Supplier<Lease> lease) {
    Batch batch = applier.read();
    if (batch.entries().isEmpty()) {
      if (applier.close(lease.get(), source.last().get(), batch.next())) {
        log.info("stream {} of an earlier start: {} pings replayed", applier.stream(), replayed);
        retired = retire();
      }
    } else {
      applier.apply(lease.get(), batch);
      tell();
    }
  }

  private void tell() {
    Optional<Attempt> done = applier.takeDone();
    done.ifPresent(attempt -> replayed += attempt.pings());
    done.ifPresent(attempt -> attempt.count(metrics));
  }

  private boolean retire() {
    if (!retired) {
      source.retire().run();
    }
    trim();
    return true;
  }

  /** Lets the journal delete what is past keeping. */
  void trim() {
    source.trim().accept(applier.position().next());
  }

  /** Whether it is past keeping and deleted. */
  boolean deleted() {
    return source.deleted().getAsBoolean();
  }

  void release() {
    source.release().run();
  }
}
