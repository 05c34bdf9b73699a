package dev.tocsin.dashboard.people;

import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Browsers in which people are signed in. The token lives in a cookie, here only its hash.
 * Blocking: call it on a worker thread.
 */
public final class Sessions {

  /** A session ends when it was not used for so long. */
  public static final Duration IDLE = Duration.ofDays(30);

  /** Being used is noted at most this often: a page view must not cost a write. */
  private static final Duration NOTE_EVERY = Duration.ofMinutes(5);

  private static final int TOKEN_LENGTH = 32;
  private static final int LONGEST_USER_AGENT = 200;

  private static final String SELECT =
      """
      SELECT s.token_hash, s.created_at, s.seen_at, s.remote_addr, s.user_agent, a.id, a.email
        FROM sessions s JOIN accounts a ON a.id = s.account_id
       WHERE s.expires_at > clock_timestamp()
      """;

  private final Db db;

  public Sessions(Db db) {
    this.db = db;
  }

  /** Signs an account in; returns the token for the cookie. */
  public String open(Account account, String remoteAddr, String userAgent) {
    String token = Tokens.random(Tokens.ALPHANUMERIC, TOKEN_LENGTH);
    String agent = userAgent.substring(0, Math.min(userAgent.length(), LONGEST_USER_AGENT));
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
              INSERT INTO sessions (token_hash, account_id, expires_at, remote_addr, user_agent)
              VALUES (?, ?, clock_timestamp() + ?::interval, ?, ?)
              """,
              Tokens.sha256(token),
              account.id(),
              IDLE,
              remoteAddr,
              agent);
          Audit.note(tx, null, account.email(), "session.open", Map.of("from", remoteAddr));
          return true;
        });
    return token;
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
            Audit.note(tx, null, account.email(), "session.close", Map.of());
          }
          return closed;
        });
  }

  private static Session session(Row row) throws SQLException {
    return new Session(
        HexFormat.of().formatHex(row.bytes("token_hash")),
        new Account(row.number("id"), row.string("email")),
        row.instant("created_at"),
        row.instant("seen_at"),
        row.stringOrNull("remote_addr"),
        row.string("user_agent"));
  }
}
