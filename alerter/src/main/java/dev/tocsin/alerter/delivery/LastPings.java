package dev.tocsin.alerter.delivery;

import dev.tocsin.channels.Alert;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a check has heard last, for people who have to find out what is wrong. */
final class LastPings {

  /** Of so many pings people see whether it is the first failure or one of a row. */
  private static final int SEVERAL = 5;

  private LastPings() {}

  private record Heard(long check, Alert.LastPing ping) {}

  /**
   * The last pings of checks, the newest first.
   *
   * @param inDetail several of each, and the body of the newest; otherwise the newest alone
   */
  static Map<Long, List<Alert.LastPing>> read(Tx tx, Collection<Long> checks, boolean inDetail) {
    return tx
        .query(
            "reading last pings",
            """
            SELECT c.id AS check_id, l.n, l.at, l.kind, l.exit_status, l.broken,
                   CASE WHEN ? AND l.newest THEN l.body END AS body
              FROM unnest(?::bigint[]) AS c(id)
             CROSS JOIN LATERAL (
               SELECT n, at, kind, exit_status, broken, body,
                      row_number() OVER (ORDER BY n DESC) = 1 AS newest
                 FROM pings WHERE check_id = c.id ORDER BY n DESC LIMIT ?) l
             ORDER BY c.id, l.n DESC
            """,
            row -> new Heard(row.number("check_id"), of(row)),
            inDetail,
            checks,
            inDetail ? SEVERAL : 1)
        .stream()
        .collect(
            Collectors.groupingBy(
                Heard::check, Collectors.mapping(Heard::ping, Collectors.toList())));
  }

  private static Alert.LastPing of(Row row) throws SQLException {
    Long exit = row.numberOrNull("exit_status");
    String broken = row.stringOrNull("broken");
    byte[] body = row.bytesOrNull("body");
    return new Alert.LastPing(
        row.number("n"),
        row.instant("at"),
        row.string("kind"),
        Optional.ofNullable(exit).map(Long::intValue),
        broken == null ? List.of() : broken.lines().toList(),
        Objects.requireNonNullElse(body, new byte[0]));
  }
}
