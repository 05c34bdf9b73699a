package dev.tocsin.dashboard.pages.check;

import dev.tocsin.dashboard.badges.BadgeUrls;
import dev.tocsin.dashboard.board.Board;
import dev.tocsin.dashboard.board.Boards;
import dev.tocsin.dashboard.board.Runs;
import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.dashboard.checks.CheckActions;
import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.dashboard.history.Histories;
import dev.tocsin.dashboard.incidents.Incident;
import dev.tocsin.dashboard.incidents.Incidents;
import dev.tocsin.dashboard.live.LiveStreams;
import dev.tocsin.dashboard.pages.incidents.IncidentModel;
import dev.tocsin.dashboard.parts.RunBar;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.store.Db;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The page of a check, and what may be done there. */
public final class CheckPages {

  /** How many runs the bar shows. */
  static final int RUNS = 40;

  /** As much of a body as is shown in the page; the download has all of it. */
  private static final int SHOWN_BODY_BYTES = 20_000;

  private final CheckActions actions;
  private final CheckQueries queries;
  private final ProjectChannels channels;
  private final Boards boards;
  private final Runs runs;
  private final LiveStreams streams;
  private final CheckLog log;
  private final Histories histories;
  private final Incidents incidents;
  private final QuietNow quiets;
  private final Cookies cookies;
  private final String pingUrl;
  private final Optional<String> emailDomain;
  private final BadgeUrls badges;

  private CheckPages(
      Db db,
      CheckActions actions,
      CheckQueries queries,
      ProjectChannels channels,
      Boards boards,
      Runs runs,
      LiveStreams streams,
      Cookies cookies,
      String pingUrl,
      Optional<String> emailDomain,
      BadgeUrls badges) {
    this.actions = actions;
    this.queries = queries;
    this.channels = channels;
    this.boards = boards;
    this.runs = runs;
    this.streams = streams;
    this.log = new CheckLog(db, queries, channels);
    this.histories = new Histories(db, runs, queries);
    this.incidents = new Incidents(db);
    this.quiets = new QuietNow(db);
    this.cookies = cookies;
    this.pingUrl = pingUrl;
    this.emailDomain = emailDomain;
    this.badges = badges;
  }

  /**
   * Adds these pages to the site.
   *
   * @param pingUrl what a ping URL starts with, with a slash at the end
   * @param emailDomain what the e-mail addresses of checks end with, where mail is heard
   */
  public static void mount(
      Site site,
      Db db,
      CheckActions actions,
      CheckQueries queries,
      ProjectChannels channels,
      Boards boards,
      Runs runs,
      LiveStreams streams,
      Cookies cookies,
      String pingUrl,
      Optional<String> emailDomain,
      BadgeUrls badges) {
    var pages =
        new CheckPages(
            db,
            actions,
            queries,
            channels,
            boards,
            runs,
            streams,
            cookies,
            pingUrl,
            emailDomain,
            badges);
    read(site, queries, "/checks/:check", pages::show);
    read(site, queries, "/checks/:check/log", pages::log);
    read(site, queries, "/checks/:check/history", pages::history);
    read(site, queries, "/checks/:check/pings/:n/body", pages::body);
    read(
        site,
        queries,
        "/checks/:check/delete",
        (v, own) -> pages.confirm(v, own, 200, Problems.none()));
    change(site, queries, "/checks/:check/delete", pages::delete);
    change(site, queries, "/checks/:check/pause", pages::pause);
    change(site, queries, "/checks/:check/resume", pages::resume);
    site.stream("/live/checks/:check", pages::live);
  }

  private static void read(Site site, CheckQueries queries, String path, OwnCheck.OfCheck page) {
    site.signedIn(HttpMethod.GET, path, OwnCheck.reading(queries, page));
  }

  private static void change(Site site, CheckQueries queries, String path, OwnCheck.OfCheck page) {
    site.signedIn(HttpMethod.POST, path, OwnCheck.changing(queries, page));
  }

  private Answer show(Visit visit, OwnCheck own) {
    Board board = boards.of(own.project().id());
    Optional<Incident> incident = incident(own);
    return board
        .find(own.view().check().code())
        .map(
            shown ->
                visit.page(
                    own.project(),
                    "checks",
                    own.name(),
                    "pages/check.jte",
                    Map.of(
                        "model", model(own, shown, LogFilter.of(visit)),
                        "history", histories.of(shown, visit.viewer()),
                        "filter", LogFilter.of(visit),
                        "viewer", visit.viewer(),
                        "incident", incident.map(open -> shown(visit, own, open)),
                        "seen", CheckLens.mark(incident),
                        "quiets", quiets.about(own, visit.viewer()))))
        .orElse(Answer.NOT_FOUND);
  }

