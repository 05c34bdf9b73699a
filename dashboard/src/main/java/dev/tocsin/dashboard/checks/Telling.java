package dev.tocsin.dashboard.checks;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * When people are told of a check, besides by which channels.
 *
 * @param dependsOn the codes of checks whose being down explains that this one is; in the order of
 *     their making
 * @param remindEvery how often people are reminded of it; zero: never; empty: as its channels say
 */
public record Telling(List<UUID> dependsOn, Optional<Duration> remindEvery) {

  /** Of a check for which nobody has said anything. */
  public static final Telling USUAL = new Telling(List.of(), Optional.empty());

  /** Most checks that a check may depend on. */
  public static final int MOST = 20;

  /** The shortest time between two reminders, and the longest. */
  public static final Duration SHORTEST = Duration.ofMinutes(1);

  public static final Duration LONGEST = Duration.ofDays(31);

  public Telling {
    dependsOn = List.copyOf(dependsOn);
  }
}
