package dev.tocsin.dashboard.checks;

/** How a change of a check ended. Unless it says otherwise, nothing was changed. */
public sealed interface Saved {

  /** A check was made. */
  record Created(CheckView check) implements Saved {}

  /** An existing check has the new settings. */
  record Updated(CheckView check) implements Saved {}

  /** An existing check is gone. */
  record Deleted(CheckView was) implements Saved {}

  /** The check is not as its {@link Guard} says. */
  record ChangedMeanwhile() implements Saved {}

  /** There is no such check in the project. */
  record NotFound() implements Saved {}

  /**
   * The project may have no more checks.
   *
   * @param limit how many it may have
   */
  record LimitReached(int limit) implements Saved {}

  /**
   * A channel was named that does not exist, or not uniquely.
   *
   * @param problem in the words of the Management API
   */
  record UnknownChannel(String problem) implements Saved {}

  /**
   * The settings, together with those that stay, cannot be meant.
   *
   * @param problem in the words of the Management API
   */
  record Contradiction(String problem) implements Saved {}
}
