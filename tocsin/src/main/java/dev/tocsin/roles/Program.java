package dev.tocsin.roles;

import dev.tocsin.alerter.Alerter;
import dev.tocsin.channels.Channels;
import dev.tocsin.dashboard.Dashboard;
import dev.tocsin.dashboard.KeptStatusPages;
import dev.tocsin.ops.Logging;
import dev.tocsin.ping.PingListener;
import dev.tocsin.settings.Key;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Role;
import dev.tocsin.settings.Settings;
import dev.tocsin.store.Db;
import dev.tocsin.store.SecretBox;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts list of a running process: one role, or all of them. The listener comes first and needs
 * nobody; what needs the database follows when it is there.
 */
public final class Program {

  private static final Logger log = LoggerFactory.getLogger(Program.class);

  /** A database that does not connect in this time is away. */
  private static final Duration AWAY = Duration.ofSeconds(3);

  /** Our own on a busy machine. */
  private static final Duration SLOW = Duration.ofSeconds(60);

  /** Of its own, since what operators are told must not wait for alerts; one more to spare. */
  private static final int OPERATORS_POOL = 2;

  /** For a sign of life. */
  private static final int ONE = 1;

  /** What readiness calls the wait for a database that is away, or has another schema. */
  private static final String DATABASE = "database";

  private final Base base;
  private final LiveDatabase database;
  private final Sections sections;
  private final SchemaGate gate;
  private final Handover handover;
  private final Pages pages = new Pages();
  private Optional<String> emailDomain;
  private Optional<OperatorsPart> operators = Optional.empty();
  private Optional<ProcessPart> process = Optional.empty();

  private Program(Base base, Role role, LiveDatabase database, Handover handover) {
    this.base = base;
    this.database = database;
    this.handover = handover;
    this.sections = new Sections(base.settings, database);
    this.emailDomain = base.settings.pingEmailDomain();
    // The embedded database is there by now; another one may be away, and pings must not wait.
    boolean given = base.settings.database().isPresent();
    this.gate = new SchemaGate(database::direct, role == Role.UP, given ? AWAY : SLOW);
  }

  /**
   * Starts a role and returns when the process is to end, which is never by itself.
   *
   * @param takeOver from the process of this role on the same data directory, if there is one
   */
  public static void run(Role role, Settings settings, Build build, boolean takeOver)
      throws CannotStartException {
    Logging.configure(settings.get(Keys.LOG_LEVEL), settings.get(Keys.LOG_FORMAT));
    Base base = new Base(settings, role, build.version());
    try {
      start(base, role, settings, build, takeOver);
    } catch (CannotStartException | RuntimeException e) {
      if (!Shutdown.isUnderWay()) {
        throw e;
      }
      log.debug("asked to stop while starting", e);
    }
    Shutdown.await();
  }

  private static void start(Base base, Role role, Settings settings, Build build, boolean takeOver)
      throws CannotStartException {
    // Before anything is opened: a certificate that cannot be shown is a setting that is wrong.
    Certificates.http(base.vertx, settings);
    Optional<LiveDatabase> given = LiveDatabase.of(settings);
    Handover handover = Handover.begin(base, role, takeOver);
    LiveDatabase database =
        given.isPresent()
            ? given.get()
            : LiveDatabase.fixed(
                Databases.embedded(EmbeddedServer.start(base, handover.takesOver())));
    Program program = new Program(base, role, database, handover);
    handover.requireOpen(program.gate);
    program.watch(role, build);
    log.info("tocsin {} {}, database {}", build.version(), role.command(), database.url());
    switch (role) {
      case UP -> program.up();
      case PING_LISTENER -> program.listenerAlone();
      case ALERTER -> {
        QuickCompiler.only();
        program.alerterAlone();
      }
      case DASHBOARD -> program.dashboardAlone();
    }
  }

  /** A listener alone has no secret key, and watches nothing for nobody. */
  private void watch(Role role, Build build) throws CannotStartException {
    boolean listenerAlone = role == Role.PING_LISTENER;
    boolean watches = !listenerAlone || OperatorContacts.any(base.settings);
    Optional<SecretBox> box =
        listenerAlone ? Optional.empty() : Optional.of(SecretKey.box(base.settings));
    Db db = base.app.add("the operators' connections", openPool(watches ? OPERATORS_POOL : ONE));
    SettingsPart own = base.app.add("settings", SettingsPart.start(base, role, build, db));
    process =
        Optional.of(
            base.app.add("signs of life", ProcessPart.start(base, role, build, db, box, own)));
    if (watches) {
      operators = Optional.of(OperatorsPart.start(base, role, db, box, own));
    }
  }

