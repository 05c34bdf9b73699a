package dev.tocsin.dashboard.status.subscribers;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.channels.email.PersonalLetter;
import dev.tocsin.dashboard.people.mail.Outbox;
import dev.tocsin.dashboard.status.memory.Snapshot;
import dev.tocsin.store.Db;
import dev.tocsin.store.SubscriberLinks;
import dev.tocsin.store.Tx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who wants to be told what is announced on a page. Blocking. */
public final class Subscribers {

  /**
   * Most of a page, those who have not confirmed included: each announcement writes to them all.
   */
  public static final int MOST = 10_000;

  /** The link, or the challenge, is worth nothing after that. */
  static final Duration TO_CONFIRM = Duration.ofHours(24);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Db db;
  private final Targets targets;
  private final SubscriberLinks links;
  private final Outbox outbox;

  /**
   * How many there are.
   *
   * @param mails those by e-mail
   * @param hooks those by webhook
   */
  public record Count(int mails, int hooks) {}

  private record Row(long id, UUID code, boolean confirmed) {}

  public Subscribers(Db db, Targets targets, SubscriberLinks links, Outbox outbox) {
    this.db = db;
    this.targets = targets;
    this.links = links;
    this.outbox = outbox;
  }

  /** Those of a page who have confirmed. */
  public Count count(long pageId) {
    return db.first(
            "counting subscribers",
            """
            SELECT count(*) FILTER (WHERE kind = 'email') AS mails,
                   count(*) FILTER (WHERE kind = 'webhook') AS hooks
              FROM status_subscribers WHERE page_id = ? AND confirmed_at IS NOT NULL
            """,
            row -> new Count(row.integer("mails"), row.integer("hooks")),
            pageId)
        .orElse(new Count(0, 0));
  }

  /** Asks an address to confirm, unless it has: then nothing happens. */
  void askByMail(Snapshot page, String email) {
    db.transaction(
        "asking a subscriber",
        tx -> {
          Optional<Row> row = row(tx, page, "email", email.strip(), targets.ofMail(email.strip()));
          row.filter(one -> !one.confirmed())
              .ifPresent(one -> outbox.post(tx, email.strip(), letter(page, one), TO_CONFIRM));
          return row;
        });
  }

  private PersonalLetter letter(Snapshot page, Row row) {
    String address = address(page);
    return new PersonalLetter(
        "Confirm: news of " + page.name(),
        List.of(
            "Somebody, probably you, wants to be told at this address what is announced on %s."
                .formatted(address),
            "The link works for a day. If it was not you, ignore this letter: you get no other."),
        Optional.of(new PersonalLetter.Link(links.confirm(address, row.code()), "Yes, tell me")),
        "Somebody entered your address at " + address);
  }

  /** Calls a webhook with a challenge, unless it has answered one: then nothing happens. */
  void askByCall(Snapshot page, String url) {
    db.transaction(
        "asking a webhook",
        tx -> {
          Optional<Row> row = row(tx, page, "webhook", url, targets.ofHook(url));
          row.filter(one -> !one.confirmed()).ifPresent(one -> challenge(tx, page, one));
          return row;
        });
  }

  private void challenge(Tx tx, Snapshot page, Row row) {
    String address = address(page);
    String body =
        JSON.createObjectNode()
            .put("type", "challenge")
            .put("challenge", links.challenge(row.code()))
            .put("page", page.name())
            .put("url", address)
            .put("unsubscribe", links.leave(address, row.code()))
            .toString();
    tx.update(
        "writing a challenge",
        """
        INSERT INTO status_calls (subscriber_id, challenge, body, expires_at)
        SELECT ?, true, ?, now() + interval '1 h'
         WHERE NOT EXISTS (SELECT 1 FROM status_calls WHERE subscriber_id = ?)
        """,
        row.id(),
        body,
        row.id());
  }

  private String address(Snapshot page) {
    return links.page(page.slug(), page.host().isEmpty() ? null : page.host());
  }

  /** The row of an address, made if there is room; empty: there is none, or no such page. */
  private Optional<Row> row(Tx tx, Snapshot page, String kind, String target, byte[] fingerprint) {
    tx.update(
        "adding a subscriber",
        """
        INSERT INTO status_subscribers (page_id, kind, target, fingerprint)
        SELECT id, ?, ?, ? FROM status_pages p
         WHERE code = ? AND subscribable
           AND (SELECT count(*) FROM status_subscribers s WHERE s.page_id = p.id) < ?
        ON CONFLICT DO NOTHING
        """,
        kind,
        targets.seal(target),
        fingerprint,
        page.code(),
        MOST);
    return tx.first(
        "finding a subscriber",
        """
        SELECT s.id, s.code, s.confirmed_at IS NOT NULL AS confirmed
          FROM status_subscribers s JOIN status_pages p ON p.id = s.page_id
         WHERE p.code = ? AND s.fingerprint = ?
        """,
        row -> new Row(row.number("id"), row.uuid("code"), row.flag("confirmed")),
        page.code(),
        fingerprint);
  }

  /** They want it: from now on they are told. False: they are gone. */
  boolean confirm(UUID subscriber) {
    return db.update(
            "confirming a subscriber",
            """
            UPDATE status_subscribers SET confirmed_at = coalesce(confirmed_at, now())
             WHERE code = ?
            """,
            subscriber)
        > 0;
  }

  /** They want no more of it. Whether they were there makes no difference. */
  void end(UUID subscriber) {
    db.update("ending a subscription", "DELETE FROM status_subscribers WHERE code = ?", subscriber);
  }
}
