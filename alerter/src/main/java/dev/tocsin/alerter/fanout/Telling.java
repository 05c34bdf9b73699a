package dev.tocsin.alerter.fanout;

import dev.tocsin.alerter.quiet.Hush;
import dev.tocsin.alerter.quiet.Withheld;
import dev.tocsin.domain.check.Status;
import java.util.Optional;

/**
 * Whether people are told of a flip.
 *
 * @param withheld why not; empty: they are
 */
record Telling(WaitingFlip flip, Optional<Withheld> withheld) {

  /**
   * What is known about a check when one of its flips is handed over.
   *
   * @param hush why nobody is to be told of it at present
   * @param downTold whether people were told of the down that went before, if there was one
   */
  record Surroundings(Optional<Hush> hush, boolean downTold) {}

  /**
   * Decides it. A down is withheld while there is a reason; what is still down after that is told
   * then. A recovery follows its down: told if that was, silence or not, since whoever was called
   * must hear that it is over; withheld if nobody knows of a down.
   */
  static Telling of(WaitingFlip flip, Surroundings around) {
    if (flip.to() == Status.DOWN) {
      return new Telling(flip, around.hush().map(Hush::why));
    }
    return new Telling(flip, around.downTold() ? Optional.empty() : Optional.of(Withheld.UNTOLD));
  }

  boolean isTold() {
    return withheld.isEmpty();
  }
}
