package dev.tocsin.dashboard.pages.system;

import dev.tocsin.dashboard.system.Overview;
import dev.tocsin.dashboard.system.ProcessState;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.store.Db;
import dev.tocsin.store.Processes;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The installation at a glance, and the settings of its processes. */
public final class SystemPages {

  private final Db db;

  private SystemPages(Db db) {
    this.db = db;
  }

  /** Adds these pages to the site. */
  public static void mount(Site site, Db db) {
    SystemPages pages = new SystemPages(db);
    site.ofOperator(HttpMethod.GET, "/system", pages::show);
    site.ofOperator(HttpMethod.GET, "/system/settings", pages::settings);
  }

  private Answer show(Visit visit) {
    SystemModel model = SystemModel.of(Overview.read(db), visit.viewer());
    return visit.page("", "System", "pages/system.jte", Map.of("model", model));
  }

  private Answer settings(Visit visit) {
    List<ProcessState> all =
        db.transaction("reading the processes", Processes::all).stream()
            .map(ProcessState::of)
            .toList();
    String wanted = visit.query("process");
    Optional<ProcessState> chosen =
        all.stream()
            .filter(one -> wanted.isEmpty() || one.row().self().id().toString().equals(wanted))
            .findFirst();
    return wanted.isEmpty() || chosen.isPresent()
        ? visit.page(
            "",
            "Settings of processes",
            "pages/system-settings.jte",
            Map.of("processes", all, "chosen", chosen))
        : Answer.NOT_FOUND;
  }
}
