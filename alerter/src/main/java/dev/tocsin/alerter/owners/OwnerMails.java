package dev.tocsin.alerter.owners;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Verdict;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mails notices to the owners of a project through the installation's own mail server: that a
 * channel is broken, where no other channel of the project works.
 *
 * <p>A row for each owner waits until its mail is taken; whoever takes one has it alone for a
 * while, and a mail that is sent once more has the same Message-ID. Passive: somebody calls {@link
 * #runOnce}.
 */
public final class OwnerMails {

  private static final Logger log = LoggerFactory.getLogger(OwnerMails.class);

  /** A process that has taken a mail and died does not keep it from the others for longer. */
  private static final Duration LEASE = Duration.ofMinutes(2);

  private static final Duration FIRST_RETRY = Duration.ofMinutes(2);

  private static final Duration LONGEST_RETRY = Duration.ofHours(2);

  /** Then it is old news, and operators have been told meanwhile. */
  private static final Duration RETRY_FOR = Duration.ofHours(24);

  private final Db db;
  private final Function<String, Channel> mailTo;
  private final String siteName;
  private final URI siteUrl;

  /**
   * @param mailTo a channel that mails one address
   */
  public OwnerMails(Db db, Function<String, Channel> mailTo, String siteName, URI siteUrl) {
    this.db = db;
    this.mailTo = mailTo;
    this.siteName = siteName;
    this.siteUrl = siteUrl;
  }

  /**
   * Has a notice mailed to all who own its project.
   *
   * @param noticeKey of a notice that is there
   * @return how many owners there are
   */
  public static int queue(Tx tx, String noticeKey) {
    return tx.update(
        "queueing mails to owners",
        """
        INSERT INTO owner_mails (notice_id, account_id)
        SELECT n.id, m.account_id FROM notices n
          JOIN members m ON m.project_id = n.project_id AND m.role = 'owner'
         WHERE n.key = ?
        ON CONFLICT DO NOTHING
        """,
        noticeKey);
  }

  /** Sends one mail that is due; false if there is none. */
  public boolean runOnce() {
    Optional<Mail> due = db.transaction("looking for mails to owners", OwnerMails::take);
    due.ifPresent(this::send);
    return due.isPresent();
  }

  private void send(Mail mail) {
    Verdict verdict = mail.owns() ? deliver(mail) : new Verdict.GiveUp("owns it no more");
    boolean late = mail.now().isAfter(mail.since().plus(RETRY_FOR));
    if (verdict instanceof Verdict.TryAgain && !late) {
      db.update(
          "putting mail %d to an owner off".formatted(mail.id()),
          "UPDATE owner_mails SET next_at = now() + ? WHERE id = ?",
          pauseAfter(mail.attempts()),
          mail.id());
      return;
    }
    if (!(verdict instanceof Verdict.Delivered)) {
      log.warn("owner of project {} is not mailed: {}", mail.project(), verdict.detail());
    }
    db.update("settling a mail to an owner", "DELETE FROM owner_mails WHERE id = ?", mail.id());
  }

  private Verdict deliver(Mail mail) {
    try {
      return mailTo.apply(mail.address()).deliver(mail.alert(siteName, siteUrl));
    } catch (RuntimeException e) {
      log.error("mail {} to an owner failed", mail.id(), e);
      return new Verdict.TryAgain("a fault of ours", Optional.empty());
    }
  }

  private static Duration pauseAfter(int attempts) {
    Duration pause = FIRST_RETRY.multipliedBy(1L << Math.min(attempts - 1, 10));
    return pause.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : pause;
  }

  private static Optional<Mail> take(Tx tx) {
    return tx.first(
        "taking a mail to an owner",
        """
        WITH due AS (
          SELECT id FROM owner_mails WHERE next_at <= now()
           ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
        UPDATE owner_mails o SET next_at = now() + ?, attempts = o.attempts + 1
          FROM due, notices n, accounts a, projects p
         WHERE o.id = due.id AND n.id = o.notice_id AND a.id = o.account_id AND p.id = n.project_id
        RETURNING o.id, o.attempts, a.email, p.name AS project, n.key, n.matter, n.level, n.title,
                  n.lines, n.path, n.created_at, now() AS now,
                  EXISTS (SELECT 1 FROM members m WHERE m.project_id = p.id
                             AND m.account_id = a.id AND m.role = 'owner') AS owns
        """,
        Mail::of,
        LEASE);
  }

  private record Mail(
      long id,
      int attempts,
      String address,
      boolean owns,
      String project,
      String key,
      String matter,
      String level,
      String title,
      List<String> lines,
      String path,
      Instant since,
      Instant now) {

    static Mail of(Row row) throws SQLException {
      return new Mail(
          row.number("id"),
          row.integer("attempts"),
          row.string("email"),
          row.flag("owns"),
          row.string("project"),
          row.string("key"),
          row.string("matter"),
          row.string("level"),
          row.string("title"),
          row.strings("lines"),
          row.string("path"),
          row.instant("created_at"),
          row.instant("now"));
    }

    /** The same for every attempt. */
    Alert alert(String siteName, URI siteUrl) {
      String same = key + "\n" + address;
      UUID id = UUID.nameUUIDFromBytes(same.getBytes(StandardCharsets.UTF_8));
      Alert.Notice notice =
          new Alert.Notice(
              matter,
              Alert.Level.valueOf(level.toUpperCase(Locale.ROOT)),
              "%s: %s".formatted(project, title),
              lines,
              URI.create(siteUrl + path));
      return new Alert(
          "owner-" + id, Optional.of(notice), List.of(), false, siteName, siteUrl, since);
    }
  }
}