  /** The incident of a check that goes on. */
  Optional<Incident> incident(OwnCheck own) {
    return incidents.openOf(own.view().check().id());
  }

  /** An incident as a visitor sees it. */
  static IncidentModel shown(Visit visit, OwnCheck own, Incident incident) {
    return new IncidentModel(incident, visit.account(), own.project().mayEdit());
  }

  /** All that the page of a check shows. */
  private CheckModel model(OwnCheck own, Shown shown, LogFilter filter) {
    return new CheckModel(
        own,
        shown,
        bar(shown),
        pingUrl + shown.check().code(),
        emailDomain.map(domain -> shown.check().code() + "@" + domain).orElse(""),
        channels.of(own.project().id()).stream()
            .filter(channel -> own.view().channels().contains(channel.code()))
            .toList(),
        badges.links(shown.name(), shown.check().badgeCode()),
        log.before(shown.check(), filter.before(), filter));
  }

  /** The last runs of a check. */
  RunBar bar(Shown shown) {
    return RunBar.of(runs.of(List.of(shown), RUNS).getOrDefault(shown.id(), List.of()), RUNS);
  }

  private Answer log(Visit visit, OwnCheck own) {
    LogFilter filter = LogFilter.of(visit);
    Instant before = filter.before();
    try {
      before = visit.query("before").isEmpty() ? before : Instant.parse(visit.query("before"));
    } catch (DateTimeException e) {
      return Answer.status(400);
    }
    return Answer.html(
        visit.part(
            "check/log.jte",
            Map.of(
                "log", log.before(own.view().check(), before, filter),
                "filter", filter,
                "path", own.path(),
                "viewer", visit.viewer())));
  }

  private Answer history(Visit visit, OwnCheck own) {
    return boards
        .of(own.project().id())
        .find(own.view().check().code())
        .map(
            shown ->
                Answer.html(
                    visit.part(
                        "check/history.jte",
                        Map.of(
                            "history", histories.of(shown, visit.viewer()),
                            "path", own.path(),
                            "viewer", visit.viewer()))))
        .orElse(Answer.NOT_FOUND);
  }

  private Answer body(Visit visit, OwnCheck own) {
    if (!visit.path("n").matches("[0-9]{1,18}")) {
      return Answer.NOT_FOUND;
    }
    long n = Long.parseLong(visit.path("n"));
    Optional<byte[]> body = queries.bodyInLog(own.view().check(), n);
    if (body.isEmpty()) {
      return visit.fragment() ? Answer.html("<p>It is not kept any more.</p>") : Answer.NOT_FOUND;
    }
    if (!visit.fragment()) {
      return Answer.download("ping-%d.txt".formatted(n), body.get());
    }
    int shown = Math.min(body.get().length, SHOWN_BODY_BYTES);
    return Answer.html(
        visit.part(
            "check/body.jte",
            Map.of(
                "text",
                new String(body.get(), 0, shown, StandardCharsets.UTF_8),
                "more",
                body.get().length - shown,
                "path",
                "%s/pings/%d/body".formatted(own.path(), n))));
  }

  private Answer pause(Visit visit, OwnCheck own) {
    actions.pause(own.project().id(), own.view().check().code(), visit.account().email());
    streams.hurry();
    return done(visit, own, "Paused “%s”".formatted(own.name()), own.path() + "/resume");
  }

  private Answer resume(Visit visit, OwnCheck own) {
    actions.resume(own.project().id(), own.view().check().code(), visit.account().email());
    streams.hurry();
    return done(visit, own, "Resumed “%s”".formatted(own.name()), "");
  }

  /** The page itself is kept live by its stream: only the toast is left to say. */
  private Answer done(Visit visit, OwnCheck own, String note, String undo) {
    return visit.fragment()
        ? Answer.html(visit.part("parts/toast.jte", Map.of("text", note, "undo", undo)))
        : Answer.redirect(own.path()).cookie(cookies.note(note));
  }

  private Answer confirm(Visit visit, OwnCheck own, int status, Problems problems) {
    return visit.page(
        status,
        Optional.of(own.project()),
        "checks",
        "Delete " + own.name(),
        "pages/delete-check.jte",
        Map.of("own", own, "problems", problems));
  }

  private Answer delete(Visit visit, OwnCheck own) {
    if (!visit.field("name").strip().equals(own.name().strip())) {
      return confirm(visit, own, 422, Problems.of("name", "This is not the name of the check."));
    }
    actions.delete(own.project().id(), own.view().check().code(), visit.account().email());
    return Answer.redirect(own.listPath())
        .cookie(cookies.note("Deleted “%s”.".formatted(own.name())));
  }

  private Optional<Consumer<HttpServerResponse>> live(Visit visit) {
    return OwnCheck.find(visit, queries)
        .map(own -> streams.stream(own.project().id(), new CheckLens(visit, own, this, log)));
  }
}
