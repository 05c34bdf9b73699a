package dev.tocsin.alerter.mail;

import dev.tocsin.alerter.Doubling;
import dev.tocsin.channels.Channels;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.email.PersonalLetter;
import dev.tocsin.channels.email.Postbox;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.SecretBox;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends letters to people: invitations, links for a new password, notices about their account, and
 * what {@link OwnerLetters} says. Each is a row of {@code account_mail}, written in the transaction
 * of what it tells of, so that none is lost while the mail server is away; it is tried until the
 * server takes it or its words are worth nothing any more. Any number of alerters may do so:
 * whoever moves {@code next_at} has the letter.
 */
public final class AccountMail {

  private static final Logger log = LoggerFactory.getLogger(AccountMail.class);

  /** One attempt is over by then, whatever hangs: nobody else takes the letter before. */
  private static final Duration LEASE = Channels.SEND_TIMEOUT.multipliedBy(2);

  /** People wait for these letters. */
  static final Doubling PAUSES = new Doubling(Duration.ofSeconds(10), Duration.ofMinutes(10));

  private final Db db;
  private final SecretBox secrets;
  private final Optional<Postbox> postbox;

  private record Waiting(
      long id, String to, byte[] sealed, Instant writtenAt, int attempts, boolean stale) {}

  /**
   * @param postbox empty: letters wait for a process with a mail server until they are stale
   */
  public AccountMail(Db db, SecretBox secrets, Optional<Postbox> postbox) {
    this.db = db;
    this.secrets = secrets;
    this.postbox = postbox;
  }

  /** Tries one letter; true if there was one that was due. */
  public boolean runOnce() {
    Optional<Waiting> next = claim();
    next.ifPresent(this::settle);
    return next.isPresent();
  }

  private Optional<Waiting> claim() {
    return db.first(
        "claiming a letter",
        """
        UPDATE account_mail SET attempts = attempts + 1, next_at = clock_timestamp() + ?::interval
         WHERE id = (SELECT id FROM account_mail WHERE next_at <= clock_timestamp()
                      ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING id, recipient, letter, created_at, attempts,
                  expires_at <= clock_timestamp() AS stale
        """,
        AccountMail::waiting,
        LEASE);
  }

  private void settle(Waiting letter) {
    if (letter.stale()) {
      log.warn(
          "letter {} is dropped after {} attempts: it is stale", letter.id(), letter.attempts());
      delete(letter);
      return;
    }
    if (postbox.isEmpty()) {
      return; // the lease is the pause
    }
    Verdict verdict = send(postbox.get(), letter);
    if (verdict instanceof Verdict.TryAgain again) {
      log.warn("letter {} waits: {}", letter.id(), again.detail());
      db.update(
          "putting off letter " + letter.id(),
          "UPDATE account_mail SET next_at = clock_timestamp() + ?::interval WHERE id = ?",
          PAUSES.after(letter.attempts()),
          letter.id());
      return;
    }
    if (verdict instanceof Verdict.GiveUp lost) {
      log.warn("letter {} is lost: {}", letter.id(), lost.detail());
    }
    delete(letter);
  }

  private Verdict send(Postbox box, Waiting letter) {
    PersonalLetter words;
    try {
      words = PersonalLetter.ofBytes(secrets.open(letter.sealed()));
    } catch (RuntimeException e) {
      return new Verdict.GiveUp("it cannot be read: " + e.getMessage());
    }
    return box.send(key(letter.sealed()), letter.writtenAt(), letter.to(), words);
  }

  /** For the Message-ID: sealing begins with chance, so no other letter has this. */
  private static String key(byte[] sealed) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(sealed);
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private void delete(Waiting letter) {
    db.update(
        "deleting letter " + letter.id(), "DELETE FROM account_mail WHERE id = ?", letter.id());
  }

  private static Waiting waiting(Row row) throws SQLException {
    return new Waiting(
        row.number("id"),
        row.string("recipient"),
        row.bytes("letter"),
        row.instant("created_at"),
        row.integer("attempts"),
        row.flag("stale"));
  }
}
