package dev.tocsin.alerter.operators;

import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all conditions, and tells operators of what lasts. Any number of processes do it at
 * once: what they find meets in rows under the key of the matter, and one of them tells. A process
 * that cannot reach the database tells by itself, since that may be the very thing to tell.
 *
 * <p>Passive: somebody calls {@link #runOnce}. Not for several threads.
 */
public final class Operators {

  private static final Logger log = LoggerFactory.getLogger(Operators.class);

  /** A contact that fails so often does not keep the others from being reminded. */
  private static final int ATTEMPTS = 5;

  /**
   * So long after a start or an outage we close nothing that others have opened: whoever finds it
   * must have had the time to say so again.
   */
  private static final Duration WARM_UP = Duration.ofMinutes(3);

  /** After so long of telling, the next look comes first: others close what nobody finds. */
  private static final Duration LONGEST_TELLING = Duration.ofSeconds(20);

  private final OperatorsConfig config;
  private final Supplier<List<Condition>> conditions;
  private final Ledger rows;
  private final MemoryLedger memory;
  private final Teller teller;
  private final LongSupplier nanoTime;
  private final Map<String, Long> foundSince = new HashMap<>();
  private long warmFrom;
  private boolean away = true;

  /**
   * @param db stays the caller's to close
   * @param conditions what to look at, asked each time: parts of a process come and go
   */
  public Operators(OperatorsConfig config, Db db, Supplier<List<Condition>> conditions) {
    this(config, db, conditions, System::nanoTime, InstantSource.system());
  }

  Operators(
      OperatorsConfig config,
      Db db,
      Supplier<List<Condition>> conditions,
      LongSupplier nanoTime,
      InstantSource clock) {
    this.config = config;
    this.conditions = conditions;
    this.rows = new RowLedger(db, config);
    this.memory = new MemoryLedger(config, nanoTime, clock);
    this.teller = new Teller(config, clock);
    this.nanoTime = nanoTime;
  }

  /** One look at everything; true if there is more to tell at once. */
  public boolean runOnce() {
    long now = nanoTime.getAsLong();
    List<Finding> holding = lasting(now);
    boolean more = false;
    List<Finding> ours = holding.stream().filter(memory::has).toList();
    try {
      more = tell(rows, holding.stream().filter(f -> !memory.has(f)).toList(), warm(now));
    } catch (DbException e) {
      away = true;
      ours = holding;
    }
    if (!config.first().isEmpty() && !(ours.isEmpty() && memory.isEmpty())) {
      more |= tell(memory, ours, true);
    }
    return more;
  }

  private boolean warm(long now) {
    if (away) {
      away = false;
      warmFrom = now + WARM_UP.toNanos();
    }
    return now - warmFrom >= 0;
  }

  private List<Finding> lasting(long now) {
    List<Finding> lasting = new ArrayList<>();
    Set<String> found = new HashSet<>();
    boolean databaseAway = false;
    for (Condition condition : conditions.get()) {
      if (databaseAway && condition.asksDatabase()) {
        continue; // each would wait for it anew, and whoever is to be told for all of them
      }
      try {
        for (Finding finding : condition.find()) {
          found.add(finding.key());
          long since = foundSince.computeIfAbsent(finding.key(), key -> now);
          if (now - since >= condition.opensAfter().toNanos()) {
            lasting.add(finding);
          }
        }
      } catch (DbException e) {
        databaseAway |= e.isAway();
        log.debug("a condition is not known: {}", e.getMessage()); // its absence is one itself
      } catch (RuntimeException e) {
        log.error("a condition of operators cannot be looked at", e); // the others are, yet
      }
    }
    foundSince.keySet().retainAll(found);
    return lasting;
  }

  private boolean tell(Ledger ledger, List<Finding> holding, boolean mayClose) {
    ledger.note(holding, mayClose);
    if (config.first().isEmpty()) {
      return false; // others have contacts, perhaps; what they are to tell is not ours to take
    }
    long end = nanoTime.getAsLong() + LONGEST_TELLING.toNanos();
    do {
      Optional<Telling> next = ledger.take();
      if (next.isEmpty()) {
        return false;
      }
      tell(ledger, next.get());
    } while (nanoTime.getAsLong() - end < 0);
    return true;
  }

  private void tell(Ledger ledger, Telling telling) {
    Set<String> reached = teller.tell(telling);
    Set<String> wanted =
        teller.contacts(telling).stream().map(Contact::name).collect(Collectors.toSet());
    boolean enough = !reached.isEmpty() && telling.attempts() >= ATTEMPTS;
    if (reached.containsAll(wanted) || enough) {
      ledger.told(telling);
    } else {
      ledger.notYet(telling, reached);
    }
  }

  /** Tells everybody that this is a test; a line for each contact. */
  public static List<String> test(OperatorsConfig config, InstantSource clock) {
    return new Teller(config, clock).test(clock.instant());
  }
}
