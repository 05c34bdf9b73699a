package dev.tocsin.dashboard.people.recovery;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Tokens;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Links that are mailed to people with an account. Kept as hashes; the newest of a kind counts. */
final class AccountLinks {

  /** How long a link works. */
  static final Duration VALID = Duration.ofHours(1);

  /** What a link is for. */
  enum Purpose {
    PASSWORD,
    ADDRESS;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What a token stands for.
   *
   * @param email where the link was mailed to
   */
  record Mailed(Account account, String email) {}

  private AccountLinks() {}

  /** Makes a link, in the place of one before; returns its token. */
  static String issue(Tx tx, Account account, Purpose purpose, String email) {
    String token = Tokens.secret();
    tx.update(
        "making a link",
        """
        INSERT INTO account_links (account_id, purpose, email, token_hash, expires_at)
        VALUES (?, ?, ?, ?, clock_timestamp() + ?::interval)
        ON CONFLICT (account_id, purpose) DO UPDATE
          SET email = excluded.email, token_hash = excluded.token_hash,
              created_at = now(), expires_at = excluded.expires_at
        """,
        account.id(),
        purpose.word(),
        email,
        Tokens.sha256(token),
        VALID);
    return token;
  }

  /** What a link is about, if it still works. */
  static Optional<Mailed> find(Tx tx, Purpose purpose, String token) {
    return tx.first(
        "reading a link",
        """
        SELECT a.id, a.email, l.email AS mailed
          FROM account_links l JOIN accounts a ON a.id = l.account_id
         WHERE l.purpose = ? AND l.token_hash = ? AND l.expires_at > clock_timestamp()
           FOR UPDATE OF l
        """,
        AccountLinks::mailed,
        purpose.word(),
        Tokens.sha256(token));
  }

  static void delete(Tx tx, Purpose purpose, Account account) {
    tx.update(
        "deleting a link",
        "DELETE FROM account_links WHERE purpose = ? AND account_id = ?",
        purpose.word(),
        account.id());
  }

  private static Mailed mailed(Row row) throws SQLException {
    return new Mailed(new Account(row.number("id"), row.string("email")), row.string("mailed"));
  }
}
