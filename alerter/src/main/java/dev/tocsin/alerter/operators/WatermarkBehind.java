package dev.tocsin.alerter.operators;

import dev.tocsin.domain.schedule.Words;
import dev.tocsin.store.Db;
import java.time.Duration;
import java.util.List;

/** What was heard reaches the database late: missed deadlines are told late by as much. */
final class WatermarkBehind implements Condition {

  private static final Duration MUCH = Duration.ofSeconds(60);

  private final Db db;

  WatermarkBehind(Db db) {
    this.db = db;
  }

  @Override
  public List<Finding> find() {
    return db.query(
        "measuring how far the watermark is behind",
        """
        SELECT extract(epoch FROM now() - heard_through)::bigint AS behind, node
          FROM streams WHERE closed_at IS NULL AND heard_through < now() - ?
         ORDER BY heard_through LIMIT 1
        """,
        row ->
            new Finding(
                "watermark",
                "alerts are %s late".formatted(Words.count(row.number("behind") / 60, "minute")),
                List.of(
                    "The listener on %s has not brought to the database what it heard since."
                        .formatted(row.string("node")),
                    "Pings are kept and nothing is falsified, but nobody is told of a missed"
                        + " deadline that is younger. Look whether the database is slow or full,"
                        + " and whether that listener gets on."),
                "Streams that stand still"),
        MUCH);
  }
}
