package dev.tocsin.dashboard.people;

import java.util.Optional;
import java.util.UUID;

/**
 * What is to be changed in a project; empty: stays.
 *
 * @param name 1 to {@link Projects#LONGEST_NAME} characters
 * @param twoStep whether it is only for who signed in by more than a password
 * @param newPingKey whether ping URLs with the key that it has shall stop working
 */
public record ProjectEdit(
    Optional<String> name,
    Kept kept,
    Optional<Boolean> twoStep,
    boolean newPingKey,
    Optional<Fallback> fallback) {

  /** What gets what other channels fail to deliver: a channel of the project, or none. */
  public record Fallback(Optional<UUID> channel) {}

  /** Which pings are kept, with the bounds of {@link KeptPings}. */
  public record Kept(Optional<Integer> newest, Optional<Integer> days, Optional<Integer> bodyDays) {

    static final Kept AS_BEFORE = new Kept(Optional.empty(), Optional.empty(), Optional.empty());

    KeptPings after(KeptPings was) {
      return new KeptPings(
          newest.orElse(was.newest()), days.orElse(was.days()), bodyDays.orElse(was.bodyDays()));
    }
  }

  /** Nothing but another name. */
  public static ProjectEdit name(String name) {
    return new ProjectEdit(
        Optional.of(name), Kept.AS_BEFORE, Optional.empty(), false, Optional.empty());
  }

  /** Nothing but another ping key. */
  public static ProjectEdit pingKey() {
    return new ProjectEdit(
        Optional.empty(), Kept.AS_BEFORE, Optional.empty(), true, Optional.empty());
  }
}
