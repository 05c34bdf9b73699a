package dev.tocsin.drills.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;

/** The least that a Vert.x server can do, on the same port options: the measure for all others. */
public final class BareServer extends AbstractVerticle {

  @Override
  public void start() {
    vertx
        .createHttpServer(new HttpServerOptions().setTcpNoDelay(true).setHost("127.0.0.1"))
        .requestHandler(request -> request.response().end("OK"))
        .listen(Integer.getInteger("port"));
  }

  public static void main(String[] args) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    vertx.deployVerticle(
        BareServer::new,
        new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors()));
  }
}
