package dev.tocsin.store.report;

import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Interval;
import dev.tocsin.domain.check.Status;
import dev.tocsin.store.Tx;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads what reports are made of: one statement for each table, however many checks there are. */
final class ReportRows {

  /** Each takes about 150 bytes while a report is made. */
  static final int MOST_FLIPS = 150_000;

  private ReportRows() {}

  /**
   * A check.
   *
   * @param since nothing is known of it before: it was not there, or what it did was removed
   */
  record CheckRow(
      long id, UUID code, String name, List<String> tags, Status status, Instant since) {}

  static List<CheckRow> checks(Tx tx, long projectId) {
    return tx.query(
        "reading the checks of a report",
        """
        SELECT c.id, c.code, coalesce(nullif(c.name, ''), c.code::text) AS name, c.tags, s.status,
               CASE WHEN c.flips_removed = 0 THEN c.created_at
                    ELSE coalesce((SELECT min(at) FROM flips WHERE check_id = c.id), c.created_at)
               END AS since
          FROM checks c JOIN check_state s ON s.check_id = c.id
         WHERE c.project_id = ?
        """,
        row ->
            new CheckRow(
                row.number("id"),
                row.uuid("code"),
                row.string("name"),
                tagsOf(row.string("tags")),
                Status.of(row.string("status")),
                row.instant("since")),
        projectId);
  }

  /**
   * All flips since an instant, by check, oldest first: of later ones follows how it was before.
   * There may be many: their times come as numbers, their words in one, and are sorted here.
   */
  static Map<Long, List<Flip>> flips(Tx tx, long projectId, Instant since) {
    record Of(long check, long id, long micros, String words) {}
    // date_part is exact to the microsecond until the year 2255, and takes a fraction of what
    // extract does, which counts in decimals.
    List<Of> found =
        tx.query(
            "reading the flips of a report",
            """
            SELECT f.check_id, f.id, (date_part('epoch', f.at) * 1000000)::bigint AS micros,
                   f.old_status || '|' || f.new_status || '|' || f.reason AS words
              FROM flips f JOIN checks c ON c.id = f.check_id
             WHERE c.project_id = ? AND f.at >= ? LIMIT ?
            """,
            row ->
                new Of(
                    row.number("check_id"),
                    row.number("id"),
                    row.number("micros"),
                    row.string("words")),
            projectId,
            since,
            MOST_FLIPS + 1);
    if (found.size() > MOST_FLIPS) {
      throw new TooMuchException(
          "checks changed more than %,d times since then: choose a later begin"
              .formatted(MOST_FLIPS));
    }
    found.sort(Comparator.comparingLong(Of::micros).thenComparingLong(Of::id));
    Map<String, Optional<Flip>> meanings = new HashMap<>();
    Map<Long, List<Flip>> flips = new HashMap<>();
    for (Of of : found) {
      Instant at = Instant.EPOCH.plus(of.micros(), ChronoUnit.MICROS);
      meanings
          .computeIfAbsent(of.words(), ReportRows::meaning)
          .map(like -> new Flip(at, like.from(), like.to(), like.reason()))
          .ifPresent(flip -> flips.computeIfAbsent(of.check(), id -> new ArrayList<>()).add(flip));
    }
    return flips;
  }

  /** A flip of any time; empty for words of a later version. */
  private static Optional<Flip> meaning(String words) {
    List<String> of = Arrays.asList(words.split("\\|", 3));
    try {
      return Optional.of(
          new Flip(
              Instant.EPOCH,
              Status.of(of.get(0)),
              Status.of(of.get(1)),
              Flip.Reason.of(of.get(2))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static List<String> tagsOf(String tags) {
    return Arrays.stream(tags.split(" ", -1)).filter(tag -> !tag.isEmpty()).toList();
  }

  /** When runs were due that nobody heard of, and nobody could have, by check. */
  static Map<Long, List<Instant>> unverified(Tx tx, long projectId, Instant since) {
    Map<Long, List<Instant>> due = new HashMap<>();
    tx.query(
            "reading the unverified runs of a report",
            """
            SELECT u.check_id, u.due FROM unverified_runs u JOIN checks c ON c.id = u.check_id
             WHERE c.project_id = ? AND u.due >= ? ORDER BY u.due DESC LIMIT ?
            """,
            row -> Map.entry(row.number("check_id"), row.instant("due")),
            projectId,
            since,
            MOST_FLIPS)
        .forEach(e -> due.computeIfAbsent(e.getKey(), id -> new ArrayList<>()).add(e.getValue()));
    return due;
  }

  static BlindTimes blind(Tx tx, Instant since) {
    return BlindTimes.of(
        tx.query(
            "reading the blind times of a report",
            "SELECT since, until FROM blind_times WHERE until > ?",
            row -> new Interval(row.instant("since"), row.instant("until")),
            since));
  }
}
