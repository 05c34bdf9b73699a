package dev.tocsin.dashboard.pages.oncall;

import dev.tocsin.dashboard.oncall.RotaPlan;
import dev.tocsin.dashboard.oncall.RotaView;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.domain.schedule.TimeZones;
import io.vertx.core.http.HttpMethod;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Making, changing and deleting a rota: for managers. */
final class RotaPages {

  private final RotaDesk desk;

  private RotaPages(RotaDesk desk) {
    this.desk = desk;
  }

  /**
   * Adds these pages to the site.
   *
   * @param base the path of all rotas
   */
  static void mount(Site site, RotaDesk desk, String base) {
    RotaPages pages = new RotaPages(desk);
    site.ofProject(HttpMethod.GET, base + "/new", pages::form);
    site.ofProject(HttpMethod.POST, base + "/new", pages::create);
    site.ofProject(HttpMethod.GET, base + "/:rota", desk.ofRota(pages::edit));
    site.ofProject(HttpMethod.POST, base + "/:rota", desk.ofRota(pages::update));
    site.ofProject(HttpMethod.POST, base + "/:rota/delete", desk.ofRota(pages::delete));
  }

  private Answer form(Visit visit, Project project) {
    if (!project.mayManage()) {
      return Answer.FORBIDDEN;
    }
    ZoneId zone =
        TimeZones.canonical(visit.viewer().zone().getId()).map(ZoneId::of).orElse(ZoneId.of("UTC"));
    RotaForm blank = RotaForm.blank(zone, visit.viewer().now());
    return form(visit, project, 200, Optional.empty(), blank, Problems.none());
  }

  private Answer edit(Visit visit, Project project, RotaView rota) {
    return project.mayManage()
        ? form(visit, project, 200, Optional.of(rota), RotaForm.of(rota.plan()), Problems.none())
        : Answer.FORBIDDEN;
  }

  private Answer form(
      Visit visit,
      Project project,
      int status,
      Optional<RotaView> rota,
      RotaForm form,
      Problems problems) {
    return visit.page(
        status,
        Optional.of(project),
        "incidents",
        rota.map(one -> "Rota " + one.name()).orElse("New rota"),
        "pages/rota-form.jte",
        Map.of(
            "project", project,
            "path", RotaDesk.path(project) + rota.map(one -> "/" + one.code()).orElse("/new"),
            "rota", rota,
            "form", form,
            "channels", desk.reachable(project),
            "zones", TimeZones.offered(),
            "problems", problems));
  }

  private Answer create(Visit visit, Project project) {
    return save(
        visit,
        project,
        Optional.empty(),
        plan -> desk.onCall().create(project.id(), plan, visit.account().email()));
  }

  private Answer update(Visit visit, Project project, RotaView rota) {
    return save(
        visit,
        project,
        Optional.of(rota),
        plan -> desk.onCall().update(project.id(), rota.code(), plan, visit.account().email()));
  }

  private interface Change {
    Outcome<UUID> make(RotaPlan plan);
  }

  private Answer save(Visit visit, Project project, Optional<RotaView> rota, Change change) {
    if (!project.mayManage()) {
      return Answer.FORBIDDEN;
    }
    RotaForm form = RotaForm.entered(visit);
    Problems problems = Problems.none();
    Optional<RotaPlan> plan = form.plan(problems);
    if (plan.isEmpty()) {
      return form(visit, project, 422, rota, form, problems);
    }
    return change
        .make(plan.get())
        .either(
            code -> desk.back(project, "Saved."),
            refused -> form(visit, project, 422, rota, form, Problems.of("", refused.sentence())));
  }

  private Answer delete(Visit visit, Project project, RotaView rota) {
    if (!project.mayManage()) {
      return Answer.FORBIDDEN;
    }
    desk.channels()
        .find(rota.code())
        .ifPresent(channel -> desk.channels().delete(channel, visit.account().email()));
    return desk.back(project, "Deleted.");
  }
}
