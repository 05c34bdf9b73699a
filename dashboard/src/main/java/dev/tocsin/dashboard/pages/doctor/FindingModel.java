package dev.tocsin.dashboard.pages.doctor;

import dev.tocsin.dashboard.doctor.Cure;
import dev.tocsin.dashboard.parts.Times;
import dev.tocsin.domain.doctor.Finding;
import dev.tocsin.domain.doctor.Judged;
import dev.tocsin.store.CheckSettings;
import java.time.Duration;
import java.util.List;

/**
 * A finding as people see it.
 *
 * @param path of the page of the check
 * @param mark of the cure that the button applies; empty: there is none
 */
public record FindingModel(Finding finding, String path, String mark) {

  static List<FindingModel> of(List<Finding> findings, CheckSettings settings, String path) {
    return findings.stream()
        .map(
            finding ->
                new FindingModel(
                    finding,
                    path,
                    finding.remedy().map(remedy -> Cure.of(settings, remedy).mark()).orElse("")))
        .toList();
  }

  public String title() {
    return switch (finding.kind()) {
      case LEARNED -> "A schedule was learned";
      case ZONE -> "Another time zone";
      case CLOCK_CHANGE -> "Off by an hour for a part of the year";
      case CHANGE_HOUR -> "Skipped or doubled when clocks change";
      case DRIFT -> "Drift";
      case OTHER_SCHEDULE -> "Another schedule";
      case NEVER_DUE -> "Never due";
      case TWO_JOBS -> "Two jobs, one URL";
      case UNFINISHED -> "Runs without an end";
      case GRACE_TOO_TIGHT -> "Grace time too short";
      case GRACE_TOO_WIDE -> "Grace time far too long";
    };
  }

  /** One measured span, with what it is. */
  public record Measure(String of, String span) {}

  /** How late pings are; empty where that does not matter. */
  public List<Measure> lateness() {
    return finding
        .lateness()
        .map(
            late ->
                List.of(
                    new Measure("half of them", span(late.p50())),
                    new Measure("95 %", span(late.p95())),
                    new Measure("99 %", span(late.p99())),
                    new Measure("the latest", span(late.max()))))
        .orElse(List.of());
  }

  private static String span(Duration span) {
    return span.compareTo(Duration.ofSeconds(1)) < 0 ? "under 1 s" : Times.span(span);
  }

  /** The past as it was judged, or as it would have been. */
  public record Past(String by, String alarms, String down) {}

  public List<Past> pasts() {
    return finding
        .remedy()
        .map(r -> List.of(past("As it is set", r.before()), past("As proposed", r.after())))
        .orElse(List.of());
  }

  private static Past past(String by, Judged judged) {
    String alarms =
        judged.alarms() == 0
            ? "no alarm"
            : judged.alarms() == 1 ? "1 alarm" : judged.alarms() + " alarms";
    return new Past(by, alarms, judged.alarms() == 0 ? "" : "down for " + span(judged.down()));
  }

  /** The label of the button; empty without one. */
  public String cure() {
    return finding.remedy().map(remedy -> remedy.says()).orElse("");
  }
}
