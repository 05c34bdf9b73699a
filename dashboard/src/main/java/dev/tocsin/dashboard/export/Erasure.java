package dev.tocsin.dashboard.export;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.dashboard.people.Tokens;
import dev.tocsin.dashboard.status.subscribers.Targets;
import dev.tocsin.store.Db;
import dev.tocsin.store.Tx;
import java.util.List;
import java.util.Map;

/**
 * Erases a person: the account with all that belongs to it goes, and where their address says who
 * did something a pseudonym takes its place, that is kept nowhere else. Blocking.
 */
public final class Erasure {

  /** Columns that say who did something, with what else they may hold: a key of the account. */
  private static final Map<String, String> NAMES =
      Map.of(
          "audit", "actor",
          "api_keys", "created_by",
          "invitations", "invited_by",
          "incidents", "acked_by",
          "incident_notes", "author",
          "silences", "author",
          "maintenance", "author",
          "announcements", "author",
          "announcement_updates", "author",
          "rota_overrides", "author");

  private final Db db;
  private final Targets targets;

  public Erasure(Db db, Targets targets) {
    this.db = db;
    this.targets = targets;
  }

  /** The projects that nobody would own any more, by name. */
  public List<String> orphans(Account account) {
    return db.transaction("looking for projects of one owner", tx -> orphans(tx, account));
  }

  /**
   * Erases them, for ever; returns the pseudonym. Refused while a project would be left without an
   * owner.
   */
  public Outcome<String> erase(Account account) {
    return db.transaction(
        "erasing an account",
        tx -> {
          // As everybody does who changes members: two owners cannot go at once.
          tx.query(
              "locking projects",
              """
              SELECT p.id FROM projects p WHERE p.id IN (
                SELECT project_id FROM members WHERE account_id = ?)
               ORDER BY p.id FOR NO KEY UPDATE
              """,
              row -> true,
              account.id());
          List<String> orphans = orphans(tx, account);
          if (!orphans.isEmpty()) {
            return Outcome.refused(
                Reason.CONFLICT,
                "you are the only owner of %s: delete it, or make somebody else an owner"
                    .formatted(String.join(", ", orphans)));
          }
          return Outcome.done(erase(tx, account));
        });
  }

  private static List<String> orphans(Tx tx, Account account) {
    return tx.query(
        "looking for projects of one owner",
        """
        SELECT p.name FROM members m JOIN projects p ON p.id = m.project_id
         WHERE m.account_id = ? AND m.role = 'owner'
           AND NOT EXISTS (SELECT 1 FROM members o WHERE o.project_id = m.project_id
                              AND o.role = 'owner' AND o.account_id <> m.account_id)
         ORDER BY p.name
        """,
        row -> row.string("name"),
        account.id());
  }

  private String erase(Tx tx, Account account) {
    String pseudonym = "erased-" + Tokens.random(Tokens.ALPHANUMERIC, 12);
    String email = account.email();
    tx.update("erasing an account", "DELETE FROM account_mail WHERE recipient = ?", email);
    tx.update("erasing an account", "DELETE FROM invitations WHERE email = ?", email);
    tx.update(
        "ending subscriptions",
        "DELETE FROM status_subscribers WHERE fingerprint = ?",
        targets.ofMail(email));
    tx.update("erasing an account", "DELETE FROM accounts WHERE id = ?", account.id());
    NAMES.forEach(
        (table, column) ->
            tx.update(
                "replacing an address in " + table,
                """
                UPDATE %1$s SET %2$s = ? || substr(%2$s, length(?) + 1)
                 WHERE %2$s = ? OR starts_with(%2$s, ?)
                """
                    .formatted(table, column),
                pseudonym,
                email,
                email,
                email + " api:"));
    // Where it is a whole text of JSON: a longer address may end with this one.
    tx.update(
        "replacing an address in details of the audit log",
        """
        UPDATE audit SET detail = replace(detail::text, to_jsonb(?::text)::text,
                                          to_jsonb(?::text)::text)::jsonb
         WHERE position(to_jsonb(?::text)::text IN detail::text) > 0
        """,
        email,
        pseudonym,
        email);
    Audit.note(tx, null, pseudonym, "account.erase", Map.of());
    return pseudonym;
  }
}
