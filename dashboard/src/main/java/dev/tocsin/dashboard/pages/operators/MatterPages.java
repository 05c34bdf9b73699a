package dev.tocsin.dashboard.pages.operators;

import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.store.AckLinks;
import dev.tocsin.store.Db;
import io.vertx.core.http.HttpMethod;
import java.util.Map;

/**
 * Where links in messages to operators lead: one button, no signing in. To open the page changes
 * nothing, since chat programs open links to show a preview of them.
 */
public final class MatterPages {

  private final AckLinks links;
  private final Db db;

  private MatterPages(AckLinks links, Db db) {
    this.links = links;
    this.db = db;
  }

  /** Adds these pages to the site. */
  public static void mount(Site site, AckLinks links, Db db) {
    MatterPages pages = new MatterPages(links, db);
    site.open(HttpMethod.GET, "/ack/operators/:token", visit -> pages.own(visit, false));
    site.open(HttpMethod.POST, "/ack/operators/:token", visit -> pages.own(visit, true));
  }

  private Answer own(Visit visit, boolean acknowledge) {
    return links
        .matter(visit.path("token"))
        .flatMap(
            id -> {
              if (acknowledge) {
                Matter.acknowledge(db, id, actor(visit));
              }
              return Matter.find(db, id);
            })
        .map(matter -> show(visit, matter).header("Referrer-Policy", "no-referrer"))
        .orElse(Answer.NOT_FOUND);
  }

  private static String actor(Visit visit) {
    return visit.session().map(session -> session.account().email()).orElse("link");
  }

  private static Answer show(Visit visit, Matter matter) {
    return visit.page(
        "",
        "Acknowledge",
        "pages/matter.jte",
        Map.of("matter", matter, "path", "/ack/operators/" + visit.path("token")));
  }
}
