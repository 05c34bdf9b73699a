package dev.tocsin.dashboard;

import dev.tocsin.dashboard.api.ApiConfig;
import dev.tocsin.dashboard.api.ManagementApi;
import dev.tocsin.dashboard.badges.Badges;
import dev.tocsin.dashboard.board.Glances;
import dev.tocsin.dashboard.metrics.ProjectMetrics;
import dev.tocsin.dashboard.web.Workers;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/** What programs ask for, not people: the Management API, badges and metrics of projects. */
final class ProgramArea implements AutoCloseable {

  private final ManagementApi api;
  private final Workers crowd;
  private final Glances glances;
  private final Badges badges;
  private final ProjectMetrics metrics;

  ProgramArea(Ground on, Vertx vertx) {
    DashboardConfig config = on.config;
    DashboardConfig.Addresses addresses = config.addresses();
    DashboardConfig.Load load = config.load();
    api =
        new ManagementApi(
            ApiConfig.of(
                    addresses.site(), addresses.ping(), config.limits().minPeriod(), load.workers())
                .withSiteName(addresses.name())
                .withAnswers(load.answerWithin())
                .withLimits(config.limits().projects())
                .withTwoStep(config.signIn().twoStep())
                .withMetricsKey(config.outside().metricsKey()),
            vertx,
            on.db,
            on.database,
            on.channels,
            on.secrets,
            on.kinds);
    crowd =
        new Workers(vertx, Math.max(2, load.workers() / 2), load.maxWaiting(), load.answerWithin());
    glances = new Glances(on.db, crowd);
    badges = new Badges(vertx, glances, on.badgeUrls, config.outside().badgeLabel());
    metrics =
        new ProjectMetrics(
            vertx, crowd, on.db, glances, api::metricsReader, config.outside().projectMetrics());
  }

  /** Answers if the request is for something here; false if it is for a page. */
  boolean takes(HttpServerRequest request) {
    String path = request.path() == null ? "" : request.path();
    if (path.startsWith("/api/")) {
      api.handle(request);
    } else if (Badges.owns(path)) {
      badges.handle(request);
    } else if (ProjectMetrics.owns(path)) {
      metrics.handle(request);
    } else {
      return false;
    }
    return true;
  }

  /** Something changed: what is kept for a while is read anew when it is asked for. */
  void changed() {
    glances.changed();
    metrics.changed();
  }

  @Override
  public void close() {
    crowd.close();
    api.close();
  }
}
