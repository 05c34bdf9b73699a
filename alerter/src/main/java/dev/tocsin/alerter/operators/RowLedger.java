package dev.tocsin.alerter.operators;

import dev.tocsin.alerter.Doubling;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The ledger that all processes share, so that a matter is told once, however many find it. The
 * database's clock counts.
 */
final class RowLedger implements Ledger {

  private static final Doubling PAUSES =
      new Doubling(Duration.ofSeconds(15), Duration.ofMinutes(8));

  private final Db db;
  private final OperatorsConfig config;

  RowLedger(Db db, OperatorsConfig config) {
    this.db = db;
    this.config = config;
  }

  @Override
  public void note(List<Finding> holding, boolean mayClose) {
    db.transaction(
        "noting what is wrong",
        tx -> {
          holding.forEach(finding -> open(tx, finding));
          return mayClose ? close(tx) : 0;
        });
  }

  private static void open(Tx tx, Finding finding) {
    tx.update(
        "noting " + finding.key(),
        """
        INSERT INTO operator_alerts (key, title, lines, section, again)
        VALUES (?, ?, ?::text[], ?, ?)
        ON CONFLICT (key) WHERE closed_at IS NULL
        DO UPDATE SET seen_at = now(), title = excluded.title, lines = excluded.lines
        """,
        finding.key(),
        finding.title(),
        finding.lines(),
        finding.section(),
        finding.again().word());
  }

  /** That it is over is told to whoever may have been told of it. */
  private int close(Tx tx) {
    return tx.update(
        "closing what is over",
        """
        UPDATE operator_alerts
           SET closed_at = now(), reached = '{}', attempts = 0,
               next_at = CASE WHEN tellings > 0 OR attempts > 0 THEN now() END
         WHERE closed_at IS NULL AND seen_at < now() - ?
        """,
        config.closesAfter());
  }

  @Override
  public Optional<Telling> take() {
    return db.first(
        "taking what operators are to be told",
        """
        UPDATE operator_alerts SET next_at = now() + ?, attempts = attempts + 1
         WHERE id = (SELECT id FROM operator_alerts WHERE next_at <= now()
                      ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING *, closed_at IS NOT NULL AS over,
                  escalated OR (again = 'unless_acked' AND closed_at IS NULL
                                AND opened_at + ? <= now()) AS to_all
        """,
        RowLedger::telling,
        config.lease(),
        config.escalateAfter());
  }

  private static Telling telling(Row row) throws SQLException {
    Finding matter =
        new Finding(
            row.string("key"),
            row.string("title"),
            row.strings("lines"),
            row.string("section"),
            Again.of(row.string("again")));
    return new Telling(
        row.number("id"),
        matter,
        row.instant("opened_at"),
        row.flag("over"),
        row.integer("tellings"),
        row.integer("attempts"),
        Set.copyOf(row.strings("reached")),
        row.flag("to_all"),
        true);
  }

  @Override
  public void told(Telling telling) {
    // Closed or acknowledged meanwhile: then the row says already what is to be told next.
    db.update(
        "noting that operators were told",
        """
        UPDATE operator_alerts
           SET tellings = tellings + 1, escalated = escalated OR ?, reached = '{}', attempts = 0,
               next_at = CASE WHEN (closed_at IS NOT NULL) <> ? THEN next_at
                              WHEN closed_at IS NULL AND again = 'daily' THEN now() + interval '1 day'
                             WHEN closed_at IS NULL AND again = 'unless_acked' AND acked_at IS NULL
                             THEN now() + ? END
         WHERE id = ?
        """,
        telling.all() && !config.second().isEmpty(),
        telling.over(),
        config.pauseAfter(telling.tellings() + 1),
        telling.id());
  }

  @Override
  public void notYet(Telling telling, Set<String> reached) {
    db.update(
        "noting that operators could not be told",
        """
        UPDATE operator_alerts SET reached = ?::text[], next_at = now() + ?
         WHERE id = ? AND (closed_at IS NOT NULL) = ? AND next_at IS NOT NULL
        """,
        new TreeSet<>(reached),
        PAUSES.after(telling.attempts()),
        telling.id(),
        telling.over());
  }
}
