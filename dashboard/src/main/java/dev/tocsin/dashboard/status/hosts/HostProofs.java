package dev.tocsin.dashboard.status.hosts;

import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.dashboard.status.PageChanges;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Looks whether the host names of status pages are proven, and notes it. A name that was proven
 * once is looked at again: who lets a domain go must not keep its status page. It is given up only
 * after days in which name servers said that the record is gone; one that does not answer says
 * nothing. Blocking.
 */
public final class HostProofs {

  /** How long a proven name may be without its record. */
  static final Duration SPARE = Duration.ofDays(3);

  private static final Duration AGAIN_PROVEN = Duration.ofHours(6);
  private static final Duration AGAIN = Duration.ofMinutes(10);

  /** So many in one round: name servers are not ours to flood. */
  private static final int ROUND = 20;

  /** In the audit log, of what nobody did by hand. */
  private static final String ACTOR = "dns";

  private static final String UNIQUE_VIOLATION = "23505";

  private final Db db;
  private final Dns dns;
  private final HostRecords records;

  public HostProofs(Db db, Dns dns, HostRecords records) {
    this.db = db;
    this.dns = dns;
    this.records = records;
  }

  private record Claim(long id, UUID code, long project, String host) {
    static Claim of(Row row) throws SQLException {
      return new Claim(
          row.number("id"), row.uuid("code"), row.number("project_id"), row.string("host"));
    }
  }

  /** Looks at a page's name at once; a page without one is left alone. */
  public void look(UUID page) {
    db.first(
            "reading the host name of a page",
            "SELECT id, code, project_id, host FROM status_pages WHERE code = ? AND host <> ''",
            Claim::of,
            page)
        .ifPresent(this::look);
  }

  /** Has a page's name looked at with the next round. */
  public static void hurry(Db db, UUID page) {
    db.update(
        "hurrying a look at a host name",
        "UPDATE status_pages SET host_next_at = now() WHERE code = ? AND host <> ''",
        page);
  }

  /** Looks at those whose time has come; says whether there may be more. */
  boolean runOnce() {
    // Whoever takes them moves their time on, so that no other dashboard looks as well.
    List<Claim> due =
        db.query(
            "taking host names to look at",
            """
            UPDATE status_pages SET host_next_at = now() + ?
             WHERE id IN (SELECT id FROM status_pages
                           WHERE host IS NOT NULL AND host_next_at <= now()
                           ORDER BY host_next_at LIMIT ? FOR NO KEY UPDATE SKIP LOCKED)
            RETURNING id, code, project_id, host
            """,
            Claim::of,
            AGAIN,
            ROUND);
    due.forEach(this::look);
    return due.size() == ROUND;
  }

  private void look(Claim claim) {
    String name = HostRecords.name(claim.host());
    if (!(dns.texts(name) instanceof Dns.Answer.Records found)) {
      note(claim, "The name server did not answer.", false);
    } else if (records.isAmong(found.texts(), claim.code(), claim.host())) {
      prove(claim);
    } else if (found.texts().isEmpty()) {
      note(claim, "There is no TXT record at %s yet.".formatted(name), true);
    } else {
      note(claim, "The TXT record at %s says something else.".formatted(name), true);
    }
  }

  private void prove(Claim claim) {
    try {
      db.transaction("noting that a host name is proven", tx -> proven(tx, claim));
    } catch (DbException e) {
      if (!UNIQUE_VIOLATION.equals(e.sqlState())) {
        throw e;
      }
      note(claim, "Another page has proven this name before.", false);
    }
  }

  /** False: the page has another name by now. */
  private static boolean proven(Tx tx, Claim claim) {
    Optional<Boolean> before = lock(tx, claim);
    if (before.isEmpty()) {
      return false;
    }
    tx.update(
        "noting that a host name is proven",
        """
        UPDATE status_pages SET host_proven_at = coalesce(host_proven_at, now()),
               host_seen_at = now(), host_looked_at = now(), host_problem = '',
               host_next_at = now() + ?
         WHERE id = ?
        """,
        AGAIN_PROVEN,
        claim.id());
    if (!before.get()) {
      tell(tx, claim, "status-page.host-proven");
    }
    return true;
  }

  /**
   * @param gone whether name servers said so
   */
  private void note(Claim claim, String problem, boolean gone) {
    db.transaction(
        "noting that a host name is not proven",
        tx -> {
          Optional<Boolean> before = lock(tx, claim);
          before.ifPresent(
              proven -> {
                boolean lost = gone && proven && unseen(tx, claim);
                tx.update(
                    "noting that a host name is not proven",
                    """
                    UPDATE status_pages SET host_looked_at = now(), host_problem = ?,
                           host_proven_at = CASE WHEN ? THEN NULL ELSE host_proven_at END,
                           host_next_at = now() + ?
                     WHERE id = ?
                    """,
                    problem,
                    lost,
                    AGAIN,
                    claim.id());
                if (lost) {
                  tell(tx, claim, "status-page.host-lost");
                }
              });
          return before.isPresent();
        });
  }

  /** Whether it was proven; empty: the page is gone, or has another name by now. */
  private static Optional<Boolean> lock(Tx tx, Claim claim) {
    return tx.first(
        "locking a status page",
        """
        SELECT host_proven_at IS NOT NULL AS proven FROM status_pages
         WHERE id = ? AND host = ? FOR NO KEY UPDATE
        """,
        row -> row.flag("proven"),
        claim.id(),
        claim.host());
  }

  private static boolean unseen(Tx tx, Claim claim) {
    return tx.first(
            "looking when a host name was seen",
            "SELECT host_seen_at < now() - ?::interval AS unseen FROM status_pages WHERE id = ?",
            row -> row.flag("unseen"),
            SPARE,
            claim.id())
        .orElse(false);
  }

  private static void tell(Tx tx, Claim claim, String action) {
    Map<String, String> detail = Map.of("page", claim.code().toString(), "host", claim.host());
    Audit.note(tx, claim.project(), ACTOR, action, detail);
    PageChanges.changed(tx, claim.project());
  }
}
