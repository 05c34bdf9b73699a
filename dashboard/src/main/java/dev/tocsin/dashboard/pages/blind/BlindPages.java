package dev.tocsin.dashboard.pages.blind;

import dev.tocsin.dashboard.blind.BlindTime;
import dev.tocsin.dashboard.blind.UnverifiedRun;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.domain.schedule.Schedule;
import dev.tocsin.store.Db;
import dev.tocsin.store.Tx;
import io.vertx.core.http.HttpMethod;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** When nobody could hear, and which runs of a project nobody could verify since. */
public final class BlindPages {

  private static final int ON_A_PAGE = 50;

  /** Named runs that one page shows. */
  private static final int MOST_RUNS = 2_000;

  private final Db db;

  private BlindPages(Db db) {
    this.db = db;
  }

  /** Adds the page to the site. */
  public static void mount(Site site, Db db) {
    site.ofProject(HttpMethod.GET, "/projects/:project/blind", new BlindPages(db)::list);
  }

  private Answer list(Visit visit, Project project) {
    Optional<Instant> before = before(visit.query("before"));
    if (before.isEmpty()) {
      return Answer.status(400);
    }
    List<BlindModel> found =
        db.transaction("reading blind times", tx -> read(tx, project, before.get()));
    List<BlindModel> shown = found.subList(0, Math.min(found.size(), ON_A_PAGE));
    String older =
        found.size() > ON_A_PAGE ? "?before=" + shown.get(ON_A_PAGE - 1).blind().at().since() : "";
    return visit.page(
        project,
        "incidents",
        "Blind times",
        "pages/blind.jte",
        Map.of("project", project, "blind", shown, "older", older));
  }

  private static List<BlindModel> read(Tx tx, Project project, Instant before) {
    List<BlindTime> times =
        BlindTime.read(tx, Instant.EPOCH, Schedule.NEVER, before, ON_A_PAGE + 1);
    if (times.isEmpty()) {
      return List.of();
    }
    Instant oldest = times.get(times.size() - 1).at().since();
    List<UnverifiedRun> runs = UnverifiedRun.ofProject(tx, project.id(), oldest, MOST_RUNS);
    return times.stream()
        .map(
            time ->
                new BlindModel(
                    time,
                    runs.stream()
                        .filter(run -> run.blind().since().equals(time.at().since()))
                        .toList()))
        .toList();
  }

  private static Optional<Instant> before(String text) {
    try {
      return Optional.of(text.isEmpty() ? Schedule.NEVER : Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
