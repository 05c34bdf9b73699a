package dev.tocsin.dashboard.pages.system;

import dev.tocsin.dashboard.live.LiveStreams;
import dev.tocsin.dashboard.live.Scene;
import dev.tocsin.dashboard.people.Session;
import dev.tocsin.dashboard.system.Overview;
import dev.tocsin.dashboard.system.ProcessState;
import dev.tocsin.dashboard.system.SettingsChange;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.store.Db;
import dev.tocsin.store.Processes;
import dev.tocsin.store.Processes.Running;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The installation at a glance, and the settings of its processes. */
public final class SystemPages {

  /** Between two looks for an open page: some of what it shows moves all the time. */
  private static final Duration EVERY = Duration.ofSeconds(2);

  /** Older ones are in the audit table. */
  private static final int CHANGES = 50;

  private final Db db;
  private final LiveStreams streams;
  private final Supplier<Running> here;
  private final InstantSource clock;
  private final Scene<Overview> scene;

  private SystemPages(Db db, LiveStreams streams, Supplier<Running> here, InstantSource clock) {
    this.db = db;
    this.streams = streams;
    this.here = here;
    this.clock = clock;
    this.scene = new Scene<>("system", EVERY, () -> Overview.read(db));
  }

  /**
   * Adds these pages to the site.
   *
   * @param here this process as its row in the database would say, with how long that is behind;
   *     asks nobody
   */
  public static void mount(
      Site site, Db db, LiveStreams streams, Supplier<Running> here, InstantSource clock) {
    SystemPages pages = new SystemPages(db, streams, here, clock);
    site.evenAlone("/system");
    site.evenAlone("/live/system");
    site.ofOperator(HttpMethod.GET, "/system", pages::show);
    site.stream("/live/system", pages::live);
    site.ofOperator(HttpMethod.GET, "/system/settings", pages::settings);
  }

  private Answer show(Visit visit) {
    Overview overview = visit.alone() ? Overview.NOTHING : Overview.read(db);
    SystemModel model = SystemModel.of(overview, visit.viewer(), here);
    return visit.page("", "System", "pages/system-overview.jte", Map.of("model", model));
  }

  private Optional<Consumer<HttpServerResponse>> live(Visit visit) {
    return visit
        .session()
        .filter(Session::operator)
        .map(session -> streams.stream(scene, new SystemLens(visit, here, clock)));
  }

  private Answer settings(Visit visit) {
    List<ProcessState> all =
        db.transaction("reading the processes", Processes::all).stream()
            .map(ProcessState::of)
            .toList();
    List<SettingsChange> changes =
        db.transaction("reading changes of settings", tx -> SettingsChange.latest(tx, CHANGES));
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
            Map.of("processes", all, "chosen", chosen, "changes", changes))
        : Answer.NOT_FOUND;
  }
}
