package dev.tocsin.domain.doctor;

import dev.tocsin.domain.ping.Ping;
import dev.tocsin.domain.ping.PingKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of the job, as far as its pings tell.
 *
 * @param begin when it said that it starts; if it never says so, when it said that it ended
 * @param end when it said that it ended; null: never, or not yet
 * @param started whether {@code begin} is its start
 */
record JobRun(
    Instant begin, @Nullable Instant end, boolean started, boolean failed, String source) {

  /** Two ends closer than this are one, told twice: a client that did not get its answer. */
  private static final Duration ECHO = Duration.ofSeconds(30);

  /** Pairs starts with ends: by run id where there are any, otherwise by time. */
  static List<JobRun> of(List<Heard> heard) {
    List<JobRun> runs = new ArrayList<>();
    List<Heard> open = new ArrayList<>();
    Instant lastEnd = Instant.EPOCH;
    for (Heard next : heard) {
      Ping ping = next.ping();
      if (ping.kind() == PingKind.START) {
        open.add(next);
      } else if (ping.kind().completes()) {
        Heard start = taken(open, ping);
        boolean echo = start == null && ping.at().isBefore(lastEnd.plus(ECHO));
        if (!echo) {
          Instant begin = start == null ? ping.at() : start.ping().at();
          boolean failed = ping.kind() == PingKind.FAIL;
          runs.add(new JobRun(begin, ping.at(), start != null, failed, next.source()));
        }
        lastEnd = ping.at();
      }
    }
    open.forEach(h -> runs.add(new JobRun(h.ping().at(), null, true, false, h.source())));
    runs.sort((a, b) -> a.begin().compareTo(b.begin()));
    return runs;
  }

  /** The start that this ends, removed: the one with its run id; the latest, if it has none. */
  private static @Nullable Heard taken(List<Heard> open, Ping end) {
    for (int i = open.size() - 1; i >= 0; i--) {
      if (end.run() == null || end.run().equals(open.get(i).ping().run())) {
        return open.remove(i);
      }
    }
    return null;
  }
}
