package dev.tocsin.dashboard.checks;

import dev.tocsin.domain.ping.PingKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds how long the runs in a log took: a completion belongs to the latest start of the same run
 * id before it, unless another completion of that id lies between. Independent of the state
 * machine, which supervises only the run that was started last.
 */
public final class RunPairs {

  /** A start longer ago belongs to a run that was never completed. */
  private static final Duration LONGEST_RUN = Duration.ofDays(3);

  private RunPairs() {}

  /**
   * The same pings, completions with their durations.
   *
   * @param log oldest first
   */
  public static List<LoggedPing> timed(List<LoggedPing> log) {
    Map<@Nullable UUID, LoggedPing> open = new HashMap<>();
    List<LoggedPing> timed = new ArrayList<>(log.size());
    for (LoggedPing ping : log) {
      if (ping.kind() == PingKind.START) {
        open.put(ping.rid(), ping);
      }
      LoggedPing start = ping.kind().completes() ? open.remove(ping.rid()) : null;
      timed.add(start == null ? ping : ping.lasting(between(start, ping)));
    }
    return timed;
  }

  private static @Nullable Duration between(LoggedPing start, LoggedPing end) {
    Duration took = Duration.between(start.at(), end.at());
    // Two listeners may have heard them: stamps can step back, a run cannot.
    Duration atLeastZero = took.isNegative() ? Duration.ZERO : took;
    return atLeastZero.compareTo(LONGEST_RUN) > 0 ? null : atLeastZero;
  }
}
