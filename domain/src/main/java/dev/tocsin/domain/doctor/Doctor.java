package dev.tocsin.domain.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Examines a check. One finding often makes another one: only the cause is told. */
public final class Doctor {

  private Doctor() {}

  /** What does not go together; empty if all is well, or if too little is known. */
  public static List<Finding> examine(CaseHistory history) {
    Course course = Course.of(history);
    List<Finding> findings = new ArrayList<>();
    Optional<Finding> unfinished = UnfinishedExam.of(course);
    unfinished.ifPresent(findings::add);
    Optional<Finding> schedule = schedule(course, unfinished.isPresent());
    schedule.ifPresent(findings::add);
    if (history.toldByPeople() && schedule.filter(Doctor::isAboutTimes).isEmpty()) {
      ChangeHourExam.of(course).ifPresent(findings::add);
    }
    return findings;
  }

  /** Whether the times of the schedule are wrong, so that nothing more can be said of them. */
  private static boolean isAboutTimes(Finding finding) {
    return switch (finding.kind()) {
      case GRACE_TOO_TIGHT, GRACE_TOO_WIDE, UNFINISHED -> false;
      case LEARNED, ZONE, CLOCK_CHANGE, CHANGE_HOUR, DRIFT, OTHER_SCHEDULE, NEVER_DUE, TWO_JOBS ->
          true;
    };
  }

  private static Optional<Finding> schedule(Course course, boolean unfinished) {
    if (!course.history().toldByPeople()) {
      // What every check begins with is not anybody's mistake.
      return unfinished ? Optional.empty() : Learner.untold(course);
    }
    Optional<Finding> wrong = NeverDueExam.of(course).or(() -> TwoJobsExam.of(course));
    if (wrong.isPresent() || unfinished) {
      return wrong;
    }
    return ZoneExam.of(course)
        .or(() -> DriftExam.of(course))
        .or(() -> Learner.otherThanTold(course))
        .or(() -> GraceExam.of(course));
  }
}
