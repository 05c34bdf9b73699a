package dev.tocsin.dashboard.people;

import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Browsers in which people are signed in. The token lives in a cookie, here only its hash.
 * Blocking: call it on a worker thread.
 */
public final class Sessions {

  /** A session ends when it was not used for so long. */
  public static final Duration IDLE = Duration.ofDays(30);

  /** Being used is noted at most this often: a page view must not cost a write. */
  private static final Duration NOTE_EVERY = Duration.ofMinutes(5);

  private static final String SELECT =
      """
      SELECT s.token_hash, s.created_at, s.proved_at, s.proofs, s.seen_at, s.remote_addr,
             s.user_agent, a.id, a.email, a.operator
        FROM sessions s JOIN accounts a ON a.id = s.account_id
       WHERE s.expires_at > clock_timestamp()
      """;

  private final Db db;

  public Sessions(Db db) {
    this.db = db;
  }

  /** Signs in by password; see the other. */
  public String open(Account account, String remoteAddr, String userAgent) {
    Browser browser = new Browser(remoteAddr, userAgent, "");
    return open(account, Set.of(Proof.PASSWORD), browser, tx -> {});
  }

  /**
   * Signs an account in; returns the token for the cookie, a new one each time. Who may be signed
   * in is decided by {@code signin.SignIn}.
   *
   * @param also what else happens then, in the same transaction
   */
  public String open(Account account, Set<Proof> proofs, Browser browser, Consumer<Tx> also) {
    String token = Tokens.secret();
    db.transaction(
        "opening a session",
        tx -> {
          tx.update(
              "removing old sessions",
              "DELETE FROM sessions WHERE account_id = ? AND expires_at < clock_timestamp()",
              account.id());
          tx.update(
              "opening a session",
              """
              INSERT INTO sessions
                (token_hash, account_id, proofs, expires_at, remote_addr, user_agent)
              VALUES (?, ?, ?, clock_timestamp() + ?::interval, ?, ?)
              """,
              Tokens.sha256(token),
              account.id(),
              words(proofs),
              IDLE,
              browser.remoteAddr(),
              browser.userAgent());
          Audit.noteOwn(
              tx,
              account,
              "session.open",
              Map.of("from", browser.remoteAddr(), "by", words(proofs)));
          also.accept(tx);
          return true;
        });
    return token;
  }

  /**
   * Whoever is signed in has shown again who they are. The session gets another token, so that one
   * that was looked at before does not become worth more.
   *
   * @return the new token; empty if the session has ended meanwhile
   */
  public Optional<String> proveAgain(Session session, Proof proof) {
    String token = Tokens.secret();
    int changed =
        db.update(
            "renewing a session",
            """
            UPDATE sessions SET token_hash = ?, proved_at = clock_timestamp(),
                   proofs = array(SELECT DISTINCT unnest(proofs || ?::text))
             WHERE account_id = ? AND token_hash = decode(?, 'hex')
            """,
            Tokens.sha256(token),
            proof.word(),
            session.account().id(),
            session.id());
    return changed == 1 ? Optional.of(token) : Optional.empty();
  }

  /** Signs out everywhere but in one session; returns how many there were. */
  public int closeOthers(Session kept) {
    return db.transaction(
        "closing sessions",
        tx -> {
          int closed =
              tx.update(
                  "closing sessions",
                  "DELETE FROM sessions WHERE account_id = ? AND token_hash <> decode(?, 'hex')",
                  kept.account().id(),
                  kept.id());
          if (closed > 0) {
            Audit.noteOwn(tx, kept.account(), "session.close_others", Map.of("sessions", closed));
          }
          return closed;
        });
  }

  private static List<String> words(Set<Proof> proofs) {
    return proofs.stream().map(Proof::word).toList();
  }

  /** Who is signed in with this token; being used keeps a session alive. */
  public Optional<Session> find(String token, String remoteAddr) {
    byte[] hash = Tokens.sha256(token);
    Optional<Session> session =
        db.first("reading a session", SELECT + " AND s.token_hash = ?", Sessions::session, hash);
    session
        .filter(s -> s.seenAt().plus(NOTE_EVERY).isBefore(Instant.now()))
        .ifPresent(
            s ->
                db.update(
                    "keeping a session",
                    """
                    UPDATE sessions SET seen_at = clock_timestamp(), remote_addr = ?,
                           expires_at = clock_timestamp() + ?::interval
                     WHERE token_hash = ?
                    """,
                    remoteAddr,
                    IDLE,
                    hash));
    return session;
  }

  /** The sessions of an account, last used first. */
  public List<Session> of(Account account) {
    return db.query(
        "reading sessions",
        SELECT + " AND s.account_id = ? ORDER BY s.seen_at DESC LIMIT 100",
        Sessions::session,
        account.id());
  }

  /** Whether an account has been signed in from an address. */
  public boolean knows(String email, String remoteAddr) {
    return db.first(
            "looking for an address",
            SELECT + " AND a.email = ? AND s.remote_addr = ? LIMIT 1",
            row -> true,
            email,
            remoteAddr)
        .isPresent();
  }

  /** Signs out one session of an account. */
  public void close(Account account, String id) {
    if (!id.matches("[0-9a-f]{64}")) {
      return; // none of ours
    }
    db.transaction(
        "closing a session",
        tx -> {
          int closed =
              tx.update(
                  "closing a session",
                  "DELETE FROM sessions WHERE account_id = ? AND token_hash = decode(?, 'hex')",
                  account.id(),
                  id);
          if (closed > 0) {
            Audit.noteOwn(tx, account, "session.close", Map.of());
          }
          return closed;
        });
  }

  private static Session session(Row row) throws SQLException {
    return new Session(
        HexFormat.of().formatHex(row.bytes("token_hash")),
        new Account(row.number("id"), row.string("email")),
        row.instant("created_at"),
        row.instant("proved_at"),
        row.strings("proofs").stream()
            .flatMap(word -> Proof.of(word).stream())
            .collect(Collectors.toUnmodifiableSet()),
        row.instant("seen_at"),
        row.stringOrNull("remote_addr"),
        row.string("user_agent"),
        row.flag("operator"));
  }
}
