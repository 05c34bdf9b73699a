package dev.tocsin.drills.sim;

import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.CheckMachine;
import dev.tocsin.domain.check.CheckRules;
import dev.tocsin.domain.check.CheckState;
import dev.tocsin.domain.check.Credit;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Outcome;
import dev.tocsin.domain.check.Unverified;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.store.BlindRows;
import dev.tocsin.store.StoredCheck;
import dev.tocsin.store.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a listener does in one transaction: pass pings over their checks with the real state
 * machine, and write the rows that the listener's own statements write.
 */
final class StreamRows {

  private record PingRow(long n, Entry entry, PingKind kind) {}

  private record FlipRow(long check, Flip flip) {}

  private record UnverifiedRow(long check, Unverified run) {}

  private static final class Folded {
    final StoredCheck was;
    CheckState state;
    @Nullable Instant wake;

    Folded(StoredCheck was) {
      this.was = was;
      this.state = was.state();
      this.wake = was.wakeAt();
    }
  }

  private final Tx tx;
  private final Map<Long, Folded> checks = new LinkedHashMap<>();
  private final List<PingRow> pings = new ArrayList<>();
  private final List<FlipRow> flips = new ArrayList<>();
  private final List<UnverifiedRow> unverified = new ArrayList<>();

  StreamRows(Tx tx) {
    this.tx = tx;
  }

  /** The pings before the first whose check may have missed something that is not certain. */
  List<Entry> beforeFirstMissed(List<Entry> batch, Instant certainThrough) {
    if (certainThrough.equals(Instant.MAX)) {
      return batch;
    }
    lock(batch);
    for (Entry entry : batch) {
      Folded check = check(entry);
      if (missed(check, entry.at()).filter(due -> !due.isBefore(certainThrough)).isPresent()) {
        checks.clear(); // what was tried on them is not to be written
        return batch.subList(0, batch.indexOf(entry));
      }
      check.state =
          CheckMachine.onPing(
                  check.state, check.was.rules(), entry.ping(), certainThrough, BlindTimes.NONE)
              .state();
    }
    checks.clear();
    return batch;
  }

  private void lock(List<Entry> batch) {
    StoredCheck.lock(tx, batch.stream().map(Entry::check).distinct().sorted().toList())
        .forEach(check -> checks.put(check.id(), new Folded(check)));
  }

  private Folded check(Entry entry) {
    return Objects.requireNonNull(checks.get(entry.check()));
  }

  /** Passes pings over their checks and writes what comes of it. */
  void apply(UUID stream, List<Entry> batch, long from, Instant others) {
    lock(batch);
    tx.update(
        "advancing a stream",
        "UPDATE streams SET cursor = ?, heard_through = ? WHERE id = ?",
        from + batch.size(),
        batch.get(batch.size() - 1).at(),
        stream);
    for (Entry entry : batch) {
      fold(entry, check(entry), others);
    }
    writeStates(List.copyOf(checks.values()));
    writePings();
    writeFlips();
    writeUnverified();
  }

  private void fold(Entry entry, Folded check, Instant others) {
    CheckRules rules = check.was.rules();
    Outcome outcome =
        CheckMachine.onPing(check.state, rules, entry.ping(), others, blind(check, entry));
    Optional<Instant> due = CheckMachine.lookAt(outcome.state(), rules, BlindTimes.NONE);
    check.wake =
        CheckMachine.wakeAt(Optional.ofNullable(check.wake), due, entry.at(), rules.grace())
            .orElse(null);
    check.state = outcome.state();
    pings.add(new PingRow(check.state.pings(), entry, entry.kind()));
    outcome.flips().forEach(flip -> flips.add(new FlipRow(entry.check(), flip)));
    outcome.unverified().forEach(run -> unverified.add(new UnverifiedRow(entry.check(), run)));
  }

  /** Asked for only where something was missed, which is rare. */
  private BlindTimes blind(Folded check, Entry entry) {
    return CheckMachine.awaitedFrom(check.state, check.was.rules())
        .filter(from -> missed(check, entry.at()).isPresent())
        .map(from -> BlindRows.read(tx, from))
        .orElse(BlindTimes.NONE);
  }

  private static Optional<Instant> missed(Folded check, Instant before) {
    return CheckMachine.lookAt(check.state, check.was.rules(), BlindTimes.NONE)
        .filter(at -> at.isBefore(before));
  }

