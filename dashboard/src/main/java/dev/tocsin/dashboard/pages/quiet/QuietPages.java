package dev.tocsin.dashboard.pages.quiet;

import dev.tocsin.dashboard.board.Boards;
import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.dashboard.pages.check.OwnCheck;
import dev.tocsin.dashboard.pages.quiet.QuietModel.Line;
import dev.tocsin.dashboard.pages.quiet.QuietModel.Planned;
import dev.tocsin.dashboard.parts.RangeChoices;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.quiet.Coverage;
import dev.tocsin.dashboard.quiet.Maintenance;
import dev.tocsin.dashboard.quiet.Range;
import dev.tocsin.dashboard.quiet.Silences;
import dev.tocsin.dashboard.quiet.Window;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.domain.schedule.TimeZones;
import dev.tocsin.store.Db;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Silences and maintenance of a project, and a silence of one check at a press. */
public final class QuietPages {

  private static final Duration ONE_PRESS = Duration.ofHours(1);

  private final Silences silences;
  private final Maintenance maintenance;
  private final Boards boards;
  private final Cookies cookies;

  private QuietPages(Db db, Boards boards, Cookies cookies) {
    this.silences = new Silences(db);
    this.maintenance = new Maintenance(db);
    this.boards = boards;
    this.cookies = cookies;
  }

  /** Adds these pages to the site. */
  public static void mount(Site site, Db db, CheckQueries queries, Boards boards, Cookies cookies) {
    QuietPages pages = new QuietPages(db, boards, cookies);
    String base = "/projects/:project/quiet";
    site.ofProject(HttpMethod.GET, base, pages::show);
    site.ofProject(HttpMethod.GET, base + "/preview", pages::preview);
    site.ofProject(HttpMethod.GET, base + "/covers", pages::covers);
    site.ofProject(HttpMethod.POST, base + "/silences", pages::silence);
    site.ofProject(HttpMethod.POST, base + "/silences/:silence/end", pages::end);
    site.ofProject(HttpMethod.POST, base + "/maintenance", pages::maintain);
    site.ofProject(HttpMethod.POST, base + "/maintenance/:window/delete", pages::delete);
    site.signedIn(
        HttpMethod.POST, "/checks/:check/silence", OwnCheck.changing(queries, pages::silenceCheck));
  }

  private Answer show(Visit visit, Project project) {
    String zone = TimeZones.canonical(visit.viewer().zone().getId()).orElse("UTC");
    String check = visit.query("check");
    QuietForm form = QuietForm.blank(check.isEmpty() ? "all" : "check:" + check, zone);
    return page(visit, project, 200, form, form, Problems.none());
  }

  private Answer page(
      Visit visit,
      Project project,
      int status,
      QuietForm silence,
      QuietForm window,
      Problems problems) {
    List<Shown> checks = boards.of(project.id()).checks();
    return visit.page(
        status,
        Optional.of(project),
        "incidents",
        "Silences and maintenance",
        "pages/quiet.jte",
        Map.of(
            "project",
            project,
            "model",
            model(visit, project, checks, silence),
            "silence",
            silence,
            "window",
            window,
            "silenced",
            coverage(silence, checks),
            "maintained",
            coverage(window, checks),
            "zones",
            TimeZones.offered(),
            "problems",
            problems));
  }

  private QuietModel model(Visit visit, Project project, List<Shown> checks, QuietForm silence) {
    Instant now = visit.viewer().now();
    return new QuietModel(
        silences.of(project.id(), now),
        maintenance.of(project.id()).stream().map(one -> Planned.of(one, now)).toList(),
        RangeChoices.of(checks, silence.covered()),
        project.mayEdit(),
        now);
  }

  private Answer silence(Visit visit, Project project) {
    QuietForm form = QuietForm.entered(visit::field);
    Problems problems = Problems.none();
    if (form.covered().isEmpty()) {
      problems.add("silence-range", "Choose what it is for.");
    }
    if (form.duration().isEmpty()) {
      problems.add("silence-lasts", "Enter how long.");
    }
    if (problems.isEmpty()) {
      Instant now = visit.viewer().now();
      Outcome<?> made =
          silences.create(
              project.id(),
              form.covered().orElseThrow(),
              form.reason(),
              now,
              now.plus(form.duration().orElseThrow()),
              visit.account().email());
      Optional<String> refused =
          made.either(done -> Optional.empty(), no -> Optional.of(no.sentence()));
      if (refused.isEmpty()) {
        return back(project, "Nobody is told until that is over.");
      }
      problems.add("silence", refused.get());
    }
    return page(visit, project, 422, form, blank(form), problems);
  }

