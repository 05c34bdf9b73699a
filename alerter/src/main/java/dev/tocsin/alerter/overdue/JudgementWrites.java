package dev.tocsin.alerter.overdue;

import dev.tocsin.alerter.fanout.WaitingFlip;
import dev.tocsin.alerter.quiet.Subject;
import dev.tocsin.domain.check.CheckState;
import dev.tocsin.domain.check.Credit;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.store.StateWrites;
import dev.tocsin.store.StoredCheck;
import dev.tocsin.store.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes judgements: the same few statements however many there are. The caller holds the locks.
 */
final class JudgementWrites {

  private JudgementWrites() {}

  static void write(Tx tx, List<Judgement> judgements) {
    if (judgements.isEmpty()) {
      return;
    }
    writeStates(tx, judgements);
    writeUnverified(tx, judgements);
    List<Judgement> news = judgements.stream().filter(Judgement::isNews).toList();
    if (!news.isEmpty()) {
      notify(tx, news);
    }
  }

  private static void writeStates(Tx tx, List<Judgement> judgements) {
    List<CheckState> states = judgements.stream().map(Judgement::state).toList();
    tx.update(
        "writing %d judged checks".formatted(judgements.size()),
        """
        UPDATE check_state s
           SET status = j.status, last_start = j.last_start, last_start_rid = j.last_start_rid,
               progress = j.progress, credited_at = j.credited_at, credited_due = j.credited_due,
               blind_from = j.blind_from, blind_until = j.blind_until, name_by = j.name_by,
               deadline = j.deadline, wake_at = j.wake_at
          FROM unnest(?::bigint[], ?::text[], ?::timestamptz[], ?::uuid[], ?::text[],
                      ?::timestamptz[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[],
                      ?::timestamptz[], ?::timestamptz[], ?::timestamptz[])
               AS j(check_id, status, last_start, last_start_rid, progress, credited_at,
                    credited_due, blind_from, blind_until, name_by, deadline, wake_at)
         WHERE s.check_id = j.check_id
        """,
        judgements.stream().map(Judgement::checkId).toList(),
        states.stream().map(state -> state.status().word()).toList(),
        column(states, CheckState::lastStart),
        column(states, JudgementWrites::runOf),
        column(states, state -> state.progress().text().orElse(null)),
        ofCredit(states, Credit::at),
        ofCredit(states, Credit::due),
        ofCredit(states, credit -> credit.blind().since()),
        ofCredit(states, credit -> credit.blind().until()),
        ofCredit(states, Credit::nameBy),
        column(judgements, judgement -> judgement.deadline().orElse(null)),
        column(judgements, judgement -> judgement.wakeAt().orElse(null)));
  }

  private static @Nullable UUID runOf(CheckState state) {
    return state.lastStartRun() == null ? null : state.lastStartRun().value();
  }

  private static List<@Nullable Instant> ofCredit(
      List<CheckState> states, Function<Credit, @Nullable Instant> part) {
    return column(states, state -> state.credit() == null ? null : part.apply(state.credit()));
  }

  private static <T, C> List<@Nullable C> column(List<T> rows, Function<T, @Nullable C> value) {
    List<@Nullable C> column = new ArrayList<>(rows.size());
    rows.forEach(row -> column.add(value.apply(row)));
    return column;
  }

  private static void writeUnverified(Tx tx, List<Judgement> judgements) {
    List<Judgement> named =
        judgements.stream().filter(judgement -> !judgement.unverified().isEmpty()).toList();
    for (Judgement judgement : named) {
      judgement.unverified().forEach(run -> StateWrites.unverified(tx, judgement.checkId(), run));
    }
  }

  /**
   * Writes the flips of checks that are overdue, in the order of their times.
   *
   * @param handedOver whether the same transaction hands them over; else they wait for the fan-out
   */
  static List<WaitingFlip> writeFlips(Tx tx, List<Judgement> overdue, boolean handedOver) {
    List<DatedFlip> flips =
        overdue.stream()
            .flatMap(judgement -> judgement.flips().stream().map(DatedFlip.of(judgement.was())))
            .sorted(Comparator.comparing(dated -> dated.flip().at()))
            .toList();
    List<Long> ids =
        tx.query(
            "writing %d flips".formatted(flips.size()),
            """
            INSERT INTO flips (check_id, at, old_status, new_status, reason, fanned_out)
            SELECT f.*, ?::boolean
              FROM unnest(?::bigint[], ?::timestamptz[], ?::text[], ?::text[], ?::text[]) AS f
            RETURNING id
            """,
            row -> row.number("id"),
            handedOver,
            flips.stream().map(dated -> dated.check().id()).toList(),
            flips.stream().map(dated -> dated.flip().at()).toList(),
            flips.stream().map(dated -> dated.flip().from().word()).toList(),
            flips.stream().map(dated -> dated.flip().to().word()).toList(),
            flips.stream().map(dated -> dated.flip().reason().word()).toList());
    return IntStream.range(0, ids.size()).mapToObj(i -> flips.get(i).waiting(ids.get(i))).toList();
  }

  private static void notify(Tx tx, List<Judgement> news) {
    String project =
        news.stream()
            .map(judgement -> String.valueOf(judgement.was().projectId()))
            .distinct()
            .limit(2)
            .collect(Collectors.collectingAndThen(Collectors.toList(), JudgementWrites::onlyOne));
    tx.query("notifying of changes", "SELECT pg_notify('tocsin_checks', ?)", row -> true, project);
  }

  private static String onlyOne(List<String> projects) {
    return projects.size() == 1 ? projects.get(0) : "";
  }

  private record DatedFlip(StoredCheck check, Flip flip) {
    static Function<Flip, DatedFlip> of(StoredCheck check) {
      return flip -> new DatedFlip(check, flip);
    }

    WaitingFlip waiting(long id) {
      Subject subject = new Subject(check.id(), check.projectId(), check.settings().tags());
      return new WaitingFlip(id, subject, flip.at(), flip.from(), flip.to(), flip.reason().word());
    }
  }
}
