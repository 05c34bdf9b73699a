package dev.tocsin.dashboard.pages.checkform;

import dev.tocsin.dashboard.channels.ChannelRow;
import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.dashboard.checks.ChannelChoice;
import dev.tocsin.dashboard.checks.CheckActions;
import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.dashboard.checks.Saved;
import dev.tocsin.dashboard.checks.Telling;
import dev.tocsin.dashboard.history.Replays;
import dev.tocsin.dashboard.pages.check.OwnCheck;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.domain.schedule.TimeZones;
import dev.tocsin.domain.schedule.Words;
import dev.tocsin.store.CheckSettings;
import dev.tocsin.store.StoredCheck;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Making and editing a check. */
public final class CheckFormPages {

  private final CheckActions actions;
  private final CheckQueries queries;
  private final Replays replays;
  private final ProjectChannels channels;
  private final Cookies cookies;
  private final Duration shortest;

  private CheckFormPages(
      CheckActions actions,
      CheckQueries queries,
      Replays replays,
      ProjectChannels channels,
      Cookies cookies,
      Duration shortest) {
    this.actions = actions;
    this.queries = queries;
    this.replays = replays;
    this.channels = channels;
    this.cookies = cookies;
    this.shortest = shortest;
  }

  /**
   * Adds these pages to the site.
   *
   * @param shortest the shortest period and grace time
   */
  public static void mount(
      Site site,
      CheckActions actions,
      CheckQueries queries,
      Replays replays,
      ProjectChannels channels,
      Cookies cookies,
      Duration shortest) {
    var pages = new CheckFormPages(actions, queries, replays, channels, cookies, shortest);
    site.ofProject(HttpMethod.GET, "/projects/:project/checks/new", pages::fresh);
    site.ofProject(HttpMethod.POST, "/projects/:project/checks/new", pages::create);
    site.signedIn(HttpMethod.GET, "/checks/:check/edit", OwnCheck.changing(queries, pages::edit));
    site.signedIn(
        HttpMethod.POST, "/checks/:check/edit", OwnCheck.changing(queries, pages::update));
    site.signedIn(HttpMethod.GET, "/preview", pages::preview);
    site.signedIn(
        HttpMethod.POST, "/checks/:check/preview", OwnCheck.changing(queries, pages::previewOf));
  }

  private Answer fresh(Visit visit, Project project) {
    if (!project.mayEdit()) {
      return Answer.FORBIDDEN;
    }
    var all = channels.of(project.id()).stream().map(ChannelRow::code).toList();
    return form(
        visit,
        project,
        200,
        Optional.empty(),
        CheckForm.of(CheckSettings.DEFAULTS, all, TellingForm.of(Telling.USUAL, UUID::toString))
            .inZone(visit.viewer().zone()),
        Problems.none());
  }

  private Answer edit(Visit visit, OwnCheck own) {
    var form =
        CheckForm.of(
            own.view().check().settings(),
            own.view().channels(),
            TellingForm.of(own.view().telling(), queries::callName));
    return form(visit, own.project(), 200, Optional.of(own), form, Problems.none());
  }

  private Answer form(
      Visit visit,
      Project project,
      int status,
      Optional<OwnCheck> own,
      CheckForm form,
      Problems problems) {
    Map<String, Object> model = new HashMap<>();
    model.put(
        "preview",
        own.map(o -> preview(visit, o, form))
            .orElseGet(() -> preview(visit, form.when(), form.grace())));
    model.put("zones", TimeZones.offered());
    model.put("project", project);
    model.put("own", own);
    model.put("form", form);
    model.put("channels", channels.of(project.id()));
    model.put("problems", problems);
    if (visit.fragment()) {
      model.put("csrf", visit.csrf());
      model.put("viewer", visit.viewer());
      return Answer.html(visit.part("check/form.jte", model));
    }
    return visit.page(
        status,
        Optional.of(project),
        "checks",
        own.map(o -> "Edit " + o.name()).orElse("New check"),
        "pages/check-form.jte",
        model);
  }

  private Answer create(Visit visit, Project project) {
    CheckForm form = CheckForm.entered(visit);
    Problems problems = form.problems(shortest);
    if (!problems.isEmpty()) {
      return form(visit, project, 422, Optional.empty(), form, problems);
    }
    Saved saved =
        actions.create(
            project.id(),
            visit.account().email(),
            form.edit(),
            ChannelChoice.of(form.channelCodes()));
    return saved instanceof Saved.Created made
        ? Answer.redirect("/checks/" + made.check().check().code())
        : form(visit, project, 422, Optional.empty(), form, refused(saved));
  }

  private Answer update(Visit visit, OwnCheck own) {
    CheckForm form = CheckForm.entered(visit);
    Problems problems = form.problems(shortest);
    if (!problems.isEmpty()) {
      return form(visit, own.project(), 422, Optional.of(own), form, problems);
    }
    Saved saved =
        actions.update(
            own.project().id(),
            own.view().check().code(),
            visit.account().email(),
            form.edit(),
            ChannelChoice.of(form.channelCodes()));
    return saved instanceof Saved.Updated
        ? Answer.redirect(own.path()).cookie(cookies.note("Saved."))
        : form(visit, own.project(), 422, Optional.of(own), form, refused(saved));
  }

  private static Problems refused(Saved saved) {
    if (saved instanceof Saved.LimitReached full) {
      return Problems.of(
          "",
          "This project may have %s, and no more.".formatted(Words.count(full.limit(), "check")));
    }
    if (saved instanceof Saved.Contradiction c && c.problem().startsWith("depends_on ")) {
      return Problems.of("depends-on", "It %s.".formatted(c.problem().substring(11)));
    }
    if (saved instanceof Saved.Contradiction) {
      return Problems.of("min-runtime", "Longer than the longest run: no run could be right.");
    }
    return saved instanceof Saved.UnknownChannel
        ? Problems.of("channels", "One of these channels is gone. Look again and save.")
        : Problems.of("", "The check was deleted meanwhile.");
  }

  private Answer preview(Visit visit) {
    Span grace = new Span(visit.query("grace"), visit.query("grace-unit"));
    Preview preview = preview(visit, When.entered(visit::query), grace);
    return Answer.html(
        visit.part("check/preview.jte", Map.of("preview", preview, "viewer", visit.viewer())));
  }

  private Preview preview(Visit visit, When when, Span grace) {
    return Preview.of(when, grace, shortest, visit.viewer());
  }

  /** The preview of a check that exists tells what its last 30 days would have been. */
  private Answer previewOf(Visit visit, OwnCheck own) {
    return Answer.html(
        visit.part(
            "check/preview.jte",
            Map.of(
                "preview", preview(visit, own, CheckForm.entered(visit)),
                "viewer", visit.viewer())));
  }

  private Preview preview(Visit visit, OwnCheck own, CheckForm form) {
    Preview preview = preview(visit, form.when(), form.grace());
    boolean wrong = !preview.problem().isEmpty() || !form.problems(shortest).isEmpty();
    return wrong ? preview : preview.with(past(own, form, visit.viewer().now()));
  }

  private Replays.Month past(OwnCheck own, CheckForm form, Instant now) {
    StoredCheck check = own.view().check();
    return replays.of(check, form.edit().applyTo(check.settings()).rules(), now);
  }
}
