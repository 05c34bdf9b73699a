package dev.tocsin.alerter.delivery;

import dev.tocsin.store.Db;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What came of attempts and is not recorded yet: forgotten, it would be sent twice. */
final class Results {

  private final Db db;
  private final Turn turn;
  private final List<Finished> inHand = new ArrayList<>();

  Results(Db db, Turn turn) {
    this.db = db;
    this.turn = turn;
  }

  void add(Finished result) {
    inHand.add(result);
  }

  List<Finished> all() {
    return List.copyOf(inHand);
  }

  boolean isEmpty() {
    return inHand.isEmpty();
  }

  /** They are recorded. */
  void clear() {
    inHand.clear();
  }

  /**
   * Records them by themselves, since the turn that should have done it fails by a mistake of ours:
   * all at once, or else each alone, so that one that cannot be recorded does not take the others
   * with it.
   */
  void writeDown(Consumer<RuntimeException> report) {
    if (inHand.isEmpty() || isRecorded(all(), report)) {
      return;
    }
    for (Finished one : all()) {
      if (!isRecorded(List.of(one), report) && isRecorded(List.of(one.inPlainWords()), report)) {
        inHand.remove(one);
      }
    }
  }

  /** Whether these could be recorded; then they are no longer in hand. */
  private boolean isRecorded(List<Finished> results, Consumer<RuntimeException> report) {
    try {
      db.transaction(
          "recording what was sent",
          tx -> {
            turn.record(tx, results);
            return true;
          });
      inHand.removeAll(results);
      return true;
    } catch (RuntimeException e) {
      report.accept(e);
      return false;
    }
  }
}
