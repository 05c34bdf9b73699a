package dev.tocsin.alerter.operators;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The ledger of one process that has no database to share one. What began here ends here, also when
 * the database is back. Nobody can acknowledge it. Not for several threads.
 */
final class MemoryLedger implements Ledger {

  private static final Duration RETRY = Duration.ofSeconds(15);

  private static final class Matter {
    private final long id;
    private final Instant since;
    private final long openedAt;
    private Finding finding;
    private long seenAt;
    private long nextAt;
    private boolean over;
    private int tellings;
    private int attempts;
    private Set<String> reached = Set.of();

    Matter(long id, Finding finding, Instant since, long now) {
      this.id = id;
      this.finding = finding;
      this.since = since;
      this.openedAt = now;
      this.seenAt = now;
      this.nextAt = now;
    }
  }

  private final OperatorsConfig config;
  private final LongSupplier nanoTime;
  private final InstantSource clock;
  private final Map<String, Matter> matters = new LinkedHashMap<>();
  private long lastId;

  MemoryLedger(OperatorsConfig config, LongSupplier nanoTime, InstantSource clock) {
    this.config = config;
    this.nanoTime = nanoTime;
    this.clock = clock;
  }

  /** Whether a matter began here. */
  boolean has(Finding finding) {
    return matters.containsKey(finding.key());
  }

  boolean isEmpty() {
    return matters.isEmpty();
  }

  @Override
  public void note(List<Finding> holding, boolean mayClose) {
    long now = nanoTime.getAsLong();
    for (Finding finding : holding) {
      Matter matter =
          matters.computeIfAbsent(
              finding.key(), key -> new Matter(++lastId, finding, clock.instant(), now));
      matter.finding = finding;
      matter.seenAt = now;
    }
    Set<String> held = holding.stream().map(Finding::key).collect(Collectors.toSet());
    for (Matter matter : matters.values()) {
      boolean gone = now - matter.seenAt >= config.closesAfter().toNanos();
      if (mayClose && gone && !matter.over && !held.contains(matter.finding.key())) {
        matter.over = true;
        matter.attempts = 0;
        matter.reached = Set.of();
        matter.nextAt = now;
      }
    }
    matters.values().removeIf(matter -> matter.over && matter.tellings == 0);
  }

  @Override
  public Optional<Telling> take() {
    long now = nanoTime.getAsLong();
    return matters.values().stream()
        .filter(matter -> now - matter.nextAt >= 0)
        .findFirst()
        .map(
            matter -> {
              matter.attempts++;
              matter.nextAt = now + config.lease().toNanos();
              boolean late = now - matter.openedAt >= config.escalateAfter().toNanos();
              return new Telling(
                  matter.id,
                  matter.finding,
                  matter.since,
                  matter.over,
                  matter.tellings,
                  matter.attempts,
                  matter.reached,
                  late,
                  false);
            });
  }

  @Override
  public void told(Telling telling) {
    Matter matter = matters.get(telling.matter().key());
    if (telling.over() || matter == null) {
      matters.remove(telling.matter().key());
      return;
    }
    matter.tellings++;
    matter.attempts = 0;
    matter.reached = Set.of();
    matter.nextAt = nanoTime.getAsLong() + config.pauseAfter(matter.tellings).toNanos();
  }

  @Override
  public void notYet(Telling telling, Set<String> reached) {
    Matter matter = matters.get(telling.matter().key());
    if (matter != null) {
      matter.reached = new HashSet<>(reached);
      matter.nextAt = nanoTime.getAsLong() + RETRY.toNanos();
    }
  }
}
