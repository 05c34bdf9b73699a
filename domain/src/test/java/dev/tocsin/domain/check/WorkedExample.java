package dev.tocsin.domain.check;

import dev.tocsin.domain.ping.PingKind;
import java.util.List;
import java.util.Optional;

/** The worked example of the Pinging API, section 8.7: one check's life, to look at in tables. */
final class WorkedExample {

  /** What happens at a second; nothing for a mere look at the clock. */
  record Step(int second, Optional<PingKind> ping) {}

  static final List<Step> STEPS =
      List.of(
          look(0),
          ping(10, PingKind.START),
          ping(60, PingKind.SUCCESS),
          ping(100, PingKind.LOG),
          ping(3650, PingKind.START),
          look(3700),
          look(3950),
          ping(4000, PingKind.SUCCESS),
          ping(4100, PingKind.FAIL),
          ping(4200, PingKind.START),
          ping(4600, PingKind.SUCCESS));

  private WorkedExample() {}

  /** The check as it is at this second, the alerter having just looked. */
  static Life until(double second) {
    var life = new Life(Life.HOURLY);
    for (Step step : STEPS) {
      if (step.second() <= second) {
        step.ping().ifPresent(kind -> life.ping(step.second(), kind, null));
        // A deadline is missed once everything up to it is heard: the next microsecond.
        life.look(Life.at(step.second() + 0.000001));
      }
    }
    return life;
  }

  private static Step look(int second) {
    return new Step(second, Optional.empty());
  }

  private static Step ping(int second, PingKind kind) {
    return new Step(second, Optional.of(kind));
  }
}
