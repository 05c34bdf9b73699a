package dev.tocsin.dashboard.pages.doctor;

import dev.tocsin.dashboard.board.Boards;
import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.dashboard.checks.ChannelChoice;
import dev.tocsin.dashboard.checks.CheckActions;
import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.dashboard.checks.Saved;
import dev.tocsin.dashboard.doctor.Cure;
import dev.tocsin.dashboard.doctor.Examinations;
import dev.tocsin.dashboard.doctor.Examinations.Round;
import dev.tocsin.dashboard.pages.check.OwnCheck;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.domain.doctor.Finding;
import dev.tocsin.store.CheckSettings;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the schedule doctor finds, and the button that mends it. */
public final class DoctorPages {

  private final Boards boards;
  private final CheckActions actions;
  private final Examinations examinations;
  private final Cookies cookies;

  private DoctorPages(
      Boards boards, CheckActions actions, Examinations examinations, Cookies cookies) {
    this.boards = boards;
    this.actions = actions;
    this.examinations = examinations;
    this.cookies = cookies;
  }

  /** Adds these pages to the site. */
  public static void mount(
      Site site,
      Boards boards,
      CheckActions actions,
      CheckQueries queries,
      Examinations examinations,
      Cookies cookies) {
    DoctorPages pages = new DoctorPages(boards, actions, examinations, cookies);
    site.ofProject(HttpMethod.GET, "/projects/:project/doctor", pages::list);
    site.signedIn(HttpMethod.GET, "/checks/:check/doctor", OwnCheck.reading(queries, pages::check));
    site.signedIn(
        HttpMethod.POST, "/checks/:check/doctor", OwnCheck.changing(queries, pages::mend));
  }

  private Answer list(Visit visit, Project project) {
    List<Shown> checks =
        boards.of(project.id()).checks().stream().sorted(Shown.BY_URGENCY).toList();
    Round round =
        examinations.round(
            project.id(),
            checks.stream().map(Shown::check).toList(),
            visit.viewer().zone(),
            visit.viewer().now(),
            !visit.fragment() && !visit.query("go").equals("on"));
    DoctorModel model = DoctorModel.of(round);
    String path = "/projects/%s/doctor".formatted(project.code());
    return visit.fragment()
        ? Answer.html(visit.part("doctor/round.jte", Map.of("model", model, "path", path)))
        : visit.page(
            project,
            "doctor",
            "Schedule doctor",
            "pages/doctor.jte",
            Map.of("model", model, "path", path));
  }

  private Answer check(Visit visit, OwnCheck own) {
    List<FindingModel> findings =
        FindingModel.of(findings(visit, own), own.view().check().settings(), own.path());
    return visit.fragment()
        ? Answer.html(
            visit.part(
                "doctor/findings.jte",
                Map.of(
                    "findings",
                    findings,
                    "viewer",
                    visit.viewer(),
                    "csrf",
                    own.project().mayEdit() ? visit.csrf() : "")))
        : visit.page(
            own.project(),
            "doctor",
            "Schedule doctor: " + own.name(),
            "pages/check-doctor.jte",
            Map.of("own", own, "findings", findings));
  }

  private List<Finding> findings(Visit visit, OwnCheck own) {
    return examinations.of(own.view().check(), visit.viewer().zone(), visit.viewer().now());
  }

  /** Applies what was seen, if it still is what would be proposed. */
  private Answer mend(Visit visit, OwnCheck own) {
    CheckSettings settings = own.view().check().settings();
    Optional<Cure> cure =
        findings(visit, own).stream()
            .flatMap(finding -> finding.remedy().stream())
            .map(remedy -> Cure.of(settings, remedy))
            .filter(c -> c.mark().equals(visit.field("mark")))
            .findFirst();
    if (cure.isEmpty()) {
      return done(own, "That is not what the doctor proposes any more. Look again.");
    }
    Saved saved =
        actions.update(
            own.project().id(),
            own.view().check().code(),
            visit.account().email(),
            cure.get().edit(),
            ChannelChoice.KEEP);
    return saved instanceof Saved.Updated
        ? done(own, "Mended. What was before is in the audit log.")
        : Answer.NOT_FOUND;
  }

  private Answer done(OwnCheck own, String note) {
    return Answer.redirect(own.path()).cookie(cookies.note(note));
  }
}
