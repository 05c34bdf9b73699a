package dev.tocsin.alerter.operators;

import dev.tocsin.store.Db;
import java.util.List;

/** Listeners that were given up and have not come back. */
final class StreamsLost implements Condition {

  private final Db db;

  StreamsLost(Db db) {
    this.db = db;
  }

  @Override
  public List<Finding> find() {
    return db.query(
        "looking for lost streams",
        """
        SELECT id, node, closed_why, closed_at, heard_through FROM streams
         WHERE closed_why IN ('dead', 'cut_off') AND closed_at > now() - interval '1 day'
         ORDER BY closed_at LIMIT 20
        """,
        row -> {
          boolean dead = row.string("closed_why").equals("dead");
          return new Finding(
              "stream-lost-" + row.uuid("id"),
              "the listener on %s is %s and was given up"
                  .formatted(row.string("node"), dead ? "gone" : "cut off"),
              List.of(
                  "Alerts go on without it. What it may have heard after %s is excused until it is"
                          .formatted(row.instant("heard_through"))
                      + " back.",
                  dead
                      ? "Start it again, or run tocsin journal drain on its machine: its journal may"
                          + " hold pings that the database does not have."
                      : "It still lives: take it out of the balancer until it reaches the database,"
                          + " or jobs that report to it will look as if they did not."),
              "Streams that stand still");
        });
  }
}
