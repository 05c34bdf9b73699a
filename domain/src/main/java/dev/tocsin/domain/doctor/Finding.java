package dev.tocsin.domain.doctor;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something about a check that does not go together.
 *
 * @param says what it is, in one sentence
 * @param evidence what it was seen by, in sentences with numbers
 * @param examples pings that show it, latest first, at most {@link #EXAMPLES}
 * @param lateness how late pings are; where that matters
 * @param remedy what settings would mend; empty where it is the job that needs a change
 */
public record Finding(
    Kind kind,
    String says,
    List<String> evidence,
    List<Instant> examples,
    Optional<Lateness> lateness,
    Optional<Remedy> remedy) {

  /** As many examples as people look at. */
  static final int EXAMPLES = 5;

  /** What it is about. */
  public enum Kind {
    /** Nobody said when the job runs; its pings do. */
    LEARNED,
    /** Pings keep a constant distance from when they are expected: the clocks of another zone. */
    ZONE,
    /** Right for a part of the year and an hour off for the other. */
    CLOCK_CHANGE,
    /** Runs are left out when clocks skip their time, or come twice when they repeat it. */
    CHANGE_HOUR,
    /** The job takes a little longer from run to run than the schedule says. */
    DRIFT,
    /** The job runs by a schedule, but not by this one. */
    OTHER_SCHEDULE,
    /** No ping will ever be due again. */
    NEVER_DUE,
    /** Two jobs ping one URL. */
    TWO_JOBS,
    /** Runs begin and are never said to end. */
    UNFINISHED,
    /** Pings come, but after the alarm. */
    GRACE_TOO_TIGHT,
    /** An alarm would come long after it is clear that something is wrong. */
    GRACE_TOO_WIDE;

    /** The word on the wire: {@code zone}, {@code grace_too_tight}, … */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Finding {
    evidence = List.copyOf(evidence);
    int from = Math.max(0, examples.size() - EXAMPLES);
    examples = examples.stream().sorted().skip(from).sorted((a, b) -> b.compareTo(a)).toList();
  }
}
