package dev.tocsin.dashboard.export;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.dashboard.status.subscribers.Targets;
import dev.tocsin.store.Db;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** Everything that is kept of a person, without what is secret in it. Blocking. */
public final class PersonExport {

  private static final String README =
      """
      Everything that Tocsin keeps of the account %s.

      Each file is a list of JSON objects, one a line. Times have their offset. What you did is in audit.json, what
      you wrote under your name in written.json, with the project that it belongs to.

      Not in it: your password, keys, codes and the secrets of apps and passkeys, which are kept as hashes or
      sealed; the data of projects, which each of their owners can export; and your address where a project
      has it in the settings of a channel, since those are sealed.
      """;

  private final Db db;
  private final Targets targets;

  public PersonExport(Db db, Targets targets) {
    this.db = db;
    this.targets = targets;
  }

  /** What the file is called. */
  public static String fileName() {
    return "account.zip";
  }

  /** Notes in their own audit log that somebody took a copy. */
  public void note(Account account, String actor) {
    db.transaction(
        "noting an export",
        tx -> {
          Audit.noteOf(tx, account.id(), actor, "account.export", Map.of());
          return true;
        });
  }

  /** Writes the file. */
  public void write(Account account, OutputStream out) throws IOException {
    try (Archive archive = new Archive(db, out)) {
      archive.text("README.txt", README.formatted(account.email()));
      for (Part part : parts(account)) {
        archive.part(part);
      }
      archive.finish();
    }
  }

  private List<Part> parts(Account account) {
    long id = account.id();
    return List.of(
        Part.of(
            "account",
            """
            SELECT a.id AS k, a.email, a.password_hash IS NOT NULL AS password, a.created_at,
                   (SELECT confirmed_at FROM totp t WHERE t.account_id = a.id) AS two_step_since,
                   (SELECT count(*) FROM recovery_codes r
                     WHERE r.account_id = a.id AND r.used_at IS NULL) AS recovery_codes
              FROM accounts a WHERE a.id > ? AND a.id = ? ORDER BY k LIMIT ?
            """,
            id),
        listed(
            "sessions",
            "t.proofs, t.created_at, t.seen_at, t.expires_at, t.remote_addr, t.user_agent",
            "t.created_at, t.token_hash",
            id),
        listed("devices", "t.first_at, t.seen_at", "t.first_at, t.hash", id),
        listed("passkeys", "t.name, t.created_at, t.used_at", "t.created_at, t.code", id),
        listed("identities", "t.issuer, t.subject, t.created_at", "t.issuer, t.subject", id),
        listed(
            "keys",
            "api_keys",
            "t.name, t.hint, t.scopes, t.created_at, t.used_at, t.expires_at",
            "t.id",
            id),
        listed(
            "members",
            "(SELECT name FROM projects p WHERE p.id = t.project_id) AS project, t.role, t.added_at",
            "t.project_id",
            id),
        listed(
            "saved_views",
            "(SELECT name FROM projects p WHERE p.id = t.project_id) AS project, t.name, t.query",
            "t.project_id, t.name",
            id),
        listed(
            "report_mail",
            "(SELECT name FROM projects p WHERE p.id = t.project_id) AS project, t.period, t.tz, t.next_at",
            "t.project_id",
            id),
        Part.of(
            "subscriptions",
            """
            SELECT s.id AS k, p.name AS page, p.slug, s.created_at, s.confirmed_at
              FROM status_subscribers s JOIN status_pages p ON p.id = s.page_id
             WHERE s.id > ? AND s.fingerprint = ? ORDER BY k LIMIT ?
            """,
            targets.ofMail(account.email())),
        Part.of(
            "letters",
            """
            SELECT m.id AS k, m.created_at, m.attempts, m.expires_at FROM account_mail m
             WHERE m.id > ? AND m.recipient = ? ORDER BY k LIMIT ?
            """,
            account.email()),
        Part.of(
            "invitations",
            """
            SELECT i.id AS k, p.name AS project, i.role, i.invited_by, i.created_at, i.expires_at
              FROM invitations i JOIN projects p ON p.id = i.project_id
             WHERE i.id > ? AND i.email = ? ORDER BY k LIMIT ?
            """,
            account.email()),
        Part.of(
                "written",
                """
                SELECT row_number() OVER (ORDER BY w.at, w.what, w.body) AS k, w.what,
                       (SELECT name FROM projects p WHERE p.id = w.project_id) AS project, w.at, w.body
                  FROM (
                  SELECT 'note' AS what, i.project_id, n.at, n.body FROM incident_notes n
                    JOIN incidents i ON i.id = n.incident_id WHERE n.author = ?
                  UNION ALL
                  SELECT 'silence', s.project_id, s.created_at, s.reason FROM silences s WHERE s.author = ?
                  UNION ALL
                  SELECT 'announcement', p.project_id, u.at, u.body FROM announcement_updates u
                    JOIN announcements a ON a.id = u.announcement_id
                    JOIN status_pages p ON p.id = a.page_id WHERE u.author = ?) w
                """,
                account.email(),
                account.email(),
                account.email())
            .numbered(),
        Part.of(
                "audit",
                """
                SELECT t.id AS k, (SELECT name FROM projects p WHERE p.id = t.project_id) AS project,
                       t.at, t.actor, t.action, t.detail
                  FROM audit t
                 WHERE t.id > ? AND (t.account_id = ? OR t.actor = ? OR starts_with(t.actor, ?))
                 ORDER BY k LIMIT ?
                """,
                id,
                account.email(),
                account.email() + " api:")
            .few());
  }

  private static Part listed(String table, String columns, String order, long account) {
    return listed(table, table, columns, order, account);
  }

  /** Few rows of one person, in tables whose keys are no numbers. */
  private static Part listed(
      String name, String table, String columns, String order, long account) {
    return Part.of(
            name,
            "SELECT row_number() OVER (ORDER BY %s) AS k, %s FROM %s t WHERE t.account_id = ?"
                .formatted(order, columns, table),
            account)
        .numbered();
  }
}
