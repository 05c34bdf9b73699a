package dev.tocsin.domain.check;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a check that asks for more than the Pinging API must remember besides; {@link #NONE} for all
 * others, and for most of those most of the time.
 *
 * @param failures reported in a row and tolerated; 0 while the check is down
 * @param successes in a row while the check is down; 0 while it is not
 * @param sign the last sign of life of the latest run, the one that {@link CheckState} tells of
 * @param others the other runs in progress, by start; at most {@link Runs#MOST} less one
 */
public record Progress(int failures, int successes, @Nullable Instant sign, List<OpenRun> others) {

  /** Nothing to remember. */
  public static final Progress NONE = new Progress(0, 0, null, List.of());

  public Progress {
    others = List.copyOf(others);
    if (failures < 0 || successes < 0 || others.size() >= Runs.MOST) {
      throw new IllegalArgumentException(
          "%d failures, %d successes, %d other runs".formatted(failures, successes, others.size()));
    }
  }

  /** As kept in the database: one line ({@link ProgressText}); empty for {@link #NONE}. */
  public Optional<String> text() {
    return equals(NONE) ? Optional.empty() : Optional.of(ProgressText.write(this));
  }

  /** Reads a {@link #text()}, null for none; throws {@link IllegalArgumentException} otherwise. */
  public static Progress of(@Nullable String text) {
    return text == null ? NONE : ProgressText.read(text);
  }

  Progress counting(int failuresInRow, int successesInRow) {
    return failures == failuresInRow && successes == successesInRow
        ? this
        : new Progress(failuresInRow, successesInRow, sign, others);
  }

  Progress running(@Nullable Instant latestSign, List<OpenRun> otherRuns) {
    return latestSign == null && sign == null && otherRuns.isEmpty() && others.isEmpty()
        ? this
        : new Progress(failures, successes, latestSign, otherRuns);
  }

  /** What of this is still of use under a policy: the rest would come back when nobody expects. */
  Progress under(Policy policy) {
    // A stuck run may hold back a check that has all the successes it needs.
    int mostSuccesses = policy.successesBeforeUp() - (policy.overlapping() ? 0 : 1);
    List<OpenRun> runs = policy.overlapping() ? others : List.of();
    return new Progress(
        Math.min(failures, policy.failuresBeforeDown() - 1),
        Math.min(successes, mostSuccesses),
        policy.keepAlive() ? sign : null,
        policy.keepAlive()
            ? runs
            : runs.stream().map(run -> new OpenRun(run.id(), run.start(), null)).toList());
  }
}
