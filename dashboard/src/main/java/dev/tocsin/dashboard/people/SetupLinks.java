package dev.tocsin.dashboard.people;

import dev.tocsin.store.Db;
import java.time.Duration;
import java.util.Optional;

/**
 * One-time links by which a person makes an account: printed by the program while there is none.
 * Blocking: call it on a worker thread.
 */
public final class SetupLinks {

  /** How long a link works. */
  public static final Duration VALID = Duration.ofHours(24);

  private final Db db;

  public SetupLinks(Db db) {
    this.db = db;
  }

  /** Makes a link; returns its token, which goes into the address {@code /setup/<token>}. */
  public String create() {
    String token = Tokens.secret();
    db.update(
        "making a set-up link",
        """
        INSERT INTO setup_links (token_hash, expires_at)
        VALUES (?, clock_timestamp() + ?::interval)
        """,
        Tokens.sha256(token),
        VALID);
    return token;
  }

  /** Whether a link would still work. */
  public boolean works(String token) {
    return db.first(
            "looking at a set-up link",
            """
            SELECT 1 FROM setup_links
             WHERE token_hash = ? AND used_at IS NULL AND expires_at > clock_timestamp()
            """,
            row -> true,
            Tokens.sha256(token))
        .isPresent();
  }

  /** Makes an account by a link, which works once: of two people at once, one gets it. */
  public NewAccount redeem(String token, String email, String password) {
    Optional<NewAccount> problem = Accounts.problem(email, password);
    if (problem.isPresent()) {
      return problem.get();
    }
    if (!works(token)) {
      return USED;
    }
    String hash = Passwords.hash(password);
    return db.transaction(
        "redeeming a set-up link",
        tx -> {
          // Locked first and marked last: an address that is taken must not use up the link.
          Optional<Boolean> valid =
              tx.first(
                  "locking a set-up link",
                  """
                  SELECT 1 FROM setup_links
                   WHERE token_hash = ? AND used_at IS NULL AND expires_at > clock_timestamp()
                     FOR UPDATE
                  """,
                  row -> true,
                  Tokens.sha256(token));
          if (valid.isEmpty()) {
            return USED;
          }
          NewAccount made = Accounts.insert(tx, email, hash, "setup");
          if (made instanceof NewAccount.Made) {
            // All of them: each start without accounts printed one, and old logs lie around.
            tx.update(
                "using up the set-up links",
                "UPDATE setup_links SET used_at = clock_timestamp() WHERE used_at IS NULL");
          }
          return made;
        });
  }

  private static final NewAccount USED =
      new NewAccount.Refused("link", "This link was used already, or is older than a day.");
}
