package dev.tocsin.dashboard;

import dev.tocsin.channels.Channels;
import dev.tocsin.dashboard.badges.BadgeUrls;
import dev.tocsin.dashboard.board.Boards;
import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.dashboard.live.LiveStreams;
import dev.tocsin.dashboard.people.Projects;
import dev.tocsin.dashboard.people.Sessions;
import dev.tocsin.dashboard.system.DatabasePing;
import dev.tocsin.dashboard.web.Bounds;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.SecurityHeaders;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.StaticFiles;
import dev.tocsin.dashboard.web.Views;
import dev.tocsin.dashboard.web.Workers;
import dev.tocsin.store.Db;
import dev.tocsin.store.Processes.Running;
import dev.tocsin.store.RodReader;
import dev.tocsin.store.SecretBox;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/** What the pages of all areas stand on, each made once. What one area needs alone, it makes. */
final class Ground implements AutoCloseable {

  final DashboardConfig config;
  final Db db;
  final DatabasePing database;
  final SecretBox secrets;
  final Channels kinds;
  final InstantSource clock = () -> Instant.now().truncatedTo(ChronoUnit.MICROS);
  final Router router;
  final Site site;
  final Workers workers;
  final Cookies cookies;
  final Sessions sessions;
  final Projects projects;
  final ProjectChannels channels;
  final Boards boards;
  final LiveStreams streams;
  final BadgeUrls badgeUrls;
  final RodReader rods;
  final Supplier<Running> here;

  /**
   * @param here this process, as it is
   */
  Ground(
      DashboardConfig config,
      Vertx vertx,
      Db db,
      SecretBox secrets,
      Channels kinds,
      Supplier<Running> here) {
    this.config = config;
    this.here = here;
    this.db = db;
    this.database = new DatabasePing(db);
    this.secrets = secrets;
    this.kinds = kinds;
    workers =
        new Workers(
            vertx,
            config.load().workers(),
            config.load().maxWaiting(),
            config.load().answerWithin());
    cookies = new Cookies(config.addresses().https());
    sessions = new Sessions(db);
    projects = new Projects(db, config.limits().projects());
    channels = new ProjectChannels(db, secrets, kinds);
    boards = new Boards(db);
    rods = new RodReader(db);
    badgeUrls = new BadgeUrls(config.addresses().site(), secrets);
    Bounds bounds = Bounds.usual();
    streams =
        new LiveStreams(vertx, workers, boards, config.load().maxStreams(), bounds.outgoing());
    router = Router.router(vertx);
    router.route().handler(new SecurityHeaders(config.addresses().https()));
    site =
        new Site(
            router,
            workers,
            new Views(),
            new StaticFiles(),
            sessions,
            projects,
            rods,
            cookies,
            config.addresses().name(),
            config.behindProxy(),
            config.signIn().proxy(),
            config.signIn().twoStep(),
            clock,
            bounds);
  }

  /** Ends streams first: they ask on workers. */
  @Override
  public void close() {
    streams.close();
    workers.close();
    database.close();
  }
}
