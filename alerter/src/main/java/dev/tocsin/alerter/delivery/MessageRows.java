package dev.tocsin.alerter.delivery;

import dev.tocsin.channels.Verdict;
import dev.tocsin.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Messages as rows. Whoever writes here holds the lock of the lane's row. */
final class MessageRows {

  private MessageRows() {}

  /** All messages of a channel that are under way, those that are due first come first. */
  static List<Message> underWay(Tx tx, long channelId) {
    return tx.query(
        "reading messages under way",
        """
        SELECT m.id, m.key, m.created_at, m.next_at, m.attempts,
               array_agg(DISTINCT d.check_id)
                 FILTER (WHERE d.check_id IS NOT NULL AND d.reason <> 'resend') AS checks,
               array_agg(DISTINCT n.matter)
                 FILTER (WHERE n.id IS NOT NULL AND d.reason <> 'resend') AS matters,
               count(d.id)::int AS members,
               coalesce(bool_and(d.reason = 'flip' AND d.origin_id IS NULL), false) AS fresh
          FROM messages m
          LEFT JOIN deliveries d ON d.message_id = m.id
          LEFT JOIN notices n ON n.id = d.notice_id
         WHERE m.channel_id = ? AND m.state = 'sending'
         GROUP BY m.id ORDER BY m.next_at, m.id
        """,
        Message::of,
        channelId);
  }

  /**
   * Makes messages. News that a message of the same key has told already joins that message and is
   * not told again.
   *
   * @return the messages that are to be sent, with their members
   */
  static Map<Message, List<Waiting>> make(
      Tx tx, long channelId, MessageKeys keys, List<List<Waiting>> groups) {
    if (groups.isEmpty()) {
      return Map.of();
    }
    Map<String, List<Waiting>> byKey = new LinkedHashMap<>();
    List<String> memberOf = new ArrayList<>();
    List<Long> deliveries = new ArrayList<>();
    for (List<Waiting> members : groups) {
      String key = keys.of(members);
      byKey.put(key, members);
      for (Waiting member : members) {
        memberOf.add(key);
        deliveries.add(member.id());
      }
    }
    List<Made> made =
        tx.query(
            "making messages",
            """
            WITH made AS (
              INSERT INTO messages (channel_id, key) SELECT ?, unnest(?::text[])
              ON CONFLICT (key) DO UPDATE SET key = excluded.key
              RETURNING id, key, created_at, next_at, attempts, state),
            given AS (
              UPDATE deliveries d SET message_id = made.id
                FROM unnest(?::text[], ?::bigint[]) AS g(key, delivery_id)
                JOIN made ON made.key = g.key
               WHERE d.id = g.delivery_id)
            SELECT id, key, created_at, next_at, attempts, state,
                   NULL::bigint[] AS checks, NULL::text[] AS matters, 0 AS members, false AS fresh
              FROM made
            """,
            row -> new Made(Message.of(row), row.string("state")),
            channelId,
            byKey.keySet(),
            memberOf,
            deliveries);
    Map<Message, List<Waiting>> sending = new LinkedHashMap<>();
    for (Made one : made) {
      if (one.state().equals("sending")) {
        List<Waiting> members = byKey.getOrDefault(one.message().key(), List.of());
        sending.put(one.message().with(members), members);
      }
    }
    return sending;
  }

  /** Removes messages whose checks are all gone: there is nothing left to say. */
  static void remove(Tx tx, List<Message> messages) {
    if (!messages.isEmpty()) {
      tx.update(
          "removing messages without members",
          "DELETE FROM messages WHERE id = ANY(?)",
          messages.stream().map(Message::id).toList());
    }
  }

  /**
   * Records attempts and what they mean for their messages. Each is recorded once, also if it is
   * handed in again because nobody knows whether the first commit came through.
   */
  static void record(
      Tx tx, List<Finished> finished, Instant now, Duration retryFor, BackOff backOff) {
    if (finished.isEmpty()) {
      return;
    }
    List<Outcome> outcomes =
        finished.stream().map(one -> Outcome.of(one, now, retryFor, backOff)).toList();
    tx.update(
        "recording %d attempts".formatted(finished.size()),
        """
        WITH said AS (
          SELECT * FROM unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::bigint[],
                               ?::timestamptz[], ?::text[], ?::timestamptz[])
              AS s(message_id, attempt, verdict, detail, took_micros, at, state, next_at)),
        settled AS (
          UPDATE messages m
             SET attempts = said.attempt, next_at = said.next_at,
                 -- The other side may have taken it back before we could write that it took it.
                 state = CASE WHEN said.state = 'delivered' AND m.returned_at IS NOT NULL
                              THEN 'failed' ELSE said.state END,
                 settled_at = CASE WHEN said.state <> 'sending' THEN now() END
            FROM said
           WHERE m.id = said.message_id AND m.state = 'sending'
             AND m.attempts = said.attempt - 1
          RETURNING m.id, m.channel_id, m.state),
        counted AS (
          UPDATE lanes l
             SET delivered = l.delivered + news.delivered, failed = l.failed + news.failed
            FROM (SELECT s.channel_id, count(*) FILTER (WHERE s.state = 'delivered') AS delivered,
                         count(*) FILTER (WHERE s.state = 'failed') AS failed
                    FROM settled s JOIN deliveries d ON d.message_id = s.id
                   GROUP BY s.channel_id) news
           WHERE l.channel_id = news.channel_id AND news.delivered + news.failed > 0)
        INSERT INTO attempts (message_id, at, took, verdict, detail)
        SELECT said.message_id, said.at, said.took_micros * interval '1 microsecond',
               said.verdict, said.detail
          FROM said JOIN settled ON settled.id = said.message_id
        """,
        finished.stream().map(one -> one.message().id()).toList(),
        finished.stream().map(one -> one.message().attempts() + 1L).toList(),
        outcomes.stream().map(Outcome::verdict).toList(),
        finished.stream().map(Finished::detail).toList(),
        finished.stream().map(one -> one.took().toNanos() / 1_000).toList(),
        finished.stream().map(Finished::startedAt).toList(),
        outcomes.stream().map(Outcome::state).toList(),
        outcomes.stream().map(Outcome::nextAt).toList());
  }

  private record Made(Message message, String state) {}

  /** What a verdict makes of its message. */
  private record Outcome(String verdict, String state, Instant nextAt) {
    static Outcome of(Finished one, Instant now, Duration retryFor, BackOff backOff) {
      if (one.verdict() instanceof Verdict.Delivered) {
        return new Outcome("delivered", "delivered", now);
      }
      if (!(one.verdict() instanceof Verdict.TryAgain again)) {
        return new Outcome("give_up", "failed", now);
      }
      Instant end = one.message().createdAt().plus(retryFor);
      Duration wait = backOff.after(one.message().attempts() + 1);
      Optional<Duration> asked = again.after().filter(after -> after.compareTo(wait) > 0);
      Instant next = now.plus(asked.orElse(wait));
      return now.isBefore(end)
          ? new Outcome("try_again", "sending", next.isBefore(end) ? next : end)
          : new Outcome("try_again", "failed", now);
    }
  }
}
