package dev.tocsin.alerter.overdue;

import dev.tocsin.domain.check.Flip;
import dev.tocsin.store.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
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
    List<Judgement> overdue = judgements.stream().filter(Judgement::isOverdue).toList();
    if (!overdue.isEmpty()) {
      writeFlips(tx, overdue);
      notify(tx, overdue);
    }
  }

  private static void writeStates(Tx tx, List<Judgement> judgements) {
    List<@Nullable Instant> deadlines = new ArrayList<>();
    List<@Nullable Instant> wakes = new ArrayList<>();
    List<@Nullable String> progresses = new ArrayList<>();
    for (Judgement judgement : judgements) {
      progresses.add(judgement.progress().text().orElse(null));
      deadlines.add(judgement.deadline().orElse(null));
      wakes.add(judgement.wakeAt().orElse(null));
    }
    tx.update(
        "writing %d judged checks".formatted(judgements.size()),
        """
        UPDATE check_state s
           SET status = j.status, progress = j.progress, deadline = j.deadline, wake_at = j.wake_at
          FROM unnest(?::bigint[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[])
               AS j(check_id, status, progress, deadline, wake_at)
         WHERE s.check_id = j.check_id
        """,
        judgements.stream().map(Judgement::checkId).toList(),
        judgements.stream().map(judgement -> judgement.status().word()).toList(),
        progresses,
        deadlines,
        wakes);
  }

  private static void writeFlips(Tx tx, List<Judgement> overdue) {
    List<DatedFlip> flips =
        overdue.stream()
            .flatMap(judgement -> judgement.flips().stream().map(DatedFlip.of(judgement.checkId())))
            .sorted(Comparator.comparing(dated -> dated.flip().at()))
            .toList();
    tx.update(
        "writing %d flips".formatted(flips.size()),
        """
        INSERT INTO flips (check_id, at, old_status, new_status, reason)
        SELECT * FROM unnest(?::bigint[], ?::timestamptz[], ?::text[], ?::text[], ?::text[])
        """,
        flips.stream().map(DatedFlip::checkId).toList(),
        flips.stream().map(dated -> dated.flip().at()).toList(),
        flips.stream().map(dated -> dated.flip().from().word()).toList(),
        flips.stream().map(dated -> dated.flip().to().word()).toList(),
        flips.stream().map(dated -> dated.flip().reason().word()).toList());
  }

  private static void notify(Tx tx, List<Judgement> overdue) {
    String project =
        overdue.stream()
            .map(judgement -> String.valueOf(judgement.projectId()))
            .distinct()
            .limit(2)
            .collect(Collectors.collectingAndThen(Collectors.toList(), JudgementWrites::onlyOne));
    tx.query(
        "notifying of flips",
        "SELECT pg_notify('tocsin_flips', ''), pg_notify('tocsin_checks', ?)",
        row -> true,
        project);
  }

  private static String onlyOne(List<String> projects) {
    return projects.size() == 1 ? projects.get(0) : "";
  }

  private record DatedFlip(long checkId, Flip flip) {
    static Function<Flip, DatedFlip> of(long checkId) {
      return flip -> new DatedFlip(checkId, flip);
    }
  }
}
