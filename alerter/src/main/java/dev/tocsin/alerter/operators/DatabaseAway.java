package dev.tocsin.alerter.operators;

import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import java.time.Duration;
import java.util.List;

/** The database does not answer this process. Told without it. */
final class DatabaseAway implements Condition {

  private static final Duration LONG = Duration.ofSeconds(60);

  private final Db db;
  private final String node;

  DatabaseAway(Db db, String node) {
    this.db = db;
    this.node = node;
  }

  @Override
  public List<Finding> find() {
    try {
      db.first("asking whether the database is there", "SELECT 1", row -> true);
      return List.of();
    } catch (DbException e) {
      return List.of(
          new Finding(
              "database-away",
              "the database does not answer",
              List.of(
                  "%s has not reached it for a minute.".formatted(node),
                  "Pings are heard and kept on the listeners' disks; no alert is sent until it is"
                      + " back, and then none is false. The smallest journal says how long that"
                      + " may last: journal.max-bytes."),
              "When the database is away"));
    }
  }

  @Override
  public Duration opensAfter() {
    return LONG;
  }
}
