package dev.tocsin.drills.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** One start of a node: its journal on disk, and how much of it is known to be applied. */
final class Stream {

  final UUID id;
  final List<Entry> journal = new ArrayList<>();
  int applied;
  boolean registered;

  Stream(UUID id) {
    this.id = id;
  }

  boolean isApplied() {
    return applied == journal.size();
  }

  /** The oldest ping that is not applied. */
  Entry oldest() {
    return journal.get(applied);
  }

  List<Entry> next(int most) {
    return List.copyOf(journal.subList(applied, Math.min(journal.size(), applied + most)));
  }
}
