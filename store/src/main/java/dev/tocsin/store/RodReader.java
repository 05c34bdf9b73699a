package dev.tocsin.store;

import dev.tocsin.store.ControlRods.Rod;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control rods for whoever asks often: read at most once a second. While the database does not
 * answer, those that were known last hold. Thread-safe; may block.
 */
public final class RodReader {

  private static final Logger log = LoggerFactory.getLogger(RodReader.class);

  private static final Duration KEEP = Duration.ofSeconds(1);

  private record Known(List<Rod> rods, long at) {}

  private final Db db;
  private final LongSupplier nanoTime;
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile Known known;

  public RodReader(Db db) {
    this(db, System::nanoTime);
  }

  RodReader(Db db, LongSupplier nanoTime) {
    this.db = db;
    this.nanoTime = nanoTime;
    this.known = new Known(List.of(), nanoTime.getAsLong() - KEEP.toNanos());
  }

  /** Those that hold, the oldest first. */
  public List<Rod> now() {
    boolean old = nanoTime.getAsLong() - known.at() >= KEEP.toNanos();
    if (old && reading.compareAndSet(false, true)) {
      try {
        known = new Known(read(), nanoTime.getAsLong());
      } finally {
        reading.set(false);
      }
    }
    return known.rods();
  }

  private List<Rod> read() {
    try {
      return db.transaction("reading the control rods", ControlRods::inForce);
    } catch (DbException e) {
      log.debug("control rods are not known: {}", e.getMessage()); // others tell of the database
      return known.rods();
    }
  }

  /** Whether one holds. */
  public boolean isSet(String name) {
    return now().stream().anyMatch(rod -> rod.name().equals(name));
  }

  /** Something changed: the next who asks reads. */
  public void changed() {
    known = new Known(known.rods(), nanoTime.getAsLong() - KEEP.toNanos());
  }
}
