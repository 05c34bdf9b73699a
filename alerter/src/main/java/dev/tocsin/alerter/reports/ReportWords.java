package dev.tocsin.alerter.reports;

import dev.tocsin.domain.report.Figures;
import dev.tocsin.domain.report.Period;
import dev.tocsin.domain.report.Timeline.Slice;
import dev.tocsin.domain.schedule.Words;
import dev.tocsin.store.report.Line;
import dev.tocsin.store.report.Outage;
import dev.tocsin.store.report.Report;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A report in plain sentences. */
final class ReportWords {

  /** Checks that are told one by one; the page has the others. */
  private static final int MOST_CHECKS = 5;

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);

  private final Report report;
  private final Report before;

  /**
   * @param report of one period
   * @param before the same of the one before it
   */
  ReportWords(Report report, Report before) {
    this.report = report;
    this.before = before;
  }

  /** Of a project that may be called anything: on one line. */
  static String subject(Period period, String project, Report report) {
    return "%s of %s%s"
        .formatted(
            period == Period.WEEK ? "Weekly report" : "Monthly report",
            plain(project),
            percent(report.all().total()).map(up -> ": %s up".formatted(up)).orElse(""));
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(opening());
    Figures all = report.all().total();
    if (all.outages() == 0 && all.down().isZero() && all.unverified() == 0) {
      lines.add(all.watched().isZero() ? "Nothing was watched." : "Nothing went down.");
      return lines;
    }
    lines.add(
        "Outages: %,d (missed %,d, failed %,d). Unverified runs: %,d. Down in all: %s."
            .formatted(
                all.outages(), all.missed(), all.failed(), all.unverified(), Words.of(all.down())));
    if (!report.outages().isEmpty()) {
      lines.add("The longest outages:");
      report.outages().forEach(outage -> lines.add("– " + outage(outage)));
    }
    List<Line> worst =
        report.checks().stream()
            .filter(line -> line.total().outages() > 0 || !line.total().down().isZero())
            .limit(MOST_CHECKS)
            .toList();
    if (worst.size() > 1) {
      lines.add("The checks that were down longest:");
      worst.forEach(line -> lines.add("– " + check(line)));
    }
    return lines;
  }

  private String opening() {
    Slice slice = report.timeline().slices().get(0);
    LocalDate last = report.timeline().period().next(slice.first()).minusDays(1);
    int checks = report.checks().size();
    String watched =
        percent(report.all().total())
            .map(up -> "%s up".formatted(up))
            .orElse("not watched, since they were new or paused");
    String change =
        percent(before.all().total())
            .map(up -> " The %s before: %s.".formatted(report.timeline().period().word(), up))
            .orElse("");
    return "From %s to %s (%s), %s %s %s.%s"
        .formatted(
            DAY.format(slice.first()),
            DAY.format(last),
            report.timeline().zone().getId(),
            checks == 1 ? "the one check" : "the %,d checks".formatted(checks),
            checks == 1 ? "was" : "were",
            watched,
            change);
  }

  private String outage(Outage outage) {
    ZoneId zone = report.timeline().zone();
    boolean goesOn = outage.to().equals(report.timeline().to());
    return "%s: %s, from %s to %s"
        .formatted(
            plain(outage.name()),
            Words.of(outage.lasted()),
            MOMENT.format(outage.from().atZone(zone)),
            goesOn ? "the end, and on" : MOMENT.format(outage.to().atZone(zone)));
  }

  private static String check(Line line) {
    Figures is = line.total();
    return "%s: %s up, %,d %s"
        .formatted(
            plain(line.name()),
            percent(is).orElse("0 %"),
            is.outages(),
            is.outages() == 1 ? "outage" : "outages");
  }

  /** Cut and not rounded: 100 % is said only if it was. */
  private static Optional<String> percent(Figures figures) {
    return figures.uptime().isPresent()
        ? Optional.of(
            BigDecimal.valueOf(figures.uptime().getAsDouble())
                    .setScale(2, RoundingMode.DOWN)
                    .stripTrailingZeros()
                    .toPlainString()
                + " %")
        : Optional.empty();
  }

  /** A name that somebody made up, on one line and in one direction. */
  static String plain(String name) {
    return name.replaceAll("[\\s\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
  }
}
