package dev.tocsin.dashboard;

import dev.tocsin.dashboard.status.desk.StatusDesk;
import dev.tocsin.dashboard.status.memory.Addresses;
import dev.tocsin.dashboard.status.memory.Keeper;
import dev.tocsin.dashboard.status.memory.SnapshotFiles;
import dev.tocsin.dashboard.status.view.Press;
import dev.tocsin.dashboard.web.Views;
import dev.tocsin.dashboard.web.Workers;
import dev.tocsin.store.SecretBox;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * Status pages as they were when the database was last there, for a process that was started while
 * it is away: the dashboard itself begins when the database is back.
 */
public final class KeptStatusPages implements AutoCloseable {

  /** Passwords are all that there is to work on. */
  private static final int WORKERS = 2;

  private static final int WAITING = 64;

  private final Workers workers;
  private final Optional<StatusDesk> desk;

  /** Those that are kept on disk; none, if nothing is to be kept there. */
  public KeptStatusPages(DashboardConfig config, Vertx vertx, SecretBox secrets) {
    this.workers = new Workers(vertx, WORKERS, WAITING, config.load().answerWithin());
    this.desk =
        config
            .outside()
            .statusPages()
            .map(
                dir ->
                    new StatusDesk(
                        Keeper.fromDisk(new SnapshotFiles(dir), config.addresses().https()),
                        new Press(new Views(), false),
                        workers,
                        new Addresses(config.addresses().site(), secrets),
                        Optional.empty(),
                        config.addresses().https(),
                        config.behindProxy()));
  }

  /** Answers if the request is for a status page; false: nothing was done. */
  public boolean takes(HttpServerRequest request) {
    return desk.map(of -> of.takes(request)).orElse(false);
  }

  @Override
  public void close() {
    workers.close();
  }
}
