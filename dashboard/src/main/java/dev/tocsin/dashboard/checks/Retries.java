package dev.tocsin.dashboard.checks;

import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import dev.tocsin.store.Tx;
import java.util.Set;
import java.util.function.Function;

/** Transactions that lock several checks, and may be the ones that Postgres ends in a deadlock. */
final class Retries {

  private static final Set<String> DEADLOCK_OR_SERIALIZATION = Set.of("40P01", "40001");

  /** Who loses three times in a row stands in a crowd: let the client decide. */
  private static final int ATTEMPTS = 3;

  private Retries() {}

  /** Runs {@code work} as {@link Db#transaction} does, and once more if it was the victim. */
  static <T> T transaction(Db db, String what, Function<Tx, T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return db.transaction(what, work);
      } catch (DbException e) {
        if (attempt == ATTEMPTS || !DEADLOCK_OR_SERIALIZATION.contains(e.sqlState())) {
          throw e;
        }
      }
    }
  }
}
