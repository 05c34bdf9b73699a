package dev.tocsin.ping.apply;

import static dev.tocsin.ping.apply.Columns.at;
import static dev.tocsin.ping.apply.Columns.clean;
import static dev.tocsin.ping.apply.Columns.column;
import static dev.tocsin.ping.apply.Columns.value;

import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Unverified;
import dev.tocsin.ping.journal.Entry;
import dev.tocsin.ping.journal.HeardPing;
import dev.tocsin.ping.journal.PingCodec;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows that one transaction writes: one statement for each table, whatever the number of pings,
 * with one array for each column.
 */
final class BatchRows {

  private static final String INSERT =
      """
      INSERT INTO pings (check_id, n, at, kind, scheme, method, remote_addr, ua, rid, exit_status,
                         body%s)
      SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::text[], $5::text[],
                           $6::text[], $7::text[], $8::text[], $9::uuid[], $10::smallint[],
                           $11::bytea[]%s)
      """;

  private static final String PINGS = INSERT.formatted("", "");

  // Assertions are rarely there, and more rarely broken: no other batch has the column.
  private static final String BROKEN = INSERT.formatted(", broken", ", $12::text[]");

  private static final String FLIPS =
      """
      INSERT INTO flips (check_id, at, old_status, new_status, reason, fanned_out)
      SELECT v.*, false
        FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::text[]) AS v
      """;

  private static final String UNVERIFIED =
      """
      INSERT INTO unverified_runs (check_id, due, blind_from, blind_until, certain_at)
      SELECT v.*
        FROM unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[],
                    $5::timestamptz[]) AS v
      """;

  // A cursor that was moved back by hand brings these a second time.
  private static final String QUARANTINE =
      """
      INSERT INTO quarantine (stream_id, position, heard_at, record, ping, why)
      SELECT $1, v.*
        FROM unnest($2::bigint[], $3::timestamptz[], $4::bytea[], $5::bytea[], $6::text[]) AS v
      ON CONFLICT DO NOTHING
      """;

  private static final String UNRESOLVED =
      """
      INSERT INTO unresolved_pings (stream_id, position, target, why, heard_at)
      SELECT $1, v.*
        FROM unnest($2::bigint[], $3::text[], $4::text[], $5::timestamptz[]) AS v
      ON CONFLICT DO NOTHING
      """;

  private record PingRow(long check, Entry entry, FoldedCheck.Step step) {}

  private record FlipRow(long check, Flip flip) {}

  private record UnverifiedRow(long check, Unverified run) {}

  private record AsideRow(Entry entry, String why) {}

  private final StateRows states = new StateRows();
  private final List<PingRow> pings = new ArrayList<>();
  private boolean broken;
  private final List<FlipRow> flips = new ArrayList<>();
  private final List<UnverifiedRow> unverified = new ArrayList<>();
  private final List<AsideRow> quarantined = new ArrayList<>();
  private final List<AsideRow> unresolved = new ArrayList<>();

  /** The states of the checks. */
  StateRows states() {
    return states;
  }

  void ping(long check, Entry entry, FoldedCheck.Step step) {
    pings.add(new PingRow(check, entry, step));
    broken |= step.broken() != null;
    step.flips().forEach(flip -> flips.add(new FlipRow(check, flip)));
    step.unverified().forEach(run -> unverified.add(new UnverifiedRow(check, run)));
  }

  void quarantine(Entry entry, String why) {
    quarantined.add(new AsideRow(entry, why));
  }

  void unresolved(Entry entry, Applied result) {
    String why = result == Applied.AMBIGUOUS ? "ambiguous slug" : "not found";
    unresolved.add(new AsideRow(entry, why));
  }

  int pings() {
    return pings.size();
  }

  int flips() {
    return flips.size();
  }

  /** Whether there is more than pings, as usual: what people are told of, or look into. */
  boolean isNews() {
    return !flips.isEmpty()
        || !unverified.isEmpty()
        || !quarantined.isEmpty()
        || !unresolved.isEmpty();
  }

  List<String> quarantined() {
    return quarantined.stream().map(row -> row.entry().position() + ": " + row.why()).toList();
  }

  int unresolved() {
    return unresolved.size();
  }