  private void writeStates(List<Folded> all) {
    List<@Nullable Instant> lastPings = new ArrayList<>();
    List<@Nullable Instant> lastStarts = new ArrayList<>();
    List<@Nullable UUID> runs = new ArrayList<>();
    List<@Nullable Instant> deadlines = new ArrayList<>();
    List<@Nullable Instant> wakes = new ArrayList<>();
    List<@Nullable String> progresses = new ArrayList<>();
    List<@Nullable Long> rhythms = new ArrayList<>();
    for (Folded check : all) {
      rhythms.add(check.state.rhythm().bits() == 0 ? null : check.state.rhythm().bits());
      lastPings.add(check.state.lastPing());
      lastStarts.add(check.state.lastStart());
      runs.add(check.state.lastStartRun() == null ? null : check.state.lastStartRun().value());
      deadlines.add(CheckMachine.deadline(check.state, check.was.rules()).orElse(null));
      wakes.add(check.wake);
      progresses.add(check.state.progress().text().orElse(null));
    }
    tx.update(
        "writing states",
        """
        UPDATE check_state s
           SET status = v.status, n_pings = v.n_pings, last_ping = v.last_ping,
               last_start = v.last_start, last_start_rid = v.rid, deadline = v.deadline,
               wake_at = v.wake_at, progress = v.progress, rhythm = v.rhythm,
               credited_at = v.credited_at, credited_due = v.credited_due,
               blind_from = v.blind_from, blind_until = v.blind_until, name_by = v.name_by
          FROM unnest(?::bigint[], ?::text[], ?::bigint[], ?::timestamptz[], ?::timestamptz[],
                      ?::uuid[], ?::timestamptz[], ?::timestamptz[], ?::text[], ?::bigint[],
                      ?::timestamptz[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[],
                      ?::timestamptz[])
               AS v(id, status, n_pings, last_ping, last_start, rid, deadline, wake_at, progress,
                    rhythm, credited_at, credited_due, blind_from, blind_until, name_by)
         WHERE s.check_id = v.id
        """,
        all.stream().map(check -> check.was.id()).toList(),
        all.stream().map(check -> check.state.status().word()).toList(),
        all.stream().map(check -> check.state.pings()).toList(),
        lastPings,
        lastStarts,
        runs,
        deadlines,
        wakes,
        progresses,
        rhythms,
        ofCredit(all, Credit::at),
        ofCredit(all, Credit::due),
        ofCredit(all, credit -> credit.blind().since()),
        ofCredit(all, credit -> credit.blind().until()),
        ofCredit(all, Credit::nameBy));
  }

  private static List<@Nullable Instant> ofCredit(
      List<Folded> all, Function<Credit, @Nullable Instant> part) {
    List<@Nullable Instant> column = new ArrayList<>();
    for (Folded check : all) {
      Credit credit = check.state.credit();
      column.add(credit == null ? null : part.apply(credit));
    }
    return column;
  }

  private void writePings() {
    tx.update(
        "writing pings",
        """
        INSERT INTO pings (check_id, n, at, kind, scheme, method, ua, body)
        SELECT v.check_id, v.n, v.at, v.kind, 'https', 'GET', '', convert_to(v.id, 'UTF8')
          FROM unnest(?::bigint[], ?::bigint[], ?::timestamptz[], ?::text[], ?::text[])
               AS v(check_id, n, at, kind, id)
        """,
        pings.stream().map(row -> row.entry().check()).toList(),
        pings.stream().map(PingRow::n).toList(),
        pings.stream().map(row -> row.entry().at()).toList(),
        pings.stream().map(row -> row.kind().word()).toList(),
        pings.stream().map(row -> Long.toString(row.entry().id())).toList());
  }

  private void writeFlips() {
    if (flips.isEmpty()) {
      return;
    }
    tx.update(
        "writing flips",
        """
        INSERT INTO flips (check_id, at, old_status, new_status, reason, fanned_out)
        SELECT v.*, false
          FROM unnest(?::bigint[], ?::timestamptz[], ?::text[], ?::text[], ?::text[]) AS v
        """,
        flips.stream().map(FlipRow::check).toList(),
        flips.stream().map(row -> row.flip().at()).toList(),
        flips.stream().map(row -> row.flip().from().word()).toList(),
        flips.stream().map(row -> row.flip().to().word()).toList(),
        flips.stream().map(row -> row.flip().reason().word()).toList());
  }

  private void writeUnverified() {
    for (UnverifiedRow row : unverified) {
      tx.update(
          "naming an unverified run",
          """
          INSERT INTO unverified_runs (check_id, due, blind_from, blind_until, certain_at)
          VALUES (?, ?, ?, ?, ?)
          """,
          row.check(),
          row.run().due(),
          row.run().blind().since(),
          row.run().blind().until(),
          row.run().at());
    }
  }

  static long idOf(byte[] body) {
    return Long.parseLong(new String(body, StandardCharsets.UTF_8));
  }
}
