package dev.tocsin.dashboard.board;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The checks of one project at an instant.
 *
 * @param asOf the instant for which the standings are computed
 */
public record Board(List<Shown> checks, Instant asOf) {

  public Board {
    checks = List.copyOf(checks);
  }

  /** How many checks there are of each kind. */
  public Tally tally() {
    return Tally.of(checks);
  }

  /** The ones with these ids, by id; what is gone is left out. */
  public Map<Long, Shown> byId(Collection<Long> ids) {
    Map<Long, Shown> wanted = new HashMap<>();
    for (Shown check : checks) {
      if (ids.contains(check.id())) {
        wanted.put(check.id(), check);
      }
    }
    return wanted;
  }

  /** The one with this code. */
  public Optional<Shown> find(UUID code) {
    return checks.stream().filter(check -> check.check().code().equals(code)).findFirst();
  }
}
