package dev.tocsin.dashboard.status.view;

import java.time.Instant;
import java.util.Optional;

/**
 * A check, as visitors see it. Nothing in it leads to the check: its code is its ping URL.
 *
 * @param since since when it is down
 */
public record Line(String name, State state, Optional<Instant> since, Bars bars) {

  /** How a check stands, for visitors: who is late is not down yet. */
  public enum State {
    UP("Up", "up"),
    DOWN("Down", "down"),
    UNVERIFIED("Not verified", "unverified"),
    PAUSED("Paused", "paused"),
    NEW("No news yet", "new");

    private final String title;
    private final String shape;

    State(String title, String shape) {
      this.title = title;
      this.shape = shape;
    }

    /** For people. */
    public String title() {
      return title;
    }

    /** Its icon, and its word in JSON. */
    public String shape() {
      return shape;
    }

    /** Whether anybody waits for it. */
    boolean isWatched() {
      return this != PAUSED && this != NEW;
    }
  }
}
