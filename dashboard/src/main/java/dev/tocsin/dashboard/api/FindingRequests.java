package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.dashboard.checks.CheckView;
import dev.tocsin.dashboard.doctor.Cure;
import dev.tocsin.dashboard.doctor.Examinations;
import dev.tocsin.domain.doctor.Finding;
import dev.tocsin.domain.doctor.Judged;
import dev.tocsin.domain.doctor.Lateness;
import dev.tocsin.domain.doctor.Remedy;
import dev.tocsin.store.CheckSettings;
import dev.tocsin.store.Db;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the schedule doctor finds with a check. Its cure is a body for {@code POST checks/…}. */
final class FindingRequests {

  private final OwnChecks own;
  private final Examinations examinations;

  FindingRequests(Db db, CheckQueries queries) {
    this.own = new OwnChecks(queries);
    this.examinations = new Examinations(db, queries);
  }

  Reply list(Target target, ApiKey key) {
    return own.byUuid(target, key, view -> Reply.json(200, Map.of("findings", findings(view))));
  }

  private Object findings(CheckView view) {
    CheckSettings settings = view.check().settings();
    // A program has no clock on a wall, so there is no hint of a zone.
    return examinations.of(view.check(), ZoneOffset.UTC, Instant.now()).stream()
        .map(finding -> object(finding, settings))
        .toList();
  }

  private static Map<String, @Nullable Object> object(Finding finding, CheckSettings settings) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("kind", finding.kind().word());
    json.put("says", finding.says());
    json.put("evidence", finding.evidence());
    json.put("examples", finding.examples().stream().map(LogRequests::date).toList());
    json.put("lateness", finding.lateness().map(FindingRequests::lateness).orElse(null));
    json.put("remedy", finding.remedy().map(remedy -> remedy(remedy, settings)).orElse(null));
    return json;
  }

  private static Map<String, @Nullable Object> lateness(Lateness lateness) {
    return AlertObjects.members(
        "p50", AlertObjects.thousandths(lateness.p50()),
        "p95", AlertObjects.thousandths(lateness.p95()),
        "p99", AlertObjects.thousandths(lateness.p99()),
        "max", AlertObjects.thousandths(lateness.max()));
  }

  private static Map<String, @Nullable Object> remedy(Remedy remedy, CheckSettings settings) {
    return AlertObjects.members(
        "says", remedy.says(),
        "settings", Cure.of(settings, remedy).members(),
        "before", judged(remedy.before()),
        "after", judged(remedy.after()));
  }

  private static Map<String, @Nullable Object> judged(Judged judged) {
    return AlertObjects.members(
        "alarms", judged.alarms(),
        "down", AlertObjects.thousandths(judged.down()));
  }
}
