package dev.tocsin.alerter.upkeep;

import dev.tocsin.store.Db;
import java.util.List;

/**
 * Has Postgres look again at tables that have grown several times over since it last did.
 *
 * <p>Plans are made once on a connection of the alerter. What is planned while a table is empty
 * reads the whole of it, or of an index, since nothing is cheaper than reading nothing; when ten
 * thousand checks go down within a second, each of their messages does that again. Autovacuum would
 * look in a quarter of a minute, on a server of its own in a whole one; until then the plans stay.
 * Statistics that are taken anew throw them away on all connections.
 */
public final class Statistics {

  /** What grows when checks go down; a table that nobody has looked at yet is one of them. */
  private static final List<String> GROWING =
      List.of("flips", "deliveries", "messages", "attempts", "incidents");

  /** Below, in pages, any plan will do. */
  private static final int SMALL = 10;

  private static final int TIMES = 4;

  private final Db db;

  public Statistics(Db db) {
    this.db = db;
  }

  /** Looks once, at what has grown since; never more to do. */
  public boolean runOnce() {
    List<String> grown =
        db.query(
            "looking for tables that have grown",
            """
            SELECT relname FROM pg_class
             WHERE oid = ANY(?::text[]::regclass[])
               AND pg_relation_size(oid) / current_setting('block_size')::int
                   >= greatest(?, ?::bigint * relpages)
            """,
            row -> row.string("relname"),
            GROWING,
            SMALL,
            TIMES);
    grown.forEach(this::look);
    return false;
  }

  /** Whoever looks at it already does the same. */
  private void look(String table) {
    db.update("taking statistics of " + table, "ANALYZE (SKIP_LOCKED) " + table);
  }
}
