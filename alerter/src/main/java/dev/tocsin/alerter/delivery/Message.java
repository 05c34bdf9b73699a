package dev.tocsin.alerter.delivery;

import dev.tocsin.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A message under way.
 *
 * @param attempts how many were made and recorded
 * @param checks the checks whose further news wait for it
 * @param matters the matters of its notices: what else is said of them waits for it
 * @param members how many deliveries it stands for; none are left if its checks were deleted
 * @param fresh whether it is first news: nothing told again, or in another channel's place
 */
record Message(
    long id,
    String key,
    Instant createdAt,
    Instant nextAt,
    int attempts,
    List<Long> checks,
    List<String> matters,
    int members,
    boolean fresh) {

  static Message of(Row row) throws SQLException {
    return new Message(
        row.number("id"),
        row.string("key"),
        row.instant("created_at"),
        row.instant("next_at"),
        row.integer("attempts"),
        row.numbers("checks"),
        row.strings("matters"),
        row.integer("members"),
        row.flag("fresh"));
  }

  /** This message with its members, as it was made. */
  Message with(List<Waiting> waiting) {
    List<Waiting> inOrder =
        waiting.stream().filter(one -> one.kind() != Waiting.Kind.RESEND).toList();
    return new Message(
        id,
        key,
        createdAt,
        nextAt,
        attempts,
        inOrder.stream().flatMap(one -> Stream.ofNullable(one.checkId())).distinct().toList(),
        inOrder.stream().flatMap(one -> Stream.ofNullable(one.matter())).distinct().toList(),
        waiting.size(),
        waiting.stream().allMatch(Waiting::isFresh));
  }

  boolean isDue(Instant now) {
    return !nextAt.isAfter(now);
  }
}
