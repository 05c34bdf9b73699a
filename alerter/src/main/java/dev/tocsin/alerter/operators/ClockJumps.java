package dev.tocsin.alerter.operators;

import dev.tocsin.store.Db;
import java.util.List;

/** Clocks of listeners that jumped within the last day. */
final class ClockJumps implements Condition {

  private final Db db;

  ClockJumps(Db db) {
    this.db = db;
  }

  @Override
  public List<Finding> find() {
    return db.query(
        "looking for clocks that jumped",
        """
        SELECT DISTINCT ON (node) node, jumped_from, jumped_to FROM clock_events
         WHERE noted_at > now() - interval '1 day' ORDER BY node, noted_at DESC LIMIT 20
        """,
        row ->
            new Finding(
                Finding.key("clock", row.string("node")),
                "the clock of %s jumped".formatted(row.string("node")),
                List.of(
                    "From %s to %s."
                        .formatted(row.instant("jumped_from"), row.instant("jumped_to")),
                    "Times of pings on both sides do not compare, and a jump forward counts as"
                        + " time in which nothing could be heard. Look at the machine's time"
                        + " synchronisation."),
                "Clocks"));
  }
}
