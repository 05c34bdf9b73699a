package dev.tocsin.dashboard.people.mail;

import dev.tocsin.channels.email.PersonalLetter;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.store.Tx;
import java.time.Duration;

/**
 * Paper and letter box: what is needed to write to somebody.
 *
 * @param letters the words
 * @param outbox where they wait
 */
public record Post(Letters letters, Outbox outbox) {

  /** News about an account are stale by then. */
  private static final Duration NEWS = Duration.ofDays(3);

  /** Tells somebody what happened to their account. */
  public void tell(Tx tx, Account account, PersonalLetter letter) {
    outbox.post(tx, account.email(), letter, NEWS);
  }
}
