package dev.tocsin.dashboard;

import dev.tocsin.channels.Channels;
import dev.tocsin.dashboard.live.ChangeBell;
import dev.tocsin.dashboard.live.LiveStreams;
import dev.tocsin.store.Db;
import dev.tocsin.store.Processes.Running;
import dev.tocsin.store.SecretBox;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages, the Management API, badges, metrics and status pages. The program owns the HTTP server
 * and hands requests over. Each area mounts its own routes; a new page is a line there.
 */
public final class Dashboard implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);

  private final Ground ground;
  private final ProgramArea programs;
  private final StatusArea status;
  private final List<AutoCloseable> parts = new ArrayList<>();

  private Dashboard(Ground ground, Vertx vertx) {
    this.ground = add(ground);
    this.programs = add(new ProgramArea(ground, vertx));
    this.status = add(new StatusArea(ground, vertx));
    add(PeopleArea.mount(ground));
    CheckArea.mount(ground);
    AlertArea.mount(ground);
    SystemArea.mount(ground);
  }

  /**
   * Builds the routes and starts watching for changes. Does not fail because Postgres is away:
   * pages say so until it is back.
   *
   * @param db stays the caller's to close
   * @param here this process as its row in the database would say, with how long that is behind;
   *     asks nobody
   */
  public static Dashboard start(
      DashboardConfig config,
      Vertx vertx,
      Db db,
      SecretBox secrets,
      Channels channels,
      MeterRegistry registry,
      Supplier<Running> here) {
    Ground ground = new Ground(config, vertx, db, secrets, channels, here);
    Dashboard dashboard = new Dashboard(ground, vertx);
    config.direct().ifPresent(to -> dashboard.add(ChangeBell.start(to, dashboard::changed)));
    Gauge.builder("tocsin.dashboard.streams", ground.streams, LiveStreams::open)
        .description("Open pages that are kept live")
        .register(registry);
    return dashboard;
  }

  private <T extends AutoCloseable> T add(T part) {
    parts.add(part);
    return part;
  }

  private void changed() {
    ground.streams.hurry();
    programs.changed();
    status.changed();
  }

  /** The pages, for the test that walks them all. */
  Router pages() {
    return ground.router;
  }

  /** Takes every request that is not a ping. */
  public Handler<HttpServerRequest> handler() {
    return request -> {
      if (!status.takes(request) && !programs.takes(request)) {
        ground.router.handle(request);
      }
    };
  }

  /** Why pages cannot be shown, one line each; empty if they can. Blocks for a second at most. */
  public List<String> notReady() {
    return ground.database.answers() ? List.of() : List.of("the database does not answer");
  }

  /** How many requests for pages wait for a worker. */
  public int waiting() {
    return ground.workers.waiting();
  }

  /** How many may: further ones are answered 503. */
  public int mostWaiting() {
    return ground.config.load().maxWaiting();
  }

  /** Ends what was begun last first. The program has stopped its server before. */
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
