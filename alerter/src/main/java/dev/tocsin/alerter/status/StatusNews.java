package dev.tocsin.alerter.status;

import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.SubscriberLinks;
import dev.tocsin.store.Tx;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes letters and calls of what was announced: a portion of the subscribers at a time, in the
 * order of their ids, so that a page with thousands of them holds up nobody else's letters and a
 * restart goes on where the last process stopped. Each portion is one transaction.
 */
public final class StatusNews {

  /** Subscribers that are written to at once. */
  private static final int PORTION = 100;

  /** No more are made while so many letters wait: those of accounts have the same mail server. */
  private static final int MOST_WAITING = 1_000;

  /** What was announced is old news by then. */
  private static final Duration VALID = Duration.ofDays(1);

  private final Db db;
  private final SecretBox secrets;
  private final SubscriberLinks links;
  private final boolean mails;

  private record Subscriber(long id, UUID code, boolean byMail, byte[] target) {}

  /**
   * @param siteUrl the root of the pages, without a slash at the end
   * @param mails whether this process can send letters
   */
  public StatusNews(Db db, SecretBox secrets, String siteUrl, boolean mails) {
    this.db = db;
    this.secrets = secrets;
    this.links = new SubscriberLinks(secrets, siteUrl);
    this.mails = mails;
  }

  /** Tells one portion; true if there may be more. */
  public boolean runOnce() {
    return db.transaction("telling subscribers", this::tell);
  }

  private boolean tell(Tx tx) {
    Optional<News> next =
        tx.first(
            "reading what was announced",
            """
            SELECT n.id, n.told_to, p.id AS page_id, p.name AS page_name, p.slug, p.host, a.code,
                   a.kind, a.title, a.starts_at, a.ends_at, u.state, u.body, u.at
              FROM status_news n
              JOIN announcement_updates u ON u.id = n.update_id
              JOIN announcements a ON a.id = u.announcement_id
              JOIN status_pages p ON p.id = a.page_id
             ORDER BY n.id LIMIT 1 FOR UPDATE OF n SKIP LOCKED
            """,
            News::of);
    if (next.isEmpty() || waiting(tx) >= MOST_WAITING) {
      return false;
    }
    News news = next.get();
    List<Subscriber> portion =
        tx.query(
            "reading subscribers",
            """
            SELECT id, code, kind = 'email' AS by_mail, target FROM status_subscribers
             WHERE page_id = ? AND confirmed_at IS NOT NULL AND id > ? ORDER BY id LIMIT ?
            """,
            StatusNews::subscriber,
            news.pageId(),
            news.toldTo(),
            PORTION);
    portion.forEach(one -> tell(tx, news, one));
    if (portion.size() < PORTION) {
      tx.update("all are told", "DELETE FROM status_news WHERE id = ?", news.id());
    } else {
      tx.update(
          "noting who is told",
          "UPDATE status_news SET told_to = ? WHERE id = ?",
          portion.get(PORTION - 1).id(),
          news.id());
    }
    return true;
  }

  private static long waiting(Tx tx) {
    return tx.first(
            "counting letters",
            "SELECT count(*) AS n FROM (SELECT 1 FROM account_mail LIMIT ?) waiting",
            row -> row.number("n"),
            MOST_WAITING)
        .orElse(0L);
  }

  private void tell(Tx tx, News news, Subscriber one) {
    if (!one.byMail()) {
      tx.update(
          "writing a call",
          """
          INSERT INTO status_calls (subscriber_id, body, expires_at)
          VALUES (?, ?, now() + ?::interval)
          """,
          one.id(),
          news.json(links, one.code()),
          VALID);
    } else if (mails) {
      tx.update(
          "writing a letter",
          """
          INSERT INTO account_mail (recipient, letter, expires_at)
          VALUES (?, ?, now() + ?::interval)
          """,
          new String(secrets.open(one.target()), StandardCharsets.UTF_8),
          secrets.seal(news.letter(links, one.code()).toBytes()),
          VALID);
    }
  }

  private static Subscriber subscriber(Row row) throws SQLException {
    return new Subscriber(
        row.number("id"), row.uuid("code"), row.flag("by_mail"), row.bytes("target"));
  }
}
