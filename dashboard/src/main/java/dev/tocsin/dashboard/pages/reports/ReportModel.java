package dev.tocsin.dashboard.pages.reports;

import dev.tocsin.dashboard.parts.Times;
import dev.tocsin.domain.report.Figures;
import dev.tocsin.domain.report.Period;
import dev.tocsin.domain.report.Timeline.Slice;
import dev.tocsin.store.report.Line;
import dev.tocsin.store.report.Report;
import dev.tocsin.store.report.Sort;
import dev.tocsin.store.report.Wish;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A report as people see it.
 *
 * @param path of the page
 * @param page of the checks, from 1
 */
public record ReportModel(Report report, String path, int page) {

  /** Checks on one page. */
  static final int PER_PAGE = 50;

  /** Tags that are shown; files have more. */
  static final int TAGS = 15;

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE d MMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);

  /**
   * One line of a table.
   *
   * @param href where its name leads; empty: nowhere
   */
  public record Row(String name, String href, Figures figures) {

    /** "99.98 %", cut and not rounded: 100 % is said only if it was. */
    public String uptime() {
      return figures.uptime().isPresent()
          ? String.format(
              Locale.ROOT, "%.2f %%", Math.floor(figures.uptime().getAsDouble() * 100) / 100)
          : "–";
    }

    /** Whether it was down. */
    public boolean bad() {
      return !figures.down().isZero();
    }

    public String down() {
      return bad() ? Times.span(figures.down()) : "–";
    }

    /** A number of a cell: nothing is a dash, so that something catches the eye. */
    public String count(int number) {
      return number == 0 ? "–" : "%,d".formatted(number);
    }
  }

  /** Whether anything was watched, or went wrong. */
  public boolean isEmpty() {
    return !counts(report.all().total());
  }

  private static boolean counts(Figures figures) {
    return !figures.watched().isZero() || figures.outages() + figures.unverified() > 0;
  }

  /** The latest first, then all together; those before anything was watched are left out. */
  public List<Row> periods() {
    List<Row> rows = new ArrayList<>();
    List<Slice> slices = report.timeline().slices();
    for (int at = 0; at < slices.size(); at++) {
      Figures figures = report.all().periods().get(at);
      if (!rows.isEmpty() || counts(figures)) {
        rows.add(new Row(name(slices.get(at).first()), "", figures));
      }
    }
    Collections.reverse(rows);
    if (rows.size() > 1) {
      rows.add(new Row("Together", "", report.all().total()));
    }
    return rows;
  }

  private String name(LocalDate first) {
    return switch (report.wish().period()) {
      case DAY -> DAY.format(first);
      case WEEK ->
          "Week %d, from %s"
              .formatted(first.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), DATE.format(first));
      case MONTH -> MONTH.format(first);
    };
  }

  /** The worst tags. */
  public List<Row> tags() {
    return report.tags().stream()
        .limit(TAGS)
        .map(tag -> new Row(tag.name(), path + query(tag.name(), ""), tag.total()))
        .toList();
  }

  /** How many tags are left out. */
  public int moreTags() {
    return Math.max(0, report.tags().size() - TAGS) + report.moreTags();
  }

  /** The checks of this page. */
  public List<Row> checks() {
    return report.checks().stream()
        .skip((page - 1L) * PER_PAGE)
        .limit(PER_PAGE)
        .map(ReportModel::row)
        .toList();
  }

  private static Row row(Line check) {
    String href = check.code().map(UUID::toString).map("/checks/"::concat).orElse("");
    return new Row(check.name(), href, check.total());
  }

  /** "51 to 100 of 10,000 checks, the worst first". */
  public String place() {
    int all = report.checks().size();
    return all <= PER_PAGE
        ? "%,d %s, the worst first".formatted(all, all == 1 ? "check" : "checks")
        : "%,d to %,d of %,d checks, the worst first"
            .formatted((page - 1) * PER_PAGE + 1, Math.min(all, page * PER_PAGE), all);
  }

  /** Where the page before this one is; empty: this is the first. */
  public String newer() {
    return page > 1 ? path + query(report.wish().tag(), "page=" + (page - 1)) + "#checks" : "";
  }

  /** Where the next page is; empty: this is the last. */
  public String older() {
    return (long) page * PER_PAGE < report.checks().size()
        ? path + query(report.wish().tag(), "page=" + (page + 1)) + "#checks"
        : "";
  }

  /** Where the file of one sort is. */
  public String file(Sort sort, String format) {
    return path + query(report.wish().tag(), "by=%s&format=%s".formatted(sort.word(), format));
  }

  public List<Period> kinds() {
    return List.of(Period.values());
  }

  public List<Sort> sorts() {
    return List.of(Sort.values());
  }

  /** The query that asks for the same, with something more. */
  private String query(String tag, String more) {
    Wish wish = report.wish();
    return "?period=%s&from=%s&until=%s".formatted(wish.period().word(), wish.from(), wish.until())
        + (tag.isEmpty() ? "" : "&tag=" + URLEncoder.encode(tag, StandardCharsets.UTF_8))
        + (more.isEmpty() ? "" : "&" + more);
  }
}
