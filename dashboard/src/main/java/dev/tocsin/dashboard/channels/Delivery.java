package dev.tocsin.dashboard.channels;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One alert for one channel, and what became of it.
 *
 * @param reason {@code flip}, {@code reminder}, {@code escalation}, {@code notice}, {@code test} or
 *     {@code resend}
 * @param state {@code waiting} for its turn, {@code sending} (also between two attempts), {@code
 *     delivered}, {@code failed} or {@code withheld}
 * @param withheld why it is not told, if it is not
 * @param check what it tells of; empty for a test and for a notice
 * @param notice what it says, if that is not a change of one check
 * @param origin what it is sent for: in another channel's place, or again
 * @param message the message that it became a part of, if it did
 */
public record Delivery(
    long id,
    String reason,
    String state,
    Instant createdAt,
    To to,
    Optional<String> withheld,
    Optional<About> check,
    Optional<Notice> notice,
    Optional<Origin> origin,
    Optional<Message> message) {

  Delivery with(Optional<Message> sent) {
    return new Delivery(id, reason, state, createdAt, to, withheld, check, notice, origin, sent);
  }

  /** What is told besides changes of checks: one line, and how it is meant. */
  public record Notice(String kind, String level, String title) {}

  /** The delivery in whose place this is, or that was sent before, and its channel. */
  public record Origin(long id, UUID channel, String channelName) {}

  /** The channel. */
  public record To(UUID code, String name, String kind) {}

  /**
   * The change of a check that it tells of, in the words of the database.
   *
   * @param at when it happened
   */
  public record About(UUID code, String name, Instant at, String from, String to, String why) {}

  /**
   * What was sent; several deliveries may share one.
   *
   * @param id of the page that shows all that it tells
   * @param code by which the other side may report later what became of it
   * @param nextAt when it is tried next, while it is being sent
   * @param settledAt when it was delivered or given up
   * @param attempts how many were made
   * @param log the latest of them, oldest first
   */
  public record Message(
      long id,
      UUID code,
      Instant nextAt,
      @Nullable Instant settledAt,
      int attempts,
      List<Attempt> log) {

    Message with(List<Attempt> attemptLog) {
      return new Message(id, code, nextAt, settledAt, attempts, List.copyOf(attemptLog));
    }
  }

  /**
   * One attempt, or what was said long after it.
   *
   * @param verdict {@code delivered}, {@code try_again}, {@code give_up}, or {@code returned}: the
   *     other side had taken it, and reported later that it did not arrive
   */
  public record Attempt(Instant at, Duration took, String verdict, String detail) {}
}
