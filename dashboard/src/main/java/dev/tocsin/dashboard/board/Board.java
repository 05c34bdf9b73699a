package dev.tocsin.dashboard.board;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The checks of one project at an instant. A thousand open pages look at one board: what one of
 * them has worked out, the others find. Thread-safe.
 */
public final class Board {

  private final List<Shown> checks;
  private final Instant asOf;
  private final Map<Long, Shown> byId;
  private volatile @Nullable Tally tally;

  /**
   * @param asOf the instant for which the standings are computed
   */
  public Board(List<Shown> checks, Instant asOf) {
    this.checks = List.copyOf(checks);
    this.asOf = asOf;
    this.byId = new HashMap<>(checks.size() * 2);
    checks.forEach(check -> byId.put(check.id(), check));
  }

  public List<Shown> checks() {
    return checks;
  }

  public Instant asOf() {
    return asOf;
  }

  /** How many checks there are of each kind. */
  public Tally tally() {
    Tally known = tally;
    if (known == null) {
      known = Tally.of(checks);
      tally = known;
    }
    return known;
  }

  /** The ones with these ids, by id; what is gone is left out. */
  public Map<Long, Shown> byId(Collection<Long> ids) {
    Map<Long, Shown> wanted = new LinkedHashMap<>(ids.size() * 2);
    for (Long id : ids) {
      Shown check = byId.get(id);
      if (check != null) {
        wanted.put(id, check);
      }
    }
    return wanted;
  }

  /** The one with this code. */
  public Optional<Shown> find(UUID code) {
    return checks.stream().filter(check -> check.check().code().equals(code)).findFirst();
  }
}
