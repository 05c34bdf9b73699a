package dev.tocsin.dashboard.pages.oncall;

import dev.tocsin.channels.group.GroupKind;
import dev.tocsin.channels.rota.RotaKind;
import dev.tocsin.dashboard.channels.ChannelRow;
import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.dashboard.oncall.OnCall;
import dev.tocsin.dashboard.oncall.RotaCalendar;
import dev.tocsin.dashboard.oncall.RotaPlan;
import dev.tocsin.dashboard.oncall.RotaView;
import dev.tocsin.dashboard.oncall.StandIn;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Page;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.domain.schedule.TimeZones;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Who is on call: rotas, those who stand in, and calendars to subscribe to. */
public final class OnCallPages {

  private static final Set<String> STAND_FOR_OTHERS = Set.of(GroupKind.CODE, RotaKind.CODE);

  private final OnCall onCall;
  private final ProjectChannels channels;
  private final Cookies cookies;
  private final String siteUrl;

  private OnCallPages(OnCall onCall, ProjectChannels channels, Cookies cookies, String siteUrl) {
    this.onCall = onCall;
    this.channels = channels;
    this.cookies = cookies;
    this.siteUrl = siteUrl;
  }

  /** Adds these pages to the site. */
  public static void mount(
      Site site, OnCall onCall, ProjectChannels channels, Cookies cookies, String siteUrl) {
    OnCallPages pages = new OnCallPages(onCall, channels, cookies, siteUrl);
    String base = "/projects/:project/oncall";
    site.ofProject(HttpMethod.GET, base, pages::show);
    site.ofProject(HttpMethod.GET, base + "/new", pages::form);
    site.ofProject(HttpMethod.POST, base + "/new", pages::create);
    site.ofProject(HttpMethod.GET, base + "/:rota", pages.ofRota(pages::edit));
    site.ofProject(HttpMethod.POST, base + "/:rota", pages.ofRota(pages::update));
    site.ofProject(HttpMethod.POST, base + "/:rota/delete", pages.ofRota(pages::delete));
    site.ofProject(HttpMethod.POST, base + "/:rota/calendar", pages.ofRota(pages::calendar));
    site.ofProject(HttpMethod.POST, base + "/:rota/overrides", pages.ofRota(pages::standIn));
    site.ofProject(
        HttpMethod.POST, base + "/:rota/overrides/:override/remove", pages.ofRota(pages::cancel));
    site.open(HttpMethod.GET, "/oncall/:token", pages::subscribe);
  }

  private interface OfRota {
    Answer answer(Visit visit, Project project, RotaView rota);
  }

  private Page.OfProject ofRota(OfRota page) {
    return (visit, project) ->
        visit
            .code("rota")
            .flatMap(code -> onCall.find(project.id(), code, visit.viewer().now()))
            .map(rota -> page.answer(visit, project, rota))
            .orElse(Answer.NOT_FOUND);
  }

  private Answer show(Visit visit, Project project) {
    return page(visit, project, 200, Optional.empty(), Problems.none(), "");
  }

  /**
   * The page of all rotas.
   *
   * @param of the rota whose form has problems
   * @param calendar an address that is shown this once
   */
  private Answer page(
      Visit visit,
      Project project,
      int status,
      Optional<UUID> of,
      Problems problems,
      String calendar) {
    Instant now = visit.viewer().now();
    return visit.page(
        status,
        Optional.of(project),
        "incidents",
        "On call",
        "pages/oncall.jte",
        Map.of(
            "project",
            project,
            "rotas",
            onCall.of(project.id(), now).stream().map(one -> RotaCard.of(one, now)).toList(),
            "channels",
            reachable(project),
            "of",
            of.map(UUID::toString).orElse(""),
            "problems",
            problems,
            "calendar",
            calendar));
  }

