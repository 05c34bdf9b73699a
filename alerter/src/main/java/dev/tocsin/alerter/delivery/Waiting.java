package dev.tocsin.alerter.delivery;

import dev.tocsin.domain.check.Status;
import dev.tocsin.store.Row;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that is in no message yet.
 *
 * @param checkId null for a test of the channel as such
 * @param status where the check stands after the flip; null for a test
 * @param news what it tells, whoever made the row: code, instant, status and channel, no sequence
 */
record Waiting(long id, @Nullable Long checkId, @Nullable Status status, String news) {

  /** 128 bits of a hash: enough never to meet another, short enough for headers. */
  private static final int KEY_BYTES = 16;

  static Waiting of(Row row) throws SQLException {
    String status = row.stringOrNull("new_status");
    return new Waiting(
        row.number("id"),
        row.numberOrNull("check_id"),
        status == null ? null : Status.of(status),
        row.string("news"));
  }

  boolean isTest() {
    return status == null;
  }

  boolean isDown() {
    return status == Status.DOWN;
  }

  /**
   * The key of a message with these members: the same for the same news, so that a message that is
   * made again (after a failover that lost the row, say) can be known as the same by its receiver.
   */
  static String key(List<Waiting> members) {
    String text = members.stream().map(Waiting::news).collect(Collectors.joining("\n"));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, KEY_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
