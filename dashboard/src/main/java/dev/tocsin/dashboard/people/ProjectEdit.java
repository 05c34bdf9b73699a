package dev.tocsin.dashboard.people;

import java.util.Optional;
import java.util.UUID;

/**
 * What is to be changed in a project; empty: stays.
 *
 * @param name 1 to {@link Projects#LONGEST_NAME} characters
 * @param pingLogLimit 1 to {@link Projects#MOST_PINGS}
 * @param twoStep whether it is only for who signed in by more than a password
 * @param newPingKey whether ping URLs with the key that it has shall stop working
 */
public record ProjectEdit(
    Optional<String> name,
    Optional<Integer> pingLogLimit,
    Optional<Boolean> twoStep,
    boolean newPingKey,
    Optional<Fallback> fallback) {

  /** What gets what other channels fail to deliver: a channel of the project, or none. */
  public record Fallback(Optional<UUID> channel) {}

  /** Nothing but another name. */
  public static ProjectEdit name(String name) {
    return new ProjectEdit(
        Optional.of(name), Optional.empty(), Optional.empty(), false, Optional.empty());
  }

  /** Nothing but another ping key. */
  public static ProjectEdit pingKey() {
    return new ProjectEdit(
        Optional.empty(), Optional.empty(), Optional.empty(), true, Optional.empty());
  }
}
