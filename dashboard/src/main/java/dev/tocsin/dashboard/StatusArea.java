package dev.tocsin.dashboard;

import dev.tocsin.dashboard.pages.status.HostDesk;
import dev.tocsin.dashboard.pages.status.StatusEditing;
import dev.tocsin.dashboard.people.mail.Outbox;
import dev.tocsin.dashboard.status.PageChanges;
import dev.tocsin.dashboard.status.desk.StatusDesk;
import dev.tocsin.dashboard.status.hosts.Dns;
import dev.tocsin.dashboard.status.hosts.HostProofs;
import dev.tocsin.dashboard.status.hosts.HostRecords;
import dev.tocsin.dashboard.status.hosts.HostWatch;
import dev.tocsin.dashboard.status.memory.Addresses;
import dev.tocsin.dashboard.status.memory.Keeper;
import dev.tocsin.dashboard.status.memory.KeeperLoop;
import dev.tocsin.dashboard.status.memory.Shelf;
import dev.tocsin.dashboard.status.memory.SnapshotFiles;
import dev.tocsin.dashboard.status.subscribers.SubscriberCounter;
import dev.tocsin.dashboard.status.subscribers.Subscribers;
import dev.tocsin.dashboard.status.subscribers.Targets;
import dev.tocsin.dashboard.status.view.Press;
import dev.tocsin.dashboard.web.Views;
import dev.tocsin.dashboard.web.Workers;
import dev.tocsin.store.SubscriberLinks;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * Status pages: for everybody made in the background and served from memory, for members edited.
 */
final class StatusArea implements AutoCloseable {

  private final Workers crowd;
  private final KeeperLoop loop;
  private final StatusDesk desk;
  private final HostWatch watch;

  StatusArea(Ground on, Vertx vertx) {
    DashboardConfig config = on.config;
    Press press = new Press(new Views(), on.kinds.postbox().isPresent());
    Addresses addresses = new Addresses(config.addresses().site(), on.secrets);
    Shelf shelf = new Shelf(config.addresses().https());
    crowd =
        new Workers(
            vertx,
            Math.max(2, config.load().workers() / 2),
            config.load().maxWaiting(),
            config.load().answerWithin());
    Optional<SnapshotFiles> files = config.outside().statusPages().map(SnapshotFiles::new);
    loop = KeeperLoop.start(new Keeper(Keeper.Limits.USUAL, on.db, press, addresses, shelf, files));
    SubscriberLinks links = new SubscriberLinks(on.secrets, config.addresses().site());
    boolean letters = on.kinds.postbox().isPresent();
    Subscribers subscribers =
        new Subscribers(on.db, new Targets(on.secrets), links, new Outbox(on.secrets, letters));
    desk =
        new StatusDesk(
            shelf,
            press,
            crowd,
            addresses,
            Optional.of(new SubscriberCounter(subscribers, links, letters)),
            config.addresses().https(),
            config.behindProxy());
    PageChanges changes =
        new PageChanges(on.db, config.addresses().site(), config.addresses().ping());
    HostRecords records = new HostRecords(on.secrets);
    HostProofs hosts =
        new HostProofs(on.db, new Dns(vertx, config.outside().nameServer()), records);
    watch = HostWatch.start(hosts);
    StatusEditing.mount(
        on.site,
        on.db,
        changes,
        on.boards,
        addresses,
        press,
        subscribers,
        new HostDesk(hosts, records),
        on.cookies);
  }

  /** Answers if the request is for a status page. */
  boolean takes(HttpServerRequest request) {
    return desk.takes(request);
  }

  /** Something changed that pages may show. */
  void changed() {
    loop.changed();
  }

  @Override
  public void close() {
    watch.close();
    loop.close();
    crowd.close();
  }
}
