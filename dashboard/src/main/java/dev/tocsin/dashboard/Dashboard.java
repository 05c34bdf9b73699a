package dev.tocsin.dashboard;

import dev.tocsin.channels.Channels;
import dev.tocsin.dashboard.api.ApiConfig;
import dev.tocsin.dashboard.api.ManagementApi;
import dev.tocsin.dashboard.badges.BadgeUrls;
import dev.tocsin.dashboard.badges.Badges;
import dev.tocsin.dashboard.badges.ProjectBadges;
import dev.tocsin.dashboard.board.Boards;
import dev.tocsin.dashboard.board.Glances;
import dev.tocsin.dashboard.board.Runs;
import dev.tocsin.dashboard.channels.ChannelTests;
import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.dashboard.channels.ShortDowns;
import dev.tocsin.dashboard.checks.CheckActions;
import dev.tocsin.dashboard.checks.CheckMoves;
import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.dashboard.history.Histories;
import dev.tocsin.dashboard.live.ChangeBell;
import dev.tocsin.dashboard.live.LiveStreams;
import dev.tocsin.dashboard.metrics.ProjectMetrics;
import dev.tocsin.dashboard.pages.account.AccountPages;
import dev.tocsin.dashboard.pages.audit.AuditPages;
import dev.tocsin.dashboard.pages.blind.BlindPages;
import dev.tocsin.dashboard.pages.channels.ChannelPages;
import dev.tocsin.dashboard.pages.channels.MatrixPages;
import dev.tocsin.dashboard.pages.check.CheckPages;
import dev.tocsin.dashboard.pages.check.MovePages;
import dev.tocsin.dashboard.pages.checkform.CheckFormPages;
import dev.tocsin.dashboard.pages.checks.BulkPages;
import dev.tocsin.dashboard.pages.checks.ChecksPage;
import dev.tocsin.dashboard.pages.crontab.CrontabPages;
import dev.tocsin.dashboard.pages.deliveries.DeliveryPages;
import dev.tocsin.dashboard.pages.incidents.AckPages;
import dev.tocsin.dashboard.pages.incidents.IncidentPages;
import dev.tocsin.dashboard.pages.invitations.InvitationPages;
import dev.tocsin.dashboard.pages.operators.MatterPages;
import dev.tocsin.dashboard.pages.palette.PalettePage;
import dev.tocsin.dashboard.pages.project.ProjectPages;
import dev.tocsin.dashboard.pages.quiet.EscalationPages;
import dev.tocsin.dashboard.pages.quiet.QuietPages;
import dev.tocsin.dashboard.pages.signin.Again;
import dev.tocsin.dashboard.pages.signin.CodePages;
import dev.tocsin.dashboard.pages.signin.OtherWays;
import dev.tocsin.dashboard.pages.signin.ResetPages;
import dev.tocsin.dashboard.pages.signin.SignInPages;
import dev.tocsin.dashboard.pages.signin.Welcome;
import dev.tocsin.dashboard.passkeys.Passkeys;
import dev.tocsin.dashboard.passkeys.RelyingParty;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.Members;
import dev.tocsin.dashboard.people.Projects;
import dev.tocsin.dashboard.people.Sessions;
import dev.tocsin.dashboard.people.SetupLinks;
import dev.tocsin.dashboard.people.audit.AuditLog;
import dev.tocsin.dashboard.people.factors.TwoStep;
import dev.tocsin.dashboard.people.invitations.Acceptance;
import dev.tocsin.dashboard.people.invitations.InvitationLinks;
import dev.tocsin.dashboard.people.invitations.Invitations;
import dev.tocsin.dashboard.people.mail.Letters;
import dev.tocsin.dashboard.people.mail.Outbox;
import dev.tocsin.dashboard.people.mail.Post;
import dev.tocsin.dashboard.people.offers.ProjectOffers;
import dev.tocsin.dashboard.people.recovery.PasswordResets;
import dev.tocsin.dashboard.people.signin.SecondFactor;
import dev.tocsin.dashboard.people.signin.SignIn;
import dev.tocsin.dashboard.people.signin.Steps;
import dev.tocsin.dashboard.web.Bounds;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.SecurityHeaders;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.StaticFiles;
import dev.tocsin.dashboard.web.Views;
import dev.tocsin.dashboard.web.Workers;
import dev.tocsin.store.AckLinks;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import dev.tocsin.store.SecretBox;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages, the Management API, badges and metrics of projects. The program owns the HTTP server
 * and hands requests over.
 */
