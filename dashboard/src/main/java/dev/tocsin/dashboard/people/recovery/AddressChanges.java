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
import dev.tocsin.store.Tx;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Another address for an account: asked for by whoever is signed in, confirmed by whoever reads
 * mail at the new address, told to the old one. Whether the new address has an account already is
 * told to nobody but its owner. Blocking.
 */
public final class AddressChanges {

  private final Db db;
  private final Post post;

  public AddressChanges(Db db, Post post) {
    this.db = db;
    this.post = post;
  }

  /** Mails a link to the new address, and word of it to the old one. */
  public Outcome<String> ask(Account account, String email) {
    String next = Accounts.normal(email);
    Optional<String> problem = Accounts.addressProblem(email);
    if (problem.isPresent()) {
      return Outcome.refused(Reason.INVALID, problem.get());
    }
    if (next.equals(account.email())) {
      return Outcome.refused(Reason.INVALID, "this is your address already");
    }
    if (!post.outbox().works()) {
      return Outcome.refused(
          Reason.CONFLICT, "this server sends no mail, so a new address cannot be confirmed");
    }
    return db.transaction(
        "asking for another address",
        tx -> {
          String token = AccountLinks.issue(tx, account, Purpose.ADDRESS, next);
          Audit.noteOwn(tx, account, "account.address_asked", Map.of("email", next));
          if (!isTaken(tx, next)) {
            post.outbox()
                .post(
                    tx,
                    next,
                    post.letters().confirmAddress(token, account.email()),
                    AccountLinks.VALID);
          }
          post.tell(tx, account, post.letters().addressAsked(next));
          return Outcome.done(next);
        });
  }

  /** Who would get which address by a link, if it still works. */
  public Optional<Change> of(String token) {
    return db.transaction(
        "looking at a link",
        tx ->
            AccountLinks.find(tx, Purpose.ADDRESS, token)
                .map(mailed -> new Change(mailed.account().email(), mailed.email())));
  }

  /** From one address to another. */
  public record Change(String was, String next) {}

  /** The new address is read by somebody: from now on it is the account's. */
  public Outcome<Change> confirm(String token) {
    return db.transaction(
        "changing an address",
        tx ->
            AccountLinks.find(tx, Purpose.ADDRESS, token)
                .map(mailed -> confirm(tx, mailed))
                .orElseGet(
                    () ->
                        Outcome.refused(
                            Reason.MISSING,
                            "this link was used already, or is older than an hour")));
  }

  private Outcome<Change> confirm(Tx tx, Mailed mailed) {
    if (isTaken(tx, mailed.email())) {
      return Outcome.refused(Reason.CONFLICT, "another account has this address now");
    }
    Account account = mailed.account();
    tx.update(
        "changing an address",
        "UPDATE accounts SET email = ? WHERE id = ?",
        mailed.email(),
        account.id());
    AccountLinks.delete(tx, Purpose.ADDRESS, account);
    // A link for a password that went to the old address shall not open the account any more.
    AccountLinks.delete(tx, Purpose.PASSWORD, account);
    Audit.noteOwn(
        tx,
        account,
        "account.address",
        Map.of("changes", Map.of("email", List.of(account.email(), mailed.email()))));
    post.tell(tx, account, post.letters().addressChanged(mailed.email()));
    return Outcome.done(new Change(account.email(), mailed.email()));
  }

  private static boolean isTaken(Tx tx, String email) {
    return tx.first(
            "looking for an address", "SELECT 1 FROM accounts WHERE email = ?", row -> true, email)
        .isPresent();
  }
}
