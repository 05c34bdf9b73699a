package dev.tocsin.dashboard.channels;

import dev.tocsin.store.Db;
import dev.tocsin.store.Tx;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said of a message after the other side has taken it: a provider calls back, a mail comes
 * back. Whoever knows the message's code is believed: it was told to the receiver and to nobody
 * else, and it cannot be guessed. Blocking.
 */
public final class LateVerdicts {

  private static final Logger log = LoggerFactory.getLogger(LateVerdicts.class);

  /** A message is sent once and may come back from each reader; more often is noise. */
  private static final int MOST = 20;

  private static final int LONGEST_DETAIL = 500;

  private final Db db;

  public LateVerdicts(Db db) {
    this.db = db;
  }

  /**
   * A late verdict.
   *
   * @param within counts if the message was settled not longer ago, or is not settled yet
   * @param kind counts for messages to channels of this kind only; empty: of any kind
   * @param why what was said; any text
   * @param broken whether it says that the channel will never work as it is
   */
  public record Failure(Duration within, Optional<String> kind, String why, boolean broken) {}

  /** Records that a message did not arrive; false: there is no such message. */
  public boolean record(UUID code, Failure failure) {
    return db.transaction(
        "recording what became of message " + code,
        tx -> {
          Optional<Taken> taken = find(tx, code, failure);
          taken.ifPresent(
              message -> {
                ProjectChannels.lockLane(tx, message.channelId());
                write(tx, message, failure);
              });
          return taken.isPresent();
        });
  }

  private static Optional<Taken> find(Tx tx, UUID code, Failure failure) {
    return tx.first(
        "finding message " + code,
        """
        SELECT m.id, m.channel_id, ch.project_id
          FROM messages m JOIN channels ch ON ch.id = m.channel_id
         WHERE m.key = ? AND coalesce(m.settled_at, now()) > now() - ?::interval
           AND ch.kind = coalesce(?, ch.kind)
        """,
        row -> new Taken(row.number("id"), row.number("channel_id"), row.number("project_id")),
        MessageCode.key(code),
        failure.within(),
        failure.kind().orElse(null));
  }

  private static void write(Tx tx, Taken message, Failure failure) {
    String why = fit(failure.why());
    int written =
        tx.update(
            "recording what became of message " + message.id(),
            """
            INSERT INTO attempts (message_id, took, verdict, detail)
            SELECT ?, interval '0 s', 'returned', ?
             WHERE (SELECT count(*) FROM attempts WHERE message_id = ? AND verdict = 'returned') < ?
            """,
            message.id(),
            why,
            message.id(),
            MOST);
    if (written == 0) {
      return;
    }
    tx.update(
        "marking message %d as returned".formatted(message.id()),
        """
        WITH was AS (SELECT id, state FROM messages WHERE id = ?),
        back AS (
          UPDATE messages m
             SET returned_at = coalesce(m.returned_at, now()),
                 state = CASE WHEN m.state = 'delivered' THEN 'failed' ELSE m.state END
            FROM was WHERE m.id = was.id
          RETURNING m.id, m.channel_id, was.state)
        UPDATE lanes l
           SET failed = l.failed + (SELECT count(*) FROM deliveries d WHERE d.message_id = back.id)
          FROM back WHERE back.state = 'delivered' AND l.channel_id = back.channel_id
        """,
        message.id());
    if (failure.broken()) {
      tx.update(
          "marking channel %d as broken".formatted(message.channelId()),
          """
          UPDATE channels SET broken_since = coalesce(broken_since, now()), broken_why = ?
           WHERE id = ?
          """,
          why,
          message.channelId());
    }
    tx.query(
        "telling the live pages",
        "SELECT pg_notify('tocsin_checks', ?)",
        row -> true,
        Long.toString(message.projectId()));
    log.info("message {} to channel {} came back: {}", message.id(), message.channelId(), why);
  }

  /** One line that a column can keep, whatever was sent to us. */
  private static String fit(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(LONGEST_DETAIL)
        .map(c -> Character.isISOControl(c) ? ' ' : c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c)
        .forEach(line::appendCodePoint);
    return line.toString().strip();
  }

  private record Taken(long id, long channelId, long projectId) {}
}
