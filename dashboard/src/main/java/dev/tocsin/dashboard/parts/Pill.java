package dev.tocsin.dashboard.parts;

import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.domain.check.Standing;

/**
 * A state in a word, with the rule that made it.
 *
 * @param look {@code up}, {@code late}, {@code down}, {@code paused}, {@code new}, {@code running}:
 *     colour and shape
 */
public record Pill(String look, String word, String rule) {

  public static Pill of(Shown check) {
    if (check.running() && check.standing() != Standing.DOWN) {
      return new Pill(
          "running", "Running", "A start was heard, and the run is within its grace time.");
    }
    if (check.unverified()) {
      return new Pill(
          "unverified",
          "Unverified",
          "A run was due while Tocsin could not hear, and is taken for done until the next ping.");
    }
    return of(check.standing());
  }

  public static Pill of(Standing standing) {
    return switch (standing) {
      case UP -> new Pill("up", "Up", "The last ping said success, and the next one is not due.");
      case GRACE ->
          new Pill("late", "Late", "The expected time has passed, the grace time has not.");
      case DOWN ->
          new Pill(
              "down",
              "Down",
              "A ping said failure, or none came by the expected time plus grace time.");
      case PAUSED -> new Pill("paused", "Paused", "Put aside: silence raises no alarm.");
      case NEW -> new Pill("new", "New", "Not pinged yet: silence raises no alarm.");
    };
  }
}
