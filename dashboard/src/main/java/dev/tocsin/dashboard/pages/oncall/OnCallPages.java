package dev.tocsin.dashboard.pages.oncall;

import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.dashboard.oncall.OnCall;
import dev.tocsin.dashboard.oncall.RotaCalendar;
import dev.tocsin.dashboard.oncall.RotaPlan;
import dev.tocsin.dashboard.oncall.RotaView;
import dev.tocsin.dashboard.oncall.StandIn;
import dev.tocsin.dashboard.oncall.StandIns;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.store.Db;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Who is on call: rotas, those who stand in, and calendars to subscribe to. */
public final class OnCallPages {

  private final RotaDesk desk;
  private final String siteUrl;

  private OnCallPages(RotaDesk desk, String siteUrl) {
    this.desk = desk;
    this.siteUrl = siteUrl;
  }

  /** Adds these pages to the site. */
  public static void mount(
      Site site, Db db, OnCall onCall, ProjectChannels channels, Cookies cookies, String siteUrl) {
    RotaDesk desk = new RotaDesk(onCall, new StandIns(db), channels, cookies);
    OnCallPages pages = new OnCallPages(desk, siteUrl);
    String base = "/projects/:project/oncall";
    site.ofProject(HttpMethod.GET, base, pages::show);
    site.ofProject(HttpMethod.POST, base + "/:rota/calendar", desk.ofRota(pages::calendar));
    site.ofProject(HttpMethod.POST, base + "/:rota/overrides", desk.ofRota(pages::standIn));
    site.ofProject(
        HttpMethod.POST, base + "/:rota/overrides/:override/remove", desk.ofRota(pages::cancel));
    site.open(HttpMethod.GET, "/oncall/:token", pages::subscribe);
    RotaPages.mount(site, desk, base);
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
            desk.onCall().of(project.id(), now).stream().map(one -> RotaCard.of(one, now)).toList(),
            "channels",
            desk.reachable(project),
            "of",
            of.map(UUID::toString).orElse(""),
            "problems",
            problems,
            "calendar",
            calendar));
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
    return desk.standIns()
        .add(project.id(), rota.code(), override, visit.viewer().now())
        .either(
            code -> desk.back(project, who + " stands in."),
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
        .filter(
            code ->
                desk.standIns().cancel(project.id(), rota.code(), code, visit.account().email()))
        .map(code -> desk.back(project, "Taken back."))
        .orElse(Answer.NOT_FOUND);
  }

  private Answer calendar(Visit visit, Project project, RotaView rota) {
    return desk.onCall()
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
    return desk.onCall()
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
}
