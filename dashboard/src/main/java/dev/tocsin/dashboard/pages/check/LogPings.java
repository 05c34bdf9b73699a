package dev.tocsin.dashboard.pages.check;

import dev.tocsin.dashboard.checks.BodySearch;
import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.dashboard.checks.LoggedPing;
import dev.tocsin.dashboard.pages.check.LogFilter.Kind;
import dev.tocsin.store.StoredCheck;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The pings in a check's log, and what they say. Blocking. */
final class LogPings {

  private final CheckQueries queries;
  private final BodySearch search;

  LogPings(CheckQueries queries, BodySearch search) {
    this.queries = queries;
    this.search = search;
  }

  /**
   * Pings that pass a filter.
   *
   * @param stopped where the search in their bodies ended before its time; empty: it did not
   */
  record Found(List<LogEntry> entries, Optional<LogEntry> stopped) {}

  Found before(StoredCheck check, Instant before, LogFilter filter) {
    boolean all = filter.has(Kind.PINGS);
    if (!all && !filter.has(Kind.FAILURES)) {
      return new Found(List.of(), Optional.empty());
    }
    List<LoggedPing> asked =
        Stream.concat(
                queries.pings(check, CheckQueries.PINGS_AT_ONCE).stream(),
                queries.failuresBefore(check).stream())
            .filter(ping -> ping.at().isBefore(before))
            .filter(ping -> all || ping.failed())
            .toList();
    if (filter.text().isEmpty()) {
      return new Found(
          asked.stream().limit(CheckLog.PAGE).map(LogPings::entry).toList(), Optional.empty());
    }
    BodySearch.Result result =
        search.among(
            check, asked.stream().map(LoggedPing::n).toList(), filter.text(), CheckLog.PAGE);
    Set<Long> saying = Set.copyOf(result.found());
    Optional<LogEntry> stopped =
        asked.stream()
            .filter(ping -> result.impatient() && ping.n() == result.stoppedAt())
            .findFirst()
            .map(LogPings::stopped);
    return new Found(
        asked.stream()
            .map(LogPings::entry)
            .filter(e -> saying.contains(e.n()) || filter.says(e.what() + " " + e.detail()))
            .limit(CheckLog.PAGE)
            .toList(),
        stopped);
  }

  /** Just after the first ping that was not looked at: older entries begin with it. */
  private static LogEntry stopped(LoggedPing next) {
    return LogEntry.plain(
        next.at().plus(1, ChronoUnit.MICROS),
        LogEntry.STOPPED,
        "The search stopped here",
        "it took long; what older pings said was not looked at yet");
  }

  private static LogEntry entry(LoggedPing ping) {
    List<String> detail = new ArrayList<>();
    String broken = ping.broken();
    if (broken != null) {
      broken.lines().forEach(detail::add);
    }
    Integer exit = ping.exitStatus();
    if (exit != null) {
      detail.add("exit status " + exit);
    }
    detail.add("%s %s".formatted(ping.scheme(), ping.method()).strip());
    String from = ping.remoteAddr();
    if (from != null) {
      detail.add("from " + from);
    }
    if (!ping.ua().isBlank()) {
      detail.add(ping.ua());
    }
    return new LogEntry(
        ping.at(),
        switch (ping.kind()) {
          case SUCCESS -> broken == null ? "good" : "failed";
          case FAIL -> "failed";
          case START -> "start";
          case LOG, IGN -> "log";
        },
        switch (ping.kind()) {
          case SUCCESS -> broken == null ? "Success" : "Success, counted as a failure";
          case FAIL -> "Failure";
          case START -> "Started";
          case LOG -> "Log";
          case IGN -> "Ignored";
        },
        String.join(" · ", detail),
        ping.n(),
        ping.bodyBytes(),
        "",
        ping.duration());
  }
}
