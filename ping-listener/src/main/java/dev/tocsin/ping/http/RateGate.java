package dev.tocsin.ping.http;

import dev.tocsin.ping.apply.Quotas;
import dev.tocsin.ping.journal.Target;
import java.util.Optional;

/** Counts pings of known targets, and says of which there are too many. */
final class RateGate {

  /**
   * A limit that a ping has met.
   *
   * @param seconds after which there is room again
   */
  record TooMany(Answer why, int seconds) {}

  private final PingRates ofTargets;
  private final ProjectRates ofProjects;

  RateGate(PingLimits limits) {
    long now = System.nanoTime();
    this.ofTargets = new PingRates(limits.pingsPerMinute(), limits.maxRated(), now);
    this.ofProjects = new ProjectRates(limits.pingsPerCheck(), limits.maxRated(), now);
  }

  /** Counts a ping, unless its check or all of its project sent too many. */
  Optional<TooMany> count(Target target, Quotas quotas) {
    int seconds = ofTargets.on() ? ofTargets.take(target, System.nanoTime()) : 0;
    if (seconds > 0) {
      return Optional.of(new TooMany(Answer.RATE_LIMITED, seconds));
    }
    int ofProject = quotas == Quotas.NONE ? 0 : ofProjects.take(quotas, target, System.nanoTime());
    return ofProject == 0
        ? Optional.empty()
        : Optional.of(new TooMany(Answer.PROJECT_LIMITED, ofProject));
  }
}