  private void up() throws CannotStartException {
    // Asked before the listener starts: it registers its stream with what it finds.
    Optional<String> closed = gate.closed();
    PingListener listener = listener(Keys.HTTP_PORT);
    SecretBox secrets = SecretKey.box(base.settings);
    keptPages(secrets);
    Channels channels = channels();
    base.readiness.add("alerter", Program::starting);
    base.readiness.add("dashboard", Program::starting);
    WhenReady.Then rest =
        () -> {
          alerter(secrets, channels);
          Db db = dashboard(secrets, channels);
          FirstSteps.show(base.settings, db);
        };
    serve(
        closed,
        () ->
            base.open(
                sections, Keys.HTTP_PORT, base.ops.before(listener.handlerBefore(pages)), listener),
        rest);
  }

  private void listenerAlone() throws CannotStartException {
    PingListener listener = listener(Keys.LISTENER_PORT);
    handover.awaitReady();
    base.open(sections, Keys.LISTENER_PORT, base.ops.before(listener.rootHandler()), listener);
    handover.done();
  }

  private void alerterAlone() throws CannotStartException {
    SecretBox secrets = SecretKey.box(base.settings);
    Channels channels = channels();
    base.readiness.add("alerter", Program::starting);
    serve(
        gate.closed(),
        () -> base.open(sections, Keys.ALERTER_PORT, base.ops.only()),
        () -> alerter(secrets, channels));
  }

  private void dashboardAlone() throws CannotStartException {
    SecretBox secrets = SecretKey.box(base.settings);
    keptPages(secrets);
    Channels channels = channels();
    base.readiness.add("dashboard", Program::starting);
    serve(
        gate.closed(),
        () -> base.open(sections, Keys.DASHBOARD_PORT, base.ops.before(pages)),
        () -> dashboard(secrets, channels));
  }

  /**
   * The port opens before what needs the database starts: pings and health do not wait for pages.
   * Where another process still serves, all of it is ready first.
   *
   * @param closed why the database cannot be used yet
   */
  private void serve(Optional<String> closed, WhenReady.Then port, WhenReady.Then rest)
      throws CannotStartException {
    if (handover.takesOver()) {
      rest.run();
      handover.awaitReady();
      port.run();
    } else {
      port.run();
      if (closed.isPresent()) {
        follow(closed.get(), rest);
      } else {
        rest.run();
      }
    }
    handover.done();
  }

  /** Said between the opening of a role's port and the start of what it is for. */
  private static List<String> starting() {
    return List.of("starting");
  }

  private void follow(String reason, WhenReady.Then then) {
    WhenReady.Then ready =
        () -> {
          then.run();
          base.readiness.add(DATABASE, List::of);
        };
    WhenReady waiting = new WhenReady(reason, gate::closed, ready);
    base.readiness.add(DATABASE, () -> List.of("waiting: " + waiting.reason()));
    base.app.add("waiting", waiting).start();
  }

  private PingListener listener(Key<Integer> port) throws CannotStartException {
    ListenerPart part = ListenerPart.start(base, sections, port);
    emailDomain = part.emailDomain();
    operators.ifPresent(it -> it.add(part.listener()));
    process.ifPresent(it -> it.add(part.listener()));
    return part.listener();
  }

  private void alerter(SecretBox secrets, Channels channels) {
    Db db =
        base.app.add(
            "the alerter's connections",
            Db.open(
                () ->
                    Databases.forAlerter(
                        database.url(),
                        base.settings.get(Keys.DATABASE_POOL_SIZE),
                        base.settings.get(Keys.DATABASE_POOLER))));
    watch("the alerter", db);
    Alerter alerter = Alerter.start(sections.alerter(), db, secrets, channels, base.registry);
    base.app.add("the alerter", alerter);
    base.readiness.add("alerter", alerter::notReady);
    operators.ifPresent(part -> part.add(alerter));
  }

  private Db dashboard(SecretBox secrets, Channels channels) {
    int size = base.settings.get(Keys.DATABASE_POOL_SIZE);
    Db db = base.app.add("the dashboard's connections", openPool(size));
    watch("the dashboard", db);
    Dashboard dashboard =
        Dashboard.start(
            sections.dashboard(emailDomain),
            base.vertx,
            db,
            secrets,
            channels,
            base.registry,
            process.orElseThrow()::now);
    base.app.add("the dashboard", dashboard);
    base.readiness.add("dashboard", dashboard::notReady);
    base.loads.add("waiting pages", dashboard::waiting, dashboard.mostWaiting());
    pages.begin(dashboard.handler());
    return db;
  }

  private void keptPages(SecretBox secrets) {
    pages.show(
        base.app.add(
            "kept status pages",
            new KeptStatusPages(sections.dashboard(emailDomain), base.vertx, secrets)));
  }

  private Channels channels() {
    return base.app.add("the channels", new Channels(sections.channels()));
  }

  private void watch(String part, Db db) {
    int size = base.settings.get(Keys.DATABASE_POOL_SIZE);
    base.loads.add("database connections of " + part, db::wanted, size);
  }

  private Db openPool(int size) {
    boolean behindPooler = base.settings.get(Keys.DATABASE_POOLER);
    return Db.open(() -> Databases.forJdbc(database.url(), size, behindPooler));
  }
}
