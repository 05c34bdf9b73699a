package dev.tocsin.dashboard.people.signin;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Proof;
import dev.tocsin.dashboard.people.Tokens;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Sign-ins between the first and the second step: rows, so that any process may take the second.
 * Blocking.
 */
public final class Steps {

  /** Time to find the telephone; after it the password is asked for again. */
  public static final Duration VALID = Duration.ofMinutes(10);

  /** Wrong codes for one password. */
  public static final int TRIES = 5;

  private final Db db;

  public Steps(Db db) {
    this.db = db;
  }

  /** Returns the token for the cookie; here only its hash is kept. */
  String open(Account account, Proof proof) {
    String token = Tokens.secret();
    db.transaction(
        "opening a step",
        tx -> {
          tx.update(
              "removing old steps",
              "DELETE FROM sign_in_steps WHERE expires_at < clock_timestamp()");
          return tx.update(
              "opening a step",
              """
              INSERT INTO sign_in_steps (token_hash, account_id, proof, expires_at)
              VALUES (?, ?, ?, clock_timestamp() + ?::interval)
              """,
              Tokens.sha256(token),
              account.id(),
              proof.word(),
              VALID);
        });
    return token;
  }

  Optional<Step> find(String token) {
    return db.first(
        "reading a step",
        """
        SELECT a.id, a.email, s.proof FROM sign_in_steps s JOIN accounts a ON a.id = s.account_id
         WHERE s.token_hash = ? AND s.expires_at > clock_timestamp()
        """,
        Steps::step,
        Tokens.sha256(token));
  }

  /** Of two at once one gets it. */
  Optional<Step> take(String token) {
    return db.first(
        "taking a step",
        """
        DELETE FROM sign_in_steps s USING accounts a
         WHERE a.id = s.account_id AND s.token_hash = ? AND s.expires_at > clock_timestamp()
        RETURNING a.id, a.email, s.proof
        """,
        Steps::step,
        Tokens.sha256(token));
  }

  /**
   * A wrong code: after {@link #TRIES} of them the step is over, and the password asked for again.
   */
  boolean failed(String token) {
    byte[] hash = Tokens.sha256(token);
    return db.transaction(
        "noting a wrong code",
        tx -> {
          tx.update(
              "noting a wrong code",
              "UPDATE sign_in_steps SET tries = tries + 1 WHERE token_hash = ?",
              hash);
          return tx.update(
                  "ending a step",
                  "DELETE FROM sign_in_steps WHERE token_hash = ? AND tries >= ?",
                  hash,
                  TRIES)
              > 0;
        });
  }

  private static Step step(Row row) throws SQLException {
    return new Step(
        new Account(row.number("id"), row.string("email")),
        Proof.of(row.string("proof")).orElseThrow());
  }
}