public final class Dashboard implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);

  private final Db db;
  private final Router router;
  private final ManagementApi api;
  private final Badges badges;
  private final ProjectMetrics metrics;
  private final List<AutoCloseable> parts = new ArrayList<>();

  private Dashboard(
      Db db, Router router, ManagementApi api, Badges badges, ProjectMetrics metrics) {
    this.db = db;
    this.router = router;
    this.api = api;
    this.badges = badges;
    this.metrics = metrics;
  }

  /**
   * Builds the routes and starts watching for changes. Does not fail because Postgres is away:
   * pages say so until it is back.
   *
   * @param db stays the caller's to close
   */
  public static Dashboard start(
      DashboardConfig config,
      Vertx vertx,
      Db db,
      SecretBox secrets,
      Channels channels,
      MeterRegistry registry) {
    InstantSource clock = () -> Instant.now().truncatedTo(ChronoUnit.MICROS);
    var cookies = new Cookies(config.https());
    var workers = new Workers(vertx, config.workers(), config.maxWaiting());
    var sessions = new Sessions(db);
    var projects = new Projects(db, config.checkLimit());
    var accounts = new Accounts(db);
    var boards = new Boards(db);
    var runs = new Runs(db);
    var actions = new CheckActions(db);
    var queries = new CheckQueries(db);
    var ways = new ProjectChannels(db, secrets, channels);
    var badgeUrls = new BadgeUrls(config.siteUrl(), secrets);
    var bounds = Bounds.usual();
    var streams = new LiveStreams(vertx, workers, boards, config.maxStreams(), bounds.outgoing());
    var api =
        new ManagementApi(
            ApiConfig.of(config.siteUrl(), config.pingUrl(), config.minPeriod(), config.workers())
                .withSiteName(config.siteName())
                .withCheckLimit(config.checkLimit())
                .withMetricsKey(config.outside().metricsKey()),
            vertx,
            db,
            ways,
            secrets,
            channels);
    var crowd = new Workers(vertx, Math.max(2, config.workers() / 2), config.maxWaiting());
    var glances = new Glances(db, crowd);
    var badges = new Badges(vertx, glances, badgeUrls, config.outside().badgeLabel());
    var metrics =
        new ProjectMetrics(
            vertx, crowd, db, glances, api::metricsReader, config.outside().projectMetrics());

    Router router = Router.router(vertx);
    router.route().handler(new SecurityHeaders(config.https()));
    var site =
        new Site(
            router,
            workers,
            new Views(),
            new StaticFiles(),
            sessions,
            projects,
            cookies,
            config.siteName(),
            config.behindProxy(),
            config.signIn().proxy(),
            clock,
            bounds);
    // What accounts may ask for besides the password: one line each.
    var outbox = new Outbox(secrets, channels.postbox().isPresent());
    var post = new Post(new Letters(config.siteName(), config.siteUrl()), outbox);
    var twoStep = new TwoStep(db, secrets, post, clock);
    List<SecondFactor> factors = List.of(twoStep);
    var signIn = new SignIn(sessions, new Steps(db), factors);
    var welcome = new Welcome(signIn, sessions, cookies);
    var passkeys =
        RelyingParty.of(config.siteUrl(), config.siteName())
            .map(party -> new Passkeys(db, secrets, party));
    var others =
        new OtherWays(
            db,
            secrets,
            config.siteUrl(),
            passkeys,
            signIn,
            config.signIn().oidc(),
            config.signIn().provisionByProxy());
    SignInPages.mount(site, accounts, sessions, new SetupLinks(db), welcome, others, cookies);
    CodePages.mount(site, signIn, twoStep, sessions, welcome, passkeys, cookies);
    Consumer<Runnable> later =
        task -> workers.run(Executors.callable(task)).onFailure(Dashboard::lost);
    if (others.ways().password()) {
      ResetPages.mount(site, new PasswordResets(db, accounts, post), post, later, cookies);
    }
    var again = Again.mount(site, accounts, sessions, passkeys, cookies);
    AccountPages.mount(site, db, accounts, sessions, twoStep, post, passkeys, again, cookies);
    var members = new Members(db);
    var links = new InvitationLinks(secrets, config.siteUrl());
    InvitationPages.mount(
        site,
        new Acceptance(db, members, post, links),
        links,
        accounts,
        post,
        welcome,
        cookies,
        others.ways());
    ProjectPages.mount(
        site,
        db,
        projects,
        ways,
        new ProjectBadges(db, badgeUrls),
        members,
        new Invitations(db, members, post, links),
        new ProjectOffers(db, members, post),
        cookies,
        config.pingUrl());
    AuditPages.mount(site, new AuditLog(db));
    ChecksPage.mount(site, db, boards, runs, streams, ways, cookies, config.pingUrl());
    CrontabPages.mount(site, db, boards, config.pingUrl());
    PalettePage.mount(site, db, boards);
    BulkPages.mount(site, db, boards, streams, cookies);
    CheckFormPages.mount(
        site,
        actions,
        queries,
        new Histories(db, runs, queries),
        ways,
        cookies,
        config.minPeriod());
    CheckPages.mount(
        site,
        db,
        actions,
        queries,
        ways,
        boards,
        runs,
        streams,
        cookies,
        config.pingUrl(),
        config.emailDomain(),
        badgeUrls);
    MovePages.mount(site, queries, new CheckMoves(db), cookies);
    IncidentPages.mount(site, db, cookies);
    DeliveryPages.mount(site, db, ways, cookies);
    QuietPages.mount(site, db, queries, boards, cookies);
    EscalationPages.mount(site, db, ways, cookies);
    BlindPages.mount(site, db);
    AckLinks ackLinks = new AckLinks(secrets, URI.create(config.siteUrl()));
    AckPages.mount(site, ackLinks, db);
    MatterPages.mount(site, ackLinks, db);
    MatrixPages.mount(site, db, boards, queries, ways, cookies);
    ChannelPages.mount(site, ways, new ChannelTests(db), new ShortDowns(db), channels, cookies);

    Dashboard dashboard = new Dashboard(db, router, api, badges, metrics);
    dashboard.parts.add(api);
    dashboard.parts.add(workers);
    dashboard.parts.add(crowd);
    dashboard.parts.add(streams);
    dashboard.parts.add(others);
    Runnable changed =
        () -> {
          streams.hurry();
          glances.changed();
          metrics.changed();
        };
    config.direct().map(to -> ChangeBell.start(to, changed)).ifPresent(dashboard.parts::add);
    Gauge.builder("tocsin.dashboard.streams", streams, LiveStreams::open)
        .description("Open pages that are kept live")
        .register(registry);
    return dashboard;
  }

  /** The pages, for the test that walks them all. */
  Router pages() {
    return router;
  }

  private static void lost(Throwable why) {
    LOG.error("what was to be done after an answer failed", why);
  }

  /** Takes every request that is not a ping. */
  public Handler<HttpServerRequest> handler() {
    return request -> {
      String path = request.path() == null ? "" : request.path();
      if (path.startsWith("/api/")) {
        api.handle(request);
      } else if (Badges.owns(path)) {
        badges.handle(request);
      } else if (ProjectMetrics.owns(path)) {
        metrics.handle(request);
      } else {
        router.handle(request);
      }
    };
  }

  /** Why pages cannot be shown, one line each; empty if they can. Asks the database: may block. */
  public List<String> notReady() {
    try {
      db.first("checking the database", "SELECT 1", row -> true);
      return List.of();
    } catch (DbException e) {
      LOG.debug("not ready", e); // a driver names hosts, and anybody may ask
      return List.of("the database does not answer");
    }
  }

  /** Ends streams first, workers last. The program has stopped its server before. */
  @Override
  public void close() {
    Collections.reverse(parts);
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("closing failed", e);
      }
    }
  }
}