  /** Channels that reach somebody. */
  private List<ChannelRow> reachable(Project project) {
    return channels.of(project.id()).stream()
        .filter(channel -> !STAND_FOR_OTHERS.contains(channel.kind()))
        .toList();
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
            "path", path(project) + rota.map(one -> "/" + one.code()).orElse("/new"),
            "rota", rota,
            "form", form,
            "channels", reachable(project),
            "zones", TimeZones.offered(),
            "problems", problems));
  }

  private Answer create(Visit visit, Project project) {
    return save(
        visit,
        project,
        Optional.empty(),
        plan -> onCall.create(project.id(), plan, visit.account().email()));
  }

  private Answer update(Visit visit, Project project, RotaView rota) {
    return save(
        visit,
        project,
        Optional.of(rota),
        plan -> onCall.update(project.id(), rota.code(), plan, visit.account().email()));
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
            code -> back(project, "Saved."),
            refused -> form(visit, project, 422, rota, form, Problems.of("", refused.sentence())));
  }

  private Answer delete(Visit visit, Project project, RotaView rota) {
    if (!project.mayManage()) {
      return Answer.FORBIDDEN;
    }
    channels
        .find(rota.code())
        .ifPresent(channel -> channels.delete(channel, visit.account().email()));
    return back(project, "Deleted.");
  }

  private Answer standIn(Visit visit, Project project, RotaView rota) {
    ZoneId zone = rota.rota().zone();
    Optional<LocalDateTime> from = RotaForm.local(visit.field("from").strip());
    Optional<LocalDateTime> until = RotaForm.local(visit.field("until").strip());
    String who = visit.field("who").strip();
    Optional<UUID> channel = Visit.uuid(visit.field("channel")).or(() -> theirs(rota, who));
    Problems problems = Problems.none();
    if (who.isEmpty()) {
      problems.add("who", "Enter a name.");
    } else if (channel.isEmpty()) {
      problems.add("who", "Nobody of that name takes turns: choose a channel.");
    }
    if (from.isEmpty()) {
      problems.add("from", "Enter a date and a time.");
    }
    if (until.isEmpty()) {
      problems.add("until", "Enter a date and a time.");
    }
    if (!problems.isEmpty()) {
      return page(visit, project, 422, Optional.of(rota.code()), problems, "");
    }
    StandIn override =
        new StandIn(
            Optional.empty(),
            who,
            channel.orElseThrow(),
            from.orElseThrow().atZone(zone).toInstant(),
            until.orElseThrow().atZone(zone).toInstant(),
            visit.account().email());
    return onCall
        .standIn(project.id(), rota.code(), override, visit.viewer().now())
        .either(
            code -> back(project, who + " stands in."),
            refused ->
                page(
                    visit,
                    project,
                    422,
                    Optional.of(rota.code()),
                    Problems.of("", refused.sentence()),
                    ""));
  }

  private static Optional<UUID> theirs(RotaView rota, String who) {
    return rota.people().stream()
        .filter(one -> one.name().equals(who))
        .map(RotaPlan.Turn::channel)
        .findFirst();
  }

  private Answer cancel(Visit visit, Project project, RotaView rota) {
    return visit
        .code("override")
        .filter(code -> onCall.cancel(project.id(), rota.code(), code, visit.account().email()))
        .map(code -> back(project, "Taken back."))
        .orElse(Answer.NOT_FOUND);
  }

  private Answer calendar(Visit visit, Project project, RotaView rota) {
    return onCall
        .newCalendar(project.id(), rota.code(), visit.account().email())
        .map(
            token ->
                page(
                    visit,
                    project,
                    200,
                    Optional.of(rota.code()),
                    Problems.none(),
                    RotaCalendar.address(siteUrl, token)))
        .orElse(Answer.NOT_FOUND);
  }

  /** Whoever knows the address may read it, as calendars send no passwords. */
  private Answer subscribe(Visit visit) {
    String token = visit.path("token").replaceFirst("\\.ics$", "");
    Instant now = visit.viewer().now();
    return onCall
        .byCalendar(token, now.minus(RotaCalendar.BEFORE))
        .map(rota -> ics(RotaCalendar.of(rota, now)))
        .orElse(Answer.NOT_FOUND);
  }

  private static Answer ics(String text) {
    return new Answer(
        200,
        Map.of(
            "Content-Type", "text/calendar; charset=utf-8",
            "Content-Disposition", "inline; filename=\"on-call.ics\"",
            "Referrer-Policy", "no-referrer"),
        List.of(),
        text.getBytes(StandardCharsets.UTF_8));
  }

  private Answer back(Project project, String note) {
    return Answer.redirect(path(project)).cookie(cookies.note(note));
  }

  private static String path(Project project) {
    return "/projects/%s/oncall".formatted(project.code());
  }
}
