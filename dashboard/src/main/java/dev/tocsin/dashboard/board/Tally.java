package dev.tocsin.dashboard.board;

import dev.tocsin.domain.check.Standing;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many checks stand where.
 *
 * @param running in a run, wherever they stand
 * @param unverified of those that are up, those of which nobody could hear
 */
public record Tally(Map<Standing, Integer> counts, int running, int unverified) {

  /** Of these checks. */
  public static Tally of(Collection<Shown> checks) {
    Map<Standing, Integer> counts = new EnumMap<>(Standing.class);
    int running = 0;
    int unverified = 0;
    for (Shown check : checks) {
      counts.merge(check.standing(), 1, Integer::sum);
      running += check.running() ? 1 : 0;
      unverified += check.unverified() ? 1 : 0;
    }
    return new Tally(counts, running, unverified);
  }

  /** How many stand there. */
  public int of(Standing standing) {
    return counts.getOrDefault(standing, 0);
  }

  /** How many there are at all. */
  public int all() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
