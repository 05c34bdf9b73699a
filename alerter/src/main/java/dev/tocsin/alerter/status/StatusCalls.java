package dev.tocsin.alerter.status;

import dev.tocsin.alerter.Doubling;
import dev.tocsin.channels.Call;
import dev.tocsin.channels.Channels;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.WebAddress;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.SubscriberLinks;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the webhooks of subscribers, through the same guard as those of channels. The first call to
 * a webhook asks for a challenge: only who answers with it is called again, so that nobody
 * subscribes the servers of others. Each call is a row of {@code status_calls}, tried until it is
 * taken or worth nothing any more; whoever moves {@code next_at} has it.
 */
public final class StatusCalls {

  private static final Logger log = LoggerFactory.getLogger(StatusCalls.class);

  /** One attempt is over by then: nobody else takes the call before. */
  private static final Duration LEASE = Channels.SEND_TIMEOUT.multipliedBy(2);

  private static final Doubling PAUSES = new Doubling(Duration.ofSeconds(10), Duration.ofHours(1));

  private final Db db;
  private final SecretBox secrets;
  private final SubscriberLinks links;
  private final Outbound outbound;

  private record Waiting(
      long id,
      long subscriberId,
      UUID subscriber,
      byte[] target,
      boolean challenge,
      String body,
      int attempts,
      boolean stale) {}

  /**
   * @param siteUrl the root of the pages, without a slash at the end
   */
  public StatusCalls(Db db, SecretBox secrets, String siteUrl, Outbound outbound) {
    this.db = db;
    this.secrets = secrets;
    this.links = new SubscriberLinks(secrets, siteUrl);
    this.outbound = outbound;
  }

  /** Tries one call; true if there was one that was due. */
  public boolean runOnce() {
    Optional<Waiting> next = claim();
    next.ifPresent(this::settle);
    return next.isPresent();
  }

  private Optional<Waiting> claim() {
    return db.first(
        "claiming a call",
        """
        WITH next AS (
          SELECT c.id, c.subscriber_id, s.code, s.target FROM status_calls c
            JOIN status_subscribers s ON s.id = c.subscriber_id
           WHERE c.next_at <= clock_timestamp() ORDER BY c.next_at LIMIT 1
             FOR UPDATE OF c SKIP LOCKED)
        UPDATE status_calls c
           SET attempts = attempts + 1, next_at = clock_timestamp() + ?::interval
          FROM next WHERE c.id = next.id
        RETURNING c.id, next.subscriber_id, next.code, next.target, c.challenge, c.body, c.attempts,
                  c.expires_at <= clock_timestamp() AS stale
        """,
        StatusCalls::waiting,
        LEASE);
  }

  private void settle(Waiting call) {
    if (call.stale()) {
      end(call, false, "it is stale");
      return;
    }
    Verdict verdict = send(call);
    if (verdict instanceof Verdict.TryAgain again) {
      db.update(
          "putting off call " + call.id(),
          "UPDATE status_calls SET next_at = clock_timestamp() + ?::interval WHERE id = ?",
          again.after().orElse(PAUSES.after(call.attempts())),
          call.id());
    } else {
      end(call, verdict instanceof Verdict.Delivered, verdict.detail());
    }
  }

  private Verdict send(Waiting call) {
    Call request;
    try {
      request =
          new Call(
              "POST",
              WebAddress.parse(new String(secrets.open(call.target()), StandardCharsets.UTF_8)),
              List.of(
                  new Call.Header("Content-Type", "application/json; charset=utf-8"),
                  new Call.Header("Idempotency-Key", "status-" + call.id())),
              call.body().getBytes(StandardCharsets.UTF_8));
    } catch (RuntimeException e) {
      return new Verdict.GiveUp("it cannot be read: " + e.getMessage());
    }
    String challenge = links.challenge(call.subscriber());
    return outbound.send(
        request,
        answer -> {
          Verdict verdict = answer.verdict();
          return call.challenge()
                  && verdict instanceof Verdict.Delivered
                  && !answer.text().contains(challenge)
              ? new Verdict.GiveUp("it did not answer with the challenge")
              : verdict;
        });
  }

  /** Whoever does not answer the challenge is no subscriber. */
  private void end(Waiting call, boolean delivered, String why) {
    if (!delivered) {
      log.info("call {} of a status page ends undelivered: {}", call.id(), why);
    }
    db.transaction(
        "ending call " + call.id(),
        tx -> {
          if (call.challenge() && delivered) {
            tx.update(
                "confirming a subscriber",
                "UPDATE status_subscribers SET confirmed_at = now() WHERE id = ?",
                call.subscriberId());
          } else if (call.challenge()) {
            tx.update(
                "forgetting who did not answer",
                "DELETE FROM status_subscribers WHERE id = ? AND confirmed_at IS NULL",
                call.subscriberId());
          }
          return tx.update("deleting it", "DELETE FROM status_calls WHERE id = ?", call.id());
        });
  }

  private static Waiting waiting(Row row) throws SQLException {
    return new Waiting(
        row.number("id"),
        row.number("subscriber_id"),
        row.uuid("code"),
        row.bytes("target"),
        row.flag("challenge"),
        row.string("body"),
        row.integer("attempts"),
        row.flag("stale"));
  }
}
