package dev.tocsin.domain.check;

import dev.tocsin.domain.ping.Ping;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The runs in progress of a check: how starts open them, completions close them and signs of life
 * prolong them.
 *
 * <p>The Pinging API knows one run, the latest. A check whose runs overlap has several: {@link
 * CheckState} still tells of the latest started one, since that is what the API shows, and {@link
 * Progress} keeps the others.
 */
final class Runs {

  /** Most runs in progress of one check: a job that never says it ended must not grow its row. */
  static final int MOST = 100;

  /**
   * What a completion did to the runs.
   *
   * @param took how long its own run took; null if it ended none that it surely belongs to
   */
  record Ended(CheckState state, @Nullable Duration took) {}

  private Runs() {}

  /** The runs in progress, by start: the last one is the latest. */
  static List<OpenRun> open(CheckState is) {
    if (is.lastStart() == null) {
      return List.of();
    }
    OpenRun latest = new OpenRun(is.lastStartRun(), is.lastStart(), is.progress().sign());
    if (is.progress().others().isEmpty()) {
      return List.of(latest);
    }
    List<OpenRun> runs = new ArrayList<>(is.progress().others());
    runs.add(latest);
    return runs;
  }

  /** When the first of the runs in progress must have ended; empty without a run. */
  static Optional<Instant> limit(CheckState is, CheckRules rules) {
    Duration runtime = rules.runtimeLimit();
    return open(is).stream().map(run -> run.limit(runtime)).min(Instant::compareTo);
  }

  /** A start that is not late was heard. */
  static CheckState start(CheckState was, CheckRules rules, Ping ping) {
    Instant at = ping.at();
    if (!rules.policy().overlapping()) {
      return isBefore(at, was.lastStart()) ? was : was.withRun(at, ping.run());
    }
    List<OpenRun> runs = new ArrayList<>(open(was));
    Optional<OpenRun> own = find(runs, ping.run());
    if (own.isPresent() && at.isBefore(own.get().start())) {
      return was;
    }
    own.ifPresent(runs::remove);
    if (runs.size() == MOST) {
      runs.remove(leastMissed(runs, rules.runtimeLimit(), at));
    }
    int place = runs.size();
    while (place > 0 && runs.get(place - 1).start().isAfter(at)) {
      place--;
    }
    runs.add(place, new OpenRun(ping.run(), at, null));
    return with(was, runs);
  }

  /**
   * A start was overtaken by a completion. Where only the latest run counts, an older one that
   * still seems to be in progress was replaced by this one before the completion was heard; and the
   * completion most likely ended this one.
   */
  static CheckState overtaken(CheckState was, Policy policy, Ping ping) {
    Instant shown = was.lastStart();
    boolean replaced = !policy.overlapping() && shown != null && shown.isBefore(ping.at());
    return replaced ? was.withRun(null, ping.run()) : was;
  }

  /** The oldest run that is past its limit, otherwise the oldest. */
  private static OpenRun leastMissed(List<OpenRun> runs, Duration runtime, Instant at) {
    return runs.stream()
        .filter(run -> run.limit(runtime).isBefore(at))
        .findFirst()
        .orElse(runs.get(0));
  }

  /**
   * A completion was heard.
   *
   * @param late whether it is older than what was applied before: then only its run id can say
   *     which run it ends, since the stamps cannot
   */
  static Ended end(CheckState was, Policy policy, Ping ping, boolean late) {
    return policy.overlapping() ? endOwn(was, ping, late) : endLatest(was, ping, late);
  }

  private static Ended endOwn(CheckState was, Ping ping, boolean late) {
    List<OpenRun> runs = new ArrayList<>(open(was));
    Optional<OpenRun> own =
        find(runs, ping.run())
            .filter(run -> ping.run() != null || !(late || ping.at().isBefore(run.start())));
    if (own.isEmpty()) {
      return new Ended(was, null);
    }
    runs.remove(own.get());
    return new Ended(with(was, runs), between(own.get().start(), ping.at()));
  }

  /** The table of the Pinging API, section 8.3. */
  private static Ended endLatest(CheckState was, Ping ping, boolean late) {
    Instant started = was.lastStart();
    if (started == null) {
      return new Ended(was, null);
    }
    boolean sameRun = Objects.equals(ping.run(), was.lastStartRun());
    if (late || ping.at().isBefore(started)) {
      return sameRun && ping.run() != null
          ? new Ended(
              was.withRun(null, late ? null : was.lastStartRun()), between(started, ping.at()))
          : new Ended(was, null);
    }
    if (sameRun) {
      return new Ended(was.withRun(null, was.lastStartRun()), between(started, ping.at()));
    }
    boolean endsAny = ping.kind() == PingKind.FAIL || ping.run() == null;
    return new Ended(endsAny ? was.withRun(null, was.lastStartRun()) : was, null);
  }

  /** A log ping was heard: the sign of life of the run that it names, if that is in progress. */
  static CheckState sign(CheckState was, Policy policy, Ping ping) {
    if (!policy.keepAlive()) {
      return was;
    }
    List<OpenRun> runs = new ArrayList<>(open(was));
    Optional<OpenRun> own = find(runs, ping.run());
    own.ifPresent(run -> runs.set(runs.indexOf(run), run.alive(ping.at())));
    return own.isPresent() ? with(was, runs) : was;
  }

  /** The same with these runs in progress, by start, and no other. */
  static CheckState with(CheckState was, List<OpenRun> runs) {
    if (runs.equals(open(was))) {
      return was;
    }
    if (runs.isEmpty()) {
      return was.withRun(null, was.lastStartRun());
    }
    int last = runs.size() - 1;
    OpenRun latest = runs.get(last);
    return was.withRun(latest.start(), latest.id())
        .withProgress(was.progress().running(latest.sign(), runs.subList(0, last)));
  }

  private static Optional<OpenRun> find(List<OpenRun> runs, @Nullable RunId id) {
    return runs.stream().filter(run -> run.is(id)).findFirst();
  }

  private static boolean isBefore(Instant at, @Nullable Instant mark) {
    return mark != null && at.isBefore(mark);
  }

  private static Duration between(Instant start, Instant end) {
    return end.isBefore(start) ? Duration.ZERO : Duration.between(start, end);
  }
}
