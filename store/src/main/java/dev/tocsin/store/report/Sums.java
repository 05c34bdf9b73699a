package dev.tocsin.store.report;

import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.Interval;
import dev.tocsin.domain.report.Course;
import dev.tocsin.domain.report.Figures;
import dev.tocsin.domain.report.Ledger;
import dev.tocsin.domain.report.Timeline;
import dev.tocsin.store.report.ReportRows.CheckRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** What checks come to: each of them, each of their tags, and all together. */
final class Sums {

  /** Tags that have a line; of more, those of the most checks. */
  static final int MOST_TAGS = 300;

  /** Outages that are told one by one. */
  static final int MOST_OUTAGES = 10;

  private final Timeline timeline;
  private final boolean detailed;
  private final Ledger all;
  private final Map<String, Ledger> tags = new HashMap<>();
  private final int moreTags;
  private final List<Line> checks = new ArrayList<>();
  private final List<Outage> outages = new ArrayList<>();

  /**
   * @param detailed whether each period of a check is kept apart
   */
  Sums(Timeline timeline, List<CheckRow> of, boolean detailed) {
    this.timeline = timeline;
    this.detailed = detailed;
    all = new Ledger(timeline);
    Map<String, Integer> sizes = new HashMap<>();
    of.forEach(check -> check.tags().forEach(tag -> sizes.merge(tag, 1, Integer::sum)));
    sizes.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_TAGS)
        .forEach(tag -> tags.put(tag.getKey(), new Ledger(timeline)));
    moreTags = sizes.size() - tags.size();
  }

  void add(CheckRow check, Course course, BlindTimes blind) {
    Ledger own = new Ledger(timeline);
    own.add(course, blind);
    all.add(own);
    check.tags().stream()
        .distinct()
        .flatMap(tag -> Optional.ofNullable(tags.get(tag)).stream())
        .forEach(tag -> tag.add(own));
    checks.add(
        new Line(
            check.name(),
            Optional.of(check.code()),
            own.total(),
            detailed ? periods(own) : List.of()));
    if (!timeline.isEmpty() && !own.total().down().isZero()) {
      for (Interval down : course.downs(timeline.from(), timeline.to())) {
        Duration lasted = down.length().minus(blind.within(down.since(), down.until()));
        outages.add(new Outage(check.name(), check.code(), down.since(), down.until(), lasted));
      }
    }
  }

  Report report(Wish wish) {
    return new Report(
        wish,
        timeline,
        line("", all),
        tags.entrySet().stream()
            .map(tag -> line(tag.getKey(), tag.getValue()))
            .sorted(Line.WORST_FIRST)
            .toList(),
        moreTags,
        checks.stream().sorted(Line.WORST_FIRST).toList(),
        outages.stream().sorted(Outage.LONGEST_FIRST).limit(MOST_OUTAGES).toList());
  }

  private Line line(String name, Ledger ledger) {
    return new Line(name, Optional.<UUID>empty(), ledger.total(), periods(ledger));
  }

  private List<Figures> periods(Ledger ledger) {
    return IntStream.range(0, timeline.slices().size()).mapToObj(ledger::period).toList();
  }
}
