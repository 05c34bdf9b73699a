package dev.tocsin.dashboard.vouched;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.dashboard.people.NewAccount;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.store.ControlRods;
import dev.tocsin.store.ControlRods.Rod;
import dev.tocsin.store.Db;
import dev.tocsin.store.Tx;
import java.util.Map;
import java.util.Optional;

/** Finds the account of somebody who is vouched for, or makes one. Blocking. */
public final class Arrivals {

  private final Db db;

  public Arrivals(Db db) {
    this.db = db;
  }

  /**
   * The account of somebody for whom a provider vouches. Once it was theirs it stays theirs, by the
   * provider's own name for them; the first time it is found by their e-mail address, if the
   * provider has verified that.
   *
   * @param provision whether to make an account for who has none
   */
  public Outcome<Account> of(Identity who, boolean provision) {
    return db.transaction(
        "finding the account of somebody",
        tx -> {
          Optional<Account> known = linked(tx, who);
          if (known.isPresent()) {
            return Outcome.done(known.get());
          }
          if (who.email().isEmpty() || !who.emailVerified()) {
            return Outcome.refused(
                Reason.FORBIDDEN, "the provider has not verified your e-mail address");
          }
          Outcome<Account> found = byAddress(tx, who.email(), provision, "oidc");
          return found instanceof Outcome.Done<Account> done ? link(tx, who, done.value()) : found;
        });
  }

  private static Optional<Account> linked(Tx tx, Identity who) {
    return tx.first(
        "reading an identity",
        """
        SELECT a.id, a.email FROM identities i JOIN accounts a ON a.id = i.account_id
         WHERE i.issuer = ? AND i.subject = ?
        """,
        row -> new Account(row.number("id"), row.string("email")),
        who.issuer(),
        who.subject());
  }

  private static Outcome<Account> link(Tx tx, Identity who, Account account) {
    int linked =
        tx.update(
            "linking an identity",
            """
            INSERT INTO identities (issuer, subject, account_id) VALUES (?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            who.issuer(),
            who.subject(),
            account.id());
    if (linked == 0 && linked(tx, who).filter(account::equals).isEmpty()) {
      // The address was given to somebody else over there. What the first one left is not theirs.
      return Outcome.refused(
          Reason.CONFLICT,
          "the account with your e-mail address belongs to another person at the provider; whoever"
              + " has it can unlink it on the account page");
    }
    Audit.noteOwn(tx, account, "identity.link", Map.of("issuer", who.issuer()));
    return Outcome.done(account);
  }

  /**
   * The account with an address for which a proxy vouches.
   *
   * @param provision whether to make an account for who has none
   */
  public Outcome<Account> of(String email, boolean provision) {
    return db.transaction(
        "finding the account of somebody", tx -> byAddress(tx, email, provision, "proxy"));
  }

  private static Outcome<Account> byAddress(Tx tx, String email, boolean provision, String actor) {
    Optional<Account> found = Accounts.find(tx, email);
    if (found.isPresent()) {
      return Outcome.done(found.get());
    }
    // The first account owns what nobody owns: it is for who can read the program's output.
    if (!provision || Accounts.none(tx)) {
      return Outcome.refused(
          Reason.FORBIDDEN,
          "nobody has an account with your e-mail address here; ask somebody to invite you");
    }
    Optional<Rod> closed = ControlRods.find(tx, ControlRods.SIGN_UPS);
    if (closed.isPresent()) {
      return Outcome.refused(
          Reason.FORBIDDEN,
          "new accounts are switched off for a while (%s); try again later"
              .formatted(closed.get().reason()));
    }
    NewAccount made = Accounts.vouchedFor(tx, email, actor);
    return made instanceof NewAccount.Made done
        ? Outcome.done(done.account())
        : Outcome.refused(Reason.INVALID, "what you are called is not an e-mail address");
  }

  /** Whether an account is linked to a person at a provider. */
  public boolean linked(Account account) {
    return db.first(
            "reading an identity",
            "SELECT 1 FROM identities WHERE account_id = ? LIMIT 1",
            row -> true,
            account.id())
        .isPresent();
  }

  /** Unlinks an account from whoever it belongs to at providers. */
  public void unlink(Account account) {
    db.transaction(
        "unlinking an identity",
        tx -> {
          int gone =
              tx.update(
                  "unlinking an identity",
                  "DELETE FROM identities WHERE account_id = ?",
                  account.id());
          if (gone > 0) {
            Audit.noteOwn(tx, account, "identity.unlink", Map.of());
          }
          return gone;
        });
  }
}