  /** Sends all of it; the commit hears of failures. */
  void send(Work work, UUID stream) {
    states.send(work);
    if (!pings.isEmpty()) {
      sendPings(work);
    }
    if (!unverified.isEmpty()) {
      sendUnverified(work);
    }
    if (!flips.isEmpty()) {
      sendFlips(work);
    }
    if (!quarantined.isEmpty()) {
      work.send(
          QUARANTINE,
          Tuple.of(stream)
              .addArrayOfLong(column(quarantined, Long[]::new, r -> r.entry().position()))
              .addArrayOfOffsetDateTime(
                  column(quarantined, OffsetDateTime[]::new, r -> at(r.entry().at())))
              .addArrayOfBuffer(column(quarantined, Buffer[]::new, r -> Aside.record(r.entry())))
              .addArrayOfBuffer(
                  column(
                      quarantined,
                      Buffer[]::new,
                      r -> Buffer.buffer(PingCodec.encode(r.entry().ping()))))
              .addArrayOfString(column(quarantined, String[]::new, r -> clean(r.why()))));
    }
    if (!unresolved.isEmpty()) {
      work.send(
          UNRESOLVED,
          Tuple.of(stream)
              .addArrayOfLong(column(unresolved, Long[]::new, r -> r.entry().position()))
              .addArrayOfString(
                  column(unresolved, String[]::new, r -> clean(Aside.target(r.entry()))))
              .addArrayOfString(column(unresolved, String[]::new, AsideRow::why))
              .addArrayOfOffsetDateTime(
                  column(unresolved, OffsetDateTime[]::new, r -> at(r.entry().at()))));
    }
  }

  private void sendPings(Work work) {
    // Neighbours in the index are written one after the other: a quarter less work for the server.
    // The sort is stable, so the pings of a check stay in order.
    pings.sort(Comparator.comparingLong(PingRow::check));
    List<HeardPing> heard = pings.stream().map(row -> row.entry().ping()).toList();
    Tuple columns =
        Tuple.tuple()
            .addArrayOfLong(column(pings, Long[]::new, PingRow::check))
            .addArrayOfLong(column(pings, Long[]::new, r -> r.step().n()))
            .addArrayOfOffsetDateTime(column(pings, OffsetDateTime[]::new, r -> at(r.entry().at())))
            .addArrayOfString(column(pings, String[]::new, r -> r.step().kind().word()))
            .addArrayOfString(column(heard, String[]::new, h -> clean(h.scheme())))
            .addArrayOfString(column(heard, String[]::new, h -> clean(h.method())))
            .addArrayOfString(column(heard, String[]::new, h -> clean(h.remoteAddr())))
            .addArrayOfString(column(heard, String[]::new, h -> clean(h.userAgent())))
            .addArrayOfUUID(column(heard, UUID[]::new, h -> value(h.run())))
            .addArrayOfShort(column(heard, Short[]::new, BatchRows::exitStatus))
            .addArrayOfBuffer(column(heard, Buffer[]::new, BatchRows::body));
    if (broken) {
      work.send(
          BROKEN,
          columns.addArrayOfString(column(pings, String[]::new, r -> clean(r.step().broken()))));
    } else {
      work.send(PINGS, columns);
    }
  }

  private void sendUnverified(Work work) {
    List<Unverified> runs = unverified.stream().map(UnverifiedRow::run).toList();
    work.send(
        UNVERIFIED,
        Tuple.tuple()
            .addArrayOfLong(column(unverified, Long[]::new, UnverifiedRow::check))
            .addArrayOfOffsetDateTime(column(runs, OffsetDateTime[]::new, r -> at(r.due())))
            .addArrayOfOffsetDateTime(
                column(runs, OffsetDateTime[]::new, r -> at(r.blind().since())))
            .addArrayOfOffsetDateTime(
                column(runs, OffsetDateTime[]::new, r -> at(r.blind().until())))
            .addArrayOfOffsetDateTime(column(runs, OffsetDateTime[]::new, r -> at(r.at()))));
  }

  private void sendFlips(Work work) {
    List<Flip> is = flips.stream().map(FlipRow::flip).toList();
    work.send(
        FLIPS,
        Tuple.tuple()
            .addArrayOfLong(column(flips, Long[]::new, FlipRow::check))
            .addArrayOfOffsetDateTime(column(is, OffsetDateTime[]::new, f -> at(f.at())))
            .addArrayOfString(column(is, String[]::new, f -> f.from().word()))
            .addArrayOfString(column(is, String[]::new, f -> f.to().word()))
            .addArrayOfString(column(is, String[]::new, f -> f.reason().word())));
  }

  private static @Nullable Short exitStatus(HeardPing heard) {
    return heard.exitStatus() == null ? null : heard.exitStatus().shortValue();
  }

  private static @Nullable Buffer body(HeardPing heard) {
    return heard.body().length == 0 ? null : Buffer.buffer(heard.body());
  }
}
