package dev.tocsin.ping.apply;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one database server said, and how to tell whether it is still true: ids by code, which never
 * change; rules by id, each with its version; rows by id, each with its writer. Another server, or
 * this one restored from a backup, may give an id or a number to another check or transaction, so
 * all of it is forgotten then. For the applier's thread.
 */
final class Memory {

  private final Recent<UUID, Long> ids;
  private final Recent<Long, KnownRules> rules;
  private final Recent<Long, CheckRow> rows;
  private final Trust trust = new Trust();
  private final Strangers strangers;
  private @Nullable OffsetDateTime serverStart;

  Memory(ApplierConfig config) {
    int checks = config.cachedChecks();
    this.strangers = new Strangers(config.settle());
    this.ids = new Recent<>(checks);
    this.rules = new Recent<>(checks);
    this.rows = new Recent<>(checks);
  }

  Recent<UUID, Long> ids() {
    return ids;
  }

  Recent<Long, KnownRules> rules() {
    return rules;
  }

  /** Rows as our last transaction left them; somebody else may have written them since. */
  Recent<Long, CheckRow> rows() {
    return rows;
  }

  /** Whether to rely on {@link #rows} at all. */
  Trust trust() {
    return trust;
  }

  /** Who may be there besides those that it told of. */
  Strangers strangers() {
    return strangers;
  }

  void forget() {
    ids.clear();
    rules.clear();
    rows.clear();
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
