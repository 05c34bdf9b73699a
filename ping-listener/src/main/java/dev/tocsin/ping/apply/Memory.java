package dev.tocsin.ping.apply;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one database server said that stays true: ids by code, rules by id and version. Another
 * server, or this one restored from a backup, may give an id to another check, so all of it is
 * forgotten then. For the applier's thread.
 */
final class Memory {

  private final Recent<UUID, Long> ids;
  private final Recent<Long, KnownRules> rules;
  private @Nullable OffsetDateTime serverStart;

  Memory(int checks) {
    this.ids = new Recent<>(checks);
    this.rules = new Recent<>(checks);
  }

  Recent<UUID, Long> ids() {
    return ids;
  }

  Recent<Long, KnownRules> rules() {
    return rules;
  }

  void forget() {
    ids.clear();
    rules.clear();
  }

  /** Whether all this is of the server process that started then; if not, it is forgotten. */
  boolean isOf(OffsetDateTime start) {
    if (start.equals(serverStart)) {
      return true;
    }
    forget();
    serverStart = start;
    return false;
  }
}
