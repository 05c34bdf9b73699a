package dev.tocsin.dashboard;

import dev.tocsin.channels.Channels;
import dev.tocsin.dashboard.api.ApiConfig;
import dev.tocsin.dashboard.api.ManagementApi;
import dev.tocsin.dashboard.board.Boards;
import dev.tocsin.dashboard.board.Runs;
import dev.tocsin.dashboard.channels.ChannelTests;
import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.dashboard.checks.CheckActions;
import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.dashboard.live.ChangeBell;
import dev.tocsin.dashboard.live.LiveStreams;
import dev.tocsin.dashboard.pages.account.AccountPages;
import dev.tocsin.dashboard.pages.channels.ChannelPages;
import dev.tocsin.dashboard.pages.check.CheckPages;
import dev.tocsin.dashboard.pages.checkform.CheckFormPages;
import dev.tocsin.dashboard.pages.checks.ChecksPage;
import dev.tocsin.dashboard.pages.project.ProjectPages;
import dev.tocsin.dashboard.pages.signin.SignInPages;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.Keys;
import dev.tocsin.dashboard.people.Projects;
import dev.tocsin.dashboard.people.Sessions;
import dev.tocsin.dashboard.people.SetupLinks;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.SecurityHeaders;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.StaticFiles;
import dev.tocsin.dashboard.web.Views;
import dev.tocsin.dashboard.web.Workers;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import dev.tocsin.store.SecretBox;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pages and the Management API. The program owns the HTTP server and hands requests over. */
public final class Dashboard implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);

  private final Db db;
  private final Router router;
  private final ManagementApi api;
  private final List<AutoCloseable> parts = new ArrayList<>();

  private Dashboard(Db db, Router router, ManagementApi api) {
    this.db = db;
    this.router = router;
    this.api = api;
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
    var streams = new LiveStreams(vertx, workers, boards, config.maxStreams());
    var api =
        new ManagementApi(
            ApiConfig.of(config.siteUrl(), config.pingUrl(), config.minPeriod(), config.workers())
                .withCheckLimit(config.checkLimit()),
            vertx,
            db,
            ways,
            secrets,
            channels);

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
            clock);
    SignInPages.mount(site, accounts, sessions, new SetupLinks(db), cookies);
    AccountPages.mount(site, accounts, sessions, new Keys(db), cookies);
    ProjectPages.mount(site, db, projects, cookies, config.pingUrl());
    ChecksPage.mount(site, boards, runs, streams, config.pingUrl());
    CheckFormPages.mount(site, actions, queries, ways, cookies, config.minPeriod());
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
        config.emailDomain());
    ChannelPages.mount(site, ways, new ChannelTests(db), channels, cookies);

    Dashboard dashboard = new Dashboard(db, router, api);
    dashboard.parts.add(api);
    dashboard.parts.add(workers);
    dashboard.parts.add(streams);
    config.direct().map(to -> ChangeBell.start(to, streams::hurry)).ifPresent(dashboard.parts::add);
    Gauge.builder("tocsin.dashboard.streams", streams, LiveStreams::open)
        .description("Open pages that are kept live")
        .register(registry);
    return dashboard;
  }

  /** Takes every request that is not a ping. */
  public Handler<HttpServerRequest> handler() {
    return request -> {
      if (request.path() != null && request.path().startsWith("/api/")) {
        api.handle(request);
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
