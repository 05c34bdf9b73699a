package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.people.audit.AuditFilter;
import dev.tocsin.dashboard.people.audit.AuditLog;
import dev.tocsin.domain.schedule.Schedule;
import java.time.Instant;
import java.util.Optional;

/** Calls of {@code projects/<uuid>/audit/}: what was done, newest first, in pages. */
final class AuditRequests {

  private static final int LONGEST_TEXT = 254;

  private final AuditLog log;

  AuditRequests(AuditLog log) {
    this.log = log;
  }

  Reply list(Project project, QueryString query) {
    if (!project.mayManage()) {
      return Reply.error(
          403,
          "only managers and owners see the audit log; you are " + project.role().word() + " here");
    }
    Parameters parameters = new Parameters(query);
    AuditFilter filter =
        new AuditFilter(
            parameters.value("actor", AuditRequests::text).orElse(""),
            parameters.value("action", AuditRequests::text).orElse(""),
            parameters.instant("start", Instant.EPOCH),
            parameters.instant("end", Schedule.NEVER),
            parameters.value("cursor", AuditRequests::id).orElse(Long.MAX_VALUE));
    int limit = parameters.limit();
    return AlertRequests.page(
        "events",
        parameters,
        limit,
        () -> log.ofProject(project.id(), filter, limit + 1),
        ProjectObjects::event,
        last -> Long.toString(last.id()));
  }

  private static Optional<String> text(String text) {
    return Optional.of(text).filter(t -> t.length() <= LONGEST_TEXT);
  }

  private static Optional<Long> id(String text) {
    return Optional.of(text).filter(t -> t.matches("[0-9]{1,18}")).map(Long::valueOf);
  }
}
