package dev.tocsin.domain.doctor;

import dev.tocsin.domain.doctor.Finding.Kind;
import dev.tocsin.domain.schedule.Period;
import dev.tocsin.domain.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A history of which the truth is known.
 *
 * @param expected kinds of findings of which one is right; none: the check is healthy
 * @param truth by which the job really runs
 * @param bySchedule whether a remedy has to name the truth
 */
record Sample(
    String sort, CaseHistory history, Set<Kind> expected, Schedule truth, boolean bySchedule) {

  /** Whether the proposed schedule expects every run of the past, and hardly any that is not. */
  boolean mended(Finding finding) {
    return !bySchedule
        || finding.remedy().filter(r -> same(r.told().schedule(), past())).isPresent();
  }

  /** Whether it will go on to be right, also after clocks have changed. */
  boolean exact(Finding finding) {
    return !bySchedule
        || finding
            .remedy()
            .map(remedy -> remedy.told().schedule())
            .filter(s -> same(s, Job.NOW) && same(s, Job.NOW.plus(Duration.ofDays(160))))
            .isPresent();
  }

  private Instant past() {
    return history.heard().get(0).ping().at();
  }

  private boolean same(Schedule proposed, Instant from) {
    List<Instant> due = truth.upcoming(from, 40);
    if (proposed instanceof Period period) {
      Duration every = period.every();
      for (int i = 1; i < due.size(); i++) {
        Duration gap = Duration.between(due.get(i - 1), due.get(i));
        if (gap.minus(every).abs().compareTo(every.dividedBy(10)) > 0) {
          return false;
        }
      }
      return true;
    }
    List<Instant> said = proposed.upcoming(from, 40);
    for (int i = 0; i < due.size(); i++) {
      // A minute is no mistake where only the end of a run is heard.
      if (Duration.between(said.get(i), due.get(i)).abs().compareTo(Duration.ofMinutes(30)) > 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return "%s: told %s, truth %s".formatted(sort, history.told(), truth);
  }
}
