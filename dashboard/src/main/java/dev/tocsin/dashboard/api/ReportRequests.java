package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.reports.ReportFile;
import dev.tocsin.domain.schedule.TimeZones;
import dev.tocsin.store.Db;
import dev.tocsin.store.report.Reports;
import dev.tocsin.store.report.Sort;
import dev.tocsin.store.report.TooMuchException;
import dev.tocsin.store.report.Wish;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Calls that ask how reliable the checks of a project were. */
final class ReportRequests {

  private final Reports reports;

  ReportRequests(Db db) {
    this.reports = new Reports(db);
  }

  Reply report(ApiKey key, QueryString query) {
    Parameters parameters = new Parameters(query);
    ZoneId zone =
        parameters
            .value("tz", name -> TimeZones.canonical(name).map(TimeZones::zone))
            .orElse(ZoneOffset.UTC);
    Sort sort =
        parameters.value("by", Sort::of, "by is project, tag or check").orElse(Sort.PROJECT);
    if (parameters.problem().isPresent()) {
      return Reply.error(400, parameters.problem().get());
    }
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Wish.Read read = Wish.read(name -> query.last(name).orElse(""), zone, now);
    if (read.problem().isPresent()) {
      return Reply.error(400, read.problem().get());
    }
    try {
      byte[] json = ReportFile.json(reports.of(key.projectId(), read.wish(), sort, now), sort);
      return new Reply(200, "application/json", json);
    } catch (TooMuchException e) {
      return Reply.error(400, e.words());
    }
  }
}
