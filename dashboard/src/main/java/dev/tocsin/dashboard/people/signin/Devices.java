package dev.tocsin.dashboard.people.signin;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Browser;
import dev.tocsin.dashboard.people.Device;
import dev.tocsin.dashboard.people.Tokens;
import dev.tocsin.dashboard.people.mail.Post;
import dev.tocsin.store.Tx;
import java.time.InstantSource;

/**
 * Browsers in which people have signed in, known by a cookie of their own that outlives sessions:
 * of each new one but the very first they are told by letter. What a browser says of itself proves
 * nothing, and addresses change with the weather.
 */
public final class Devices {

  /** An account with more has a browser that forgets its cookies; the oldest are forgotten. */
  static final int MOST = 100;

  /** Letters in an hour: more would tell nothing new to whoever did not read the first. */
  static final int MOST_LETTERS = 5;

  private final Post post;
  private final InstantSource clock;

  public Devices(Post post, InstantSource clock) {
    this.post = post;
    this.clock = clock;
  }

  /** Somebody signs in, in the transaction that opens their session. */
  public void seen(Tx tx, Account account, Browser browser) {
    if (browser.device().isEmpty() || isKnown(tx, account, browser)) {
      return;
    }
    record Before(int all, int lately) {}
    Before before =
        tx.first(
                "counting devices",
                """
                SELECT count(*) AS n,
                       count(*) FILTER (WHERE first_at > now() - interval '1 hour') AS lately
                  FROM devices WHERE account_id = ?
                """,
                row -> new Before(row.integer("n"), row.integer("lately")),
                account.id())
            .orElseThrow();
    tx.update(
        "noting a device",
        "INSERT INTO devices (account_id, hash) VALUES (?, ?) ON CONFLICT DO NOTHING",
        account.id(),
        Tokens.sha256(browser.device()));
    tx.update(
        "forgetting devices",
        """
        DELETE FROM devices WHERE account_id = ? AND hash IN (
          SELECT hash FROM devices WHERE account_id = ? ORDER BY seen_at DESC OFFSET ?)
        """,
        account.id(),
        account.id(),
        MOST);
    if (before.all() > 0 && before.lately() <= MOST_LETTERS) {
      post.tell(
          tx,
          account,
          post.letters()
              .newDevice(Device.of(browser.userAgent()), browser.remoteAddr(), clock.instant()));
    }
  }

  private static boolean isKnown(Tx tx, Account account, Browser browser) {
    return tx.update(
            "recognising a device",
            "UPDATE devices SET seen_at = now() WHERE account_id = ? AND hash = ?",
            account.id(),
            Tokens.sha256(browser.device()))
        > 0;
  }
}
