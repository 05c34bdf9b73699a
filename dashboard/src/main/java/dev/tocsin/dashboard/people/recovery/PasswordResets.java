package dev.tocsin.dashboard.people.recovery;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.dashboard.people.mail.Post;
import dev.tocsin.dashboard.people.recovery.AccountLinks.Mailed;
import dev.tocsin.dashboard.people.recovery.AccountLinks.Purpose;
import dev.tocsin.store.Db;
import java.util.Map;
import java.util.Optional;

/**
 * Another password for who forgot theirs, by a link to their address. What is asked for from
 * outside never says whether there is an account. Somebody with two-step sign-in still needs their
 * code afterwards: mail alone opens nothing. Blocking.
 */
public final class PasswordResets {

  private final Db db;
  private final Accounts accounts;
  private final Post post;

  public PasswordResets(Db db, Accounts accounts, Post post) {
    this.db = db;
    this.accounts = accounts;
    this.post = post;
  }

  /** The account that may get a letter: one with a password. */
  public Optional<Account> find(String email) {
    return accounts.find(email).filter(accounts::hasPassword);
  }

  /** Writes the letter. */
  public void mail(Account account, String from) {
    db.transaction(
        "mailing a link for a password",
        tx -> {
          String token = AccountLinks.issue(tx, account, Purpose.PASSWORD, account.email());
          Audit.noteOwn(tx, account, "account.password_link", Map.of("from", from));
          post.outbox()
              .post(tx, account.email(), post.letters().newPassword(token), AccountLinks.VALID);
          return true;
        });
  }

  /**
   * Makes a link without a letter, for who runs this server.
   *
   * @return its path on this site
   */
  public static String link(Db db, Account account, String actor) {
    return db.transaction(
        "making a link for a password",
        tx -> {
          Audit.noteOf(tx, account.id(), actor, "account.password_link", Map.of());
          return "/reset/" + AccountLinks.issue(tx, account, Purpose.PASSWORD, account.email());
        });
  }

  /** Whose password a link would change, if it still works. */
  public Optional<Account> of(String token) {
    return db.transaction(
        "looking at a link",
        tx -> AccountLinks.find(tx, Purpose.PASSWORD, token).map(Mailed::account));
  }

  /** Changes the password, signs out everywhere, and uses up the link. */
  public Outcome<Account> redeem(String token, String password, String from) {
    Optional<String> problem = Accounts.passwordProblem(password);
    if (problem.isPresent()) {
      return Outcome.refused(Reason.INVALID, problem.get());
    }
    if (of(token).isEmpty()) {
      return gone();
    }
    String hash = Accounts.hashed(password);
    return db.transaction(
        "changing a password by link",
        tx ->
            AccountLinks.find(tx, Purpose.PASSWORD, token)
                .map(Mailed::account)
                .map(
                    account -> {
                      Accounts.setPassword(tx, account, hash);
                      post.tell(tx, account, post.letters().passwordChanged(from));
                      return Outcome.done(account);
                    })
                .orElseGet(PasswordResets::gone));
  }

  private static Outcome<Account> gone() {
    return Outcome.refused(Reason.MISSING, "this link was used already, or is older than an hour");
  }
}
