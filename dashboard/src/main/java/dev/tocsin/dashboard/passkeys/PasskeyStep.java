package dev.tocsin.dashboard.passkeys;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.dashboard.people.Proof;
import dev.tocsin.dashboard.people.signin.SecondFactor;
import dev.tocsin.store.Db;
import java.util.Map;

/**
 * A passkey as the second step after a password. Nobody has to have one, so it is asked for only
 * where a password alone is not enough: else whoever found out a password would set up an app of
 * their own, and be in. Blocking.
 */
public final class PasskeyStep implements SecondFactor {

  private final Db db;
  private final boolean everywhere;

  /**
   * @param everywhere whether nobody gets on with a password alone; else projects say so for their
   *     members
   */
  public PasskeyStep(Db db, boolean everywhere) {
    this.db = db;
    this.everywhere = everywhere;
  }

  @Override
  public Proof proof() {
    return Proof.PASSKEY;
  }

  @Override
  public boolean isOn(Account account) {
    return db.first(
            "looking for a passkey",
            """
            SELECT 1 FROM passkeys
             WHERE account_id = ? AND (? OR EXISTS (
                     SELECT 1 FROM members m JOIN projects p ON p.id = m.project_id
                      WHERE m.account_id = ? AND p.two_step))
             LIMIT 1
            """,
            row -> true,
            account.id(),
            everywhere,
            account.id())
        .isPresent();
  }

  /**
   * Removes all passkeys of somebody who lost them.
   *
   * @param actor who does it, for the audit log
   * @return how many there were
   */
  public static int removeAll(Db db, Account account, String actor) {
    return db.transaction(
        "removing passkeys",
        tx -> {
          int removed =
              tx.update(
                  "removing passkeys", "DELETE FROM passkeys WHERE account_id = ?", account.id());
          if (removed > 0) {
            Audit.noteOf(
                tx, account.id(), actor, "passkey.remove_all", Map.of("passkeys", removed));
          }
          return removed;
        });
  }
}
