package dev.tocsin.dashboard.checks;

/** How resuming a check ended. */
public sealed interface Resumed {

  /** It waits for its next ping, as if it were new. */
  record Done(CheckView check) implements Resumed {}

  /** It was not paused, and nothing was changed. */
  record NotPaused() implements Resumed {}

  /** The check is not as its {@link Guard} says, and nothing was changed. */
  record ChangedMeanwhile() implements Resumed {}

  /** There is no such check in the project. */
  record NotFound() implements Resumed {}
}
