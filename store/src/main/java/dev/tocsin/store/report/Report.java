package dev.tocsin.store.report;

import dev.tocsin.domain.report.Timeline;
import java.time.Instant;
import java.util.List;

/**
 * How reliable a project was.
 *
 * @param all the whole of it, or its checks with the tag that was asked for
 * @param tags the tags of these checks, the worst first
 * @param moreTags how many tags are left out: those of the fewest checks
 * @param checks the worst first
 * @param outages the longest of all its checks, the longest first
 */
public record Report(
    Wish wish,
    Timeline timeline,
    Line all,
    List<Line> tags,
    int moreTags,
    List<Line> checks,
    List<Outage> outages) {

  public Report {
    tags = List.copyOf(tags);
    checks = List.copyOf(checks);
    outages = List.copyOf(outages);
  }

  /** A report of no checks. */
  public static Report nothing(Wish wish, Instant now) {
    return new Sums(wish.timeline(now), List.of(), false).report(wish);
  }

  /** The lines of one sort. */
  public List<Line> by(Sort sort) {
    return switch (sort) {
      case PROJECT -> List.of(all);
      case TAG -> tags;
      case CHECK -> checks;
    };
  }
}