  private static QuietForm blank(QuietForm other) {
    return QuietForm.blank("all", other.zone().isEmpty() ? "UTC" : other.zone());
  }

  private Answer end(Visit visit, Project project) {
    return visit
        .code("silence")
        .map(
            code -> {
              boolean ended = silences.end(project.id(), code, visit.account().email());
              return back(
                  project,
                  ended ? "Ended. What is still down is told now." : "It was over already.");
            })
        .orElse(Answer.NOT_FOUND);
  }

  private Answer maintain(Visit visit, Project project) {
    QuietForm form = QuietForm.entered(visit::field);
    Problems problems = problems(form);
    if (problems.isEmpty()) {
      Outcome<?> made =
          maintenance.create(
              project.id(),
              form.covered().orElseThrow(),
              form.name(),
              form.window().orElseThrow(),
              visit.account().email());
      Optional<String> refused =
          made.either(done -> Optional.empty(), no -> Optional.of(no.sentence()));
      if (refused.isEmpty()) {
        return back(project, "Planned.");
      }
      problems.add("window", refused.get());
    }
    return page(visit, project, 422, blank(form), form, problems);
  }

  private static Problems problems(QuietForm form) {
    Problems problems = Problems.none();
    if (form.covered().isEmpty()) {
      problems.add("range", "Choose what it is for.");
    }
    if (form.duration().isEmpty()) {
      problems.add("lasts", "Enter how long a window lasts.");
    }
    if (TimeZones.canonical(form.zone()).isEmpty()) {
      problems.add("tz", "Choose a zone from the list, such as Europe/Riga.");
    }
    Optional<Window> window = form.window();
    String field = form.once() ? "start" : "schedule";
    if (problems.isEmpty() && window.isEmpty()) {
      problems.add(field, form.once() ? "Enter when it starts." : "Enter when windows begin.");
    }
    window.flatMap(Window::problem).ifPresent(problem -> problems.add(field, problem));
    return problems;
  }

  private Answer delete(Visit visit, Project project) {
    return visit
        .code("window")
        .filter(code -> maintenance.delete(project.id(), code, visit.account().email()))
        .map(code -> back(project, "Deleted. What is still down is told now."))
        .orElse(Answer.NOT_FOUND);
  }

  private static Optional<Coverage> coverage(QuietForm form, List<Shown> checks) {
    return form.covered().map(range -> Coverage.of(range, checks));
  }

  /** Which checks a form is for, before anybody saves it. */
  private Answer covers(Visit visit, Project project) {
    List<Shown> checks = boards.of(project.id()).checks();
    QuietForm form = QuietForm.entered(visit::query);
    return Answer.html(visit.part("quiet/covers.jte", Map.of("covers", coverage(form, checks))));
  }

  /** When the windows of a form are, before anybody saves it. */
  private Answer preview(Visit visit, Project project) {
    QuietForm form = QuietForm.entered(visit::query);
    Optional<Window> window = form.window();
    String problem =
        window.isEmpty()
            ? "Enter when and how long to see when windows come."
            : window.get().problem().orElse("");
    List<Line> lines =
        problem.isEmpty()
            ? window.get().times().upcoming(visit.viewer().now(), QuietModel.PREVIEWED).stream()
                .map(next -> Line.of(next, TimeZones.zone(form.zone())))
                .toList()
            : List.of();
    return Answer.html(
        visit.part(
            "quiet/preview.jte",
            Map.of(
                "problem",
                problem,
                "words",
                problem.isEmpty() ? window.get().inWords() : "",
                "zone",
                form.zone(),
                "lines",
                lines)));
  }

  private Answer silenceCheck(Visit visit, OwnCheck own) {
    Instant now = visit.viewer().now();
    UUID code = own.view().check().code();
    return silences
        .create(
            own.project().id(),
            Range.check(code),
            "",
            now,
            now.plus(ONE_PRESS),
            visit.account().email())
        .either(
            made -> Answer.redirect(own.path()).cookie(cookies.note("Silent for an hour.")),
            refused -> Answer.redirect(own.path()).cookie(cookies.note(refused.sentence())));
  }

  private Answer back(Project project, String note) {
    return Answer.redirect("/projects/%s/quiet".formatted(project.code()))
        .cookie(cookies.note(note));
  }
}
