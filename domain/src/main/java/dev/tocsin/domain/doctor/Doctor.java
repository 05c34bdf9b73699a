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
    schedule(course, unfinished.isPresent()).ifPresent(findings::add);
    return findings;
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
