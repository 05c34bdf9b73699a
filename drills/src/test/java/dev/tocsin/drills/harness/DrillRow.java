package dev.tocsin.drills.harness;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a drill found: a line of the table that all of them make. What was not looked at has no
 * figure.
 *
 * @param unprotected the run was made without what protects, and must show harm
 * @param seed of its randomness; empty: it has none
 * @param others answers other than 2xx, by status; 0 stands for none
 * @param recovery from the end of the fault until all that was accepted is applied
 */
public record DrillRow(
    String drill,
    String variant,
    boolean unprotected,
    String seed,
    Map<Column, Long> figures,
    Map<Integer, Long> others,
    @Nullable Duration recovery) {

  /** A figure of the table. */
  public enum Column {
    SENT("pings sent", false),
    ACCEPTED("answered 2xx", false),
    APPLIED("applied", false),
    LOST("lost", true),
    DOUBLED("doubled", true),
    OTHER("other answers", true),
    PAGES("pages asked", false),
    UNSEEN("not answered in time", true),
    FALSE_DOWNS("false downs", true),
    MISSED_DOWNS("missed downs", true),
    ALERTS_LOST("alerts lost", true),
    ALERTS_DOUBLED("alerts doubled", true);

    private final String title;
    private final boolean zero;

    Column(String title, boolean zero) {
      this.title = title;
      this.zero = zero;
    }
  }

  private static final String NOT_LOOKED_AT = "–";

  /** Copies what it is given. */
  public DrillRow {
    figures = Map.copyOf(figures);
    others = new TreeMap<>(others);
  }

  /** A run as things are. */
  public static DrillRow of(String drill, String variant) {
    return new DrillRow(drill, variant, false, "", Map.of(), Map.of(), null);
  }

  /**
   * A run that lacks what protects.
   *
   * @param what is taken away
   */
  public static DrillRow without(String drill, String what) {
    return new DrillRow(drill, what, true, "", Map.of(), Map.of(), null);
  }

  public DrillRow seed(long value) {
    return new DrillRow(
        drill, variant, unprotected, Long.toString(value), figures, others, recovery);
  }

  /** What became of pings. */
  public DrillRow pings(Ledger.Balance balance) {
    long other = balance.others().values().stream().mapToLong(Long::longValue).sum();
    return new DrillRow(drill, variant, unprotected, seed, figures, balance.others(), recovery)
        .with(Column.SENT, balance.sent())
        .with(Column.ACCEPTED, balance.accepted())
        .with(Column.APPLIED, balance.applied())
        .with(Column.LOST, balance.lost())
        .with(Column.DOUBLED, balance.doubled())
        .with(Column.OTHER, other);
  }

  /** What became of jobs that fell silent. */
  public DrillRow alerts(SilentJobs.Told told) {
    return with(Column.MISSED_DOWNS, told.missed())
        .with(Column.ALERTS_LOST, told.lost())
        .with(Column.ALERTS_DOUBLED, told.doubled());
  }

  public DrillRow with(Column column, long figure) {
    Map<Column, Long> more = new EnumMap<>(Column.class);
    more.putAll(figures);
    more.put(column, figure);
    return new DrillRow(drill, variant, unprotected, seed, more, others, recovery);
  }

  public DrillRow recovered(Duration after) {
    return new DrillRow(drill, variant, unprotected, seed, figures, others, after);
  }

  /** A figure; empty if it was not looked at. */
  public OptionalLong figure(Column column) {
    Long figure = figures.get(column);
    return figure == null ? OptionalLong.empty() : OptionalLong.of(figure);
  }

  /**
   * Puts the row into the table; fails if a figure is not zero that must be.
   *
   * @param permitted figures that need not be zero in this drill, for a reason that it tells
   */
  public void mustHold(Column... permitted) {
    DrillTable.keep(this);
    List<Column> allowed = Arrays.asList(permitted);
    String broken =
        figures.entrySet().stream()
            .filter(one -> one.getKey().zero && one.getValue() != 0)
            .filter(one -> !allowed.contains(one.getKey()))
            .sorted(Map.Entry.comparingByKey())
            .map(one -> "%s: %d".formatted(one.getKey().title, one.getValue()))
            .collect(Collectors.joining(", "));
    if (!broken.isEmpty()) {
      throw new AssertionError("%s, %s (seed %s): %s".formatted(drill, variant, seed, broken));
    }
  }

  /** Puts the row into the table; fails unless each of these figures shows harm. */
  public void mustShowHarm(Column... columns) {
    DrillTable.keep(this);
    for (Column column : columns) {
      if (figure(column).orElse(0) == 0) {
        throw new AssertionError(
            "%s without %s shows no harm in: %s".formatted(drill, variant, column.title));
      }
    }
  }

  /** The two lines above the rows. */
  static String head() {
    String titles =
        Arrays.stream(Column.values()).map(c -> c.title).collect(Collectors.joining(" | "));
    return "| drill | variant | %s | recovered after | seed |\n|%s"
        .formatted(titles, "---|".repeat(Column.values().length + 4));
  }

  /** What tells a row from others of its table. */
  String key() {
    return "| %s | %s |".formatted(drill, variant);
  }

  /** As a line of a Markdown table. */
  String line() {
    String cells =
        Arrays.stream(Column.values()).map(this::cell).collect(Collectors.joining(" | "));
    String after =
        recovery == null
            ? NOT_LOOKED_AT
            : String.format(Locale.ROOT, "%.1f s", recovery.toMillis() / 1e3);
    return "%s %s | %s | %s |"
        .formatted(key(), cells, after, seed.isEmpty() ? NOT_LOOKED_AT : seed);
  }

  private String cell(Column column) {
    Long figure = figures.get(column);
    if (figure == null) {
      return NOT_LOOKED_AT;
    }
    if (column == Column.OTHER && figure > 0) {
      return others.entrySet().stream()
          .map(e -> "%s: %d".formatted(e.getKey() == 0 ? "none" : e.getKey(), e.getValue()))
          .collect(Collectors.joining(", "));
    }
    return String.format(Locale.ROOT, "%,d", figure);
  }
}
