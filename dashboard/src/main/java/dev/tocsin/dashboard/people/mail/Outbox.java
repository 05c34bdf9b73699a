package dev.tocsin.dashboard.people.mail;

import dev.tocsin.channels.email.PersonalLetter;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.Tx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where letters wait for the alerter to send them. A letter is written in the transaction of what
 * it tells of: both happen or neither, and a mail server that is away loses none.
 */
public final class Outbox {

  private static final Logger log = LoggerFactory.getLogger(Outbox.class);

  /**
   * More are a flood or a mail server long gone; further letters are dropped, and that is logged.
   */
  public static final int MOST_WAITING = 5_000;

  private final SecretBox secrets;
  private final boolean works;

  /**
   * @param works whether this installation has a mail server; without one nothing is written
   */
  public Outbox(SecretBox secrets, boolean works) {
    this.secrets = secrets;
    this.works = works;
  }

  /** Whether letters reach anybody. */
  public boolean works() {
    return works;
  }

  /**
   * Writes a letter.
   *
   * @param valid how long its words are worth something: it is not sent after that
   */
  public void post(Tx tx, String to, PersonalLetter letter, Duration valid) {
    if (!works) {
      return;
    }
    int written =
        tx.update(
            "writing a letter",
            """
            INSERT INTO account_mail (recipient, letter, expires_at)
            SELECT ?, ?, clock_timestamp() + ?::interval
             WHERE (SELECT count(*) FROM (SELECT 1 FROM account_mail LIMIT ?) waiting) < ?
            """,
            to,
            secrets.seal(letter.toBytes()),
            valid,
            MOST_WAITING,
            MOST_WAITING);
    if (written == 0) {
      log.warn("a letter is dropped: {} wait already", MOST_WAITING);
    }
  }
}
