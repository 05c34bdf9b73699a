package dev.tocsin.dashboard.pages.check;

import dev.tocsin.dashboard.parts.Times;
import dev.tocsin.dashboard.quiet.Maintenance;
import dev.tocsin.dashboard.quiet.Silence;
import dev.tocsin.dashboard.quiet.Silences;
import dev.tocsin.dashboard.web.Viewer;
import dev.tocsin.store.Db;
import dev.tocsin.store.StoredCheck;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Says on the page of a check why nobody would be told of it now. */
final class QuietNow {

  private final Silences silences;
  private final Maintenance maintenance;

  QuietNow(Db db) {
    this.silences = new Silences(db);
    this.maintenance = new Maintenance(db);
  }

  /** One sentence for each silence and window that is on. */
  List<String> about(OwnCheck own, Viewer viewer) {
    StoredCheck check = own.view().check();
    Instant now = viewer.now();
    String tags = check.settings().tags();
    Stream<String> silent =
        silences.of(own.project().id(), now).stream()
            .filter(one -> one.isOn(now) && one.range().covers(check.code(), tags))
            .map(one -> sentence(one, viewer));
    Stream<String> maintained =
        maintenance.of(own.project().id()).stream()
            .filter(one -> one.range().covers(check.code(), tags))
            .flatMap(
                one ->
                    one.window().times().touching(now, now).stream()
                        .map(
                            window ->
                                "Maintenance until %s%s: nobody is told."
                                    .formatted(
                                        Times.clock(window.until(), viewer), why(one.name()))));
    return Stream.concat(silent, maintained).toList();
  }

  private static String sentence(Silence one, Viewer viewer) {
    return "Silent until %s%s, by %s: nobody is told."
        .formatted(Times.clock(one.ends(), viewer), why(one.reason()), one.author());
  }

  private static String why(String reason) {
    return reason.isEmpty() ? "" : " (%s)".formatted(reason);
  }
}
