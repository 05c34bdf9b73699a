package dev.tocsin.drills.sim;

import dev.tocsin.domain.ping.Ping;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A ping in the journal of a node: accepted, whatever becomes of the node. */
final class Entry {

  private final long id;
  private final long check;
  private final Instant heard;
  private final PingKind kind;
  private final @Nullable RunId run;
  private Instant at;
  private Instant right;

  /**
   * @param id of this acceptance, unique in a run; its text is the body, by which it is found again
   * @param heard when it was accepted
   * @param at its stamp; not the same if the clock of its node was wrong and nobody knew
   */
  Entry(long id, long check, Instant heard, Instant at, PingKind kind, @Nullable RunId run) {
    this.id = id;
    this.check = check;
    this.heard = heard;
    this.at = at;
    this.right = at;
    this.kind = kind;
    this.run = run;
  }

  long id() {
    return id;
  }

  long check() {
    return check;
  }

  Instant at() {
    return at;
  }

  PingKind kind() {
    return kind;
  }

  @Nullable RunId run() {
    return run;
  }

  /** When it came, by the database's clock, as far as that is known by now. */
  Instant right() {
    return right;
  }

  /**
   * The clock that it was stamped by turns out to have been wrong.
   *
   * @param stamps false: a protection is off, and the stamp stays
   */
  void correct(Duration by, boolean stamps) {
    right = right.plus(by);
    at = stamps ? right : at;
  }

  Ping ping() {
    return new Ping(at, kind, run);
  }

  @Override
  public String toString() {
    return "Entry[id=%d, check=%d, heard=%s, at=%s, kind=%s, run=%s]"
        .formatted(id, check, heard, at, kind, run);
  }
}
