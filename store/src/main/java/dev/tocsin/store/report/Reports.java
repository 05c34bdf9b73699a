package dev.tocsin.store.report;

import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.report.Course;
import dev.tocsin.domain.report.Timeline;
import dev.tocsin.store.Db;
import dev.tocsin.store.Tx;
import dev.tocsin.store.report.ReportRows.CheckRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Makes reports, one at a time: each takes some megabytes while it is made. Nothing is kept ready,
 * so that nothing has to be kept right. Blocking.
 */
public final class Reports {

  /** Checks times periods with each of them: a file of about ten megabytes. */
  static final int MOST_CELLS = 60_000;

  private final Db db;

  public Reports(Db db) {
    this.db = db;
  }

  /**
   * A report of a project.
   *
   * @param detail of what each period is told apart; of the project and tags always
   * @throws TooMuchException if it would be too large
   */
  public synchronized Report of(long projectId, Wish wish, Sort detail, Instant now) {
    return db.transaction(
        "making a report of project " + projectId, tx -> read(tx, projectId, wish, detail, now));
  }

  /** The same, read in a transaction that goes on. */
  public static Report read(Tx tx, long projectId, Wish wish, Sort detail, Instant now) {
    Timeline timeline = wish.timeline(now);
    List<CheckRow> checks =
        ReportRows.checks(tx, projectId).stream()
            .filter(check -> wish.tag().isEmpty() || check.tags().contains(wish.tag()))
            .toList();
    if (detail == Sort.CHECK) {
      bound(checks.size(), timeline);
    }
    BlindTimes blind = ReportRows.blind(tx, timeline.from());
    Map<Long, List<Flip>> flips = ReportRows.flips(tx, projectId, timeline.from());
    Map<Long, List<Instant>> unverified = ReportRows.unverified(tx, projectId, timeline.from());
    Sums sums = new Sums(timeline, checks, detail == Sort.CHECK);
    for (CheckRow check : checks) {
      Course course =
          new Course(
              check.since(),
              flips.getOrDefault(check.id(), List.of()),
              check.status(),
              unverified.getOrDefault(check.id(), List.of()));
      sums.add(check, course, blind);
    }
    return sums.report(wish);
  }

  private static void bound(int checks, Timeline timeline) {
    int periods = timeline.slices().size();
    if ((long) checks * periods > MOST_CELLS) {
      throw new TooMuchException(
          "%,d checks in %,d %ss are too many for one file: choose a tag or a shorter time"
              .formatted(checks, periods, timeline.period().word()));
    }
  }
}
