package dev.tocsin.alerter.upkeep;

import dev.tocsin.store.Tx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what is kept for people to look up, once it is older than they asked for. None of it
 * hurries: each walk of the upkeep looks at one of these tables.
 */
final class OldPapers implements Upkeep.Piece {

  private static final Logger log = LoggerFactory.getLogger(OldPapers.class);

  private final UpkeepLimits limits;
  private final OldestFirst oldest;
  private final List<Upkeep.Piece> tables =
      List.of(
          this::audit,
          this::quarantine,
          this::unresolved,
          this::matters,
          this::silences,
          this::standIns,
          tx -> links(tx, "setup_links"),
          tx -> links(tx, "account_links"));
  private int table;

  OldPapers(UpkeepLimits limits) {
    this.limits = limits;
    this.oldest = new OldestFirst(limits.rowsPerRound());
  }

  @Override
  public Upkeep.Step step(Tx tx) {
    Upkeep.Step step = tables.get(table).step(tx);
    if (step.through()) {
      table = (table + 1) % tables.size();
    }
    return step;
  }

  /** Who did what. */
  private Upkeep.Step audit(Tx tx) {
    return limits
        .keep()
        .audit()
        .map(keep -> oldest.remove(tx, "audit", "at", "at", "true", keep))
        .orElse(kept("audit"));
  }

  /** Records that could not be applied: they were answered 200, so that they go is not silent. */
  private Upkeep.Step quarantine(Tx tx) {
    Optional<Duration> keep = limits.keep().setAside();
    if (keep.isEmpty()) {
      return kept("quarantine");
    }
    Upkeep.Step step = oldest.remove(tx, "quarantine", "at", "at", "true", keep.get());
    if (step.removed() > 0) {
      log.warn(
          "removed {} records from quarantine that nobody took out within {} days",
          step.removed(),
          keep.get().toDays());
    }
    return step;
  }

  /** Pings that belong to nobody: anybody can send those. */
  private Upkeep.Step unresolved(Tx tx) {
    return limits
        .keep()
        .setAside()
        .map(
            keep ->
                removed(
                    "unresolved_pings",
                    tx.update(
                        "removing old unresolved pings",
                        """
                        DELETE FROM unresolved_pings WHERE ctid = ANY(ARRAY(
                          SELECT ctid FROM unresolved_pings WHERE heard_at < now() - ?
                           ORDER BY heard_at LIMIT ?))
                        """,
                        keep,
                        limits.rowsPerRound())))
        .orElse(kept("unresolved_pings"));
  }

  /** Matters of this installation that are over. */
  private Upkeep.Step matters(Tx tx) {
    return oldest.remove(
        tx, "operator_alerts", "opened_at", "closed_at", "next_at IS NULL", history());
  }

  /** Silences that ended; what they withheld says so itself. */
  private Upkeep.Step silences(Tx tx) {
    return oldest.remove(tx, "silences", "created_at", "ends_at", "true", history());
  }

  /** Times in which somebody stood in: written by hand, so few that no index finds them. */
  private Upkeep.Step standIns(Tx tx) {
    return removed(
        "rota_overrides",
        tx.update(
            "removing old stand-ins",
            """
            DELETE FROM rota_overrides WHERE id IN (
              SELECT id FROM rota_overrides WHERE ends_at < now() - ? LIMIT ?)
            """,
            history(),
            limits.rowsPerRound()));
  }

  /** Links that open nothing any more: one was made by each start that found no account. */
  private Upkeep.Step links(Tx tx, String table) {
    return removed(
        table,
        tx.update(
            "removing expired links of " + table,
            """
            DELETE FROM %1$s WHERE token_hash IN (
              SELECT token_hash FROM %1$s WHERE expires_at < now() - interval '1 day' LIMIT ?)
            """
                .formatted(table),
            limits.rowsPerRound()));
  }

  private Duration history() {
    return limits.keep().history();
  }

  private Upkeep.Step removed(String table, int rows) {
    return new Upkeep.Step(table, rows, rows < limits.rowsPerRound());
  }

  private static Upkeep.Step kept(String table) {
    return new Upkeep.Step(table, 0, true);
  }
}
