package dev.tocsin.alerter.operators;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is wrong, and who was told of it. */
interface Ledger {

  /**
   * Opens what is new and closes what is over.
   *
   * @param holding what is wrong now
   * @param mayClose false while we do not know yet what others find
   */
  void note(List<Finding> holding, boolean mayClose);

  /** Something that is to be told now; for a while, nobody else is given it. */
  Optional<Telling> take();

  /** It is told, as far as it will be. */
  void told(Telling telling);

  /** Some contacts could not be reached yet; {@code reached} were, so far. */
  void notYet(Telling telling, Set<String> reached);
}
