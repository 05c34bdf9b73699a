package dev.tocsin.dashboard.pages.crontab;

import dev.tocsin.dashboard.board.Boards;
import dev.tocsin.dashboard.checks.BulkCreation;
import dev.tocsin.dashboard.checks.BulkSaved;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Page;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.domain.schedule.TimeZones;
import dev.tocsin.domain.schedule.Words;
import dev.tocsin.store.Db;
import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Paste a crontab, see the checks that it makes, make them, and take the new crontab away. */
public final class CrontabPages {

  private final Boards boards;
  private final BulkCreation creation;
  private final String pingUrl;

  private CrontabPages(Db db, Boards boards, String pingUrl) {
    this.boards = boards;
    this.creation = new BulkCreation(db);
    this.pingUrl = pingUrl;
  }

  /**
   * Adds these pages to the site.
   *
   * @param pingUrl what a ping URL starts with, with a slash at the end
   */
  public static void mount(Site site, Db db, Boards boards, String pingUrl) {
    var pages = new CrontabPages(db, boards, pingUrl);
    String path = "/projects/:project/checks/crontab";
    Page.OfProject fresh = (visit, project) -> pages.page(visit, project, 200, "", Made.NOTHING);
    site.ofProject(
        HttpMethod.GET,
        path,
        (visit, project) -> project.mayEdit() ? fresh.answer(visit, project) : Answer.FORBIDDEN);
    site.ofProject(HttpMethod.POST, path, pages::post);
  }

  /**
   * What came of making the checks.
   *
   * @param table the crontab with pings; empty: nothing was made
   * @param problem why not; empty if nobody asked for it
   */
  public record Made(int created, String table, String problem) {
    static final Made NOTHING = new Made(0, "", "");
  }

  private Answer post(Visit visit, Project project) {
    String text = visit.field("crontab");
    if (!visit.field("action").equals("make")) {
      return visit.fragment()
          ? Answer.html(visit.part("crontab/plan.jte", model(visit, project, text, Made.NOTHING)))
          : page(visit, project, 200, text, Made.NOTHING);
    }
    PastedTable table = read(visit, project, text);
    Made made = table.lines().isEmpty() ? Made.NOTHING : make(visit, project, table);
    return page(visit, project, made.problem().isEmpty() ? 200 : 422, text, made);
  }

  private Made make(Visit visit, Project project, PastedTable table) {
    if (table.lines().size() > BulkCreation.MOST) {
      return new Made(0, "", "At most %,d jobs at once.".formatted(BulkCreation.MOST));
    }
    BulkSaved saved = creation.create(project.id(), visit.account().email(), table.wanted(), false);
    if (saved instanceof BulkSaved.LimitReached full) {
      return new Made(
          0,
          "",
          "This project may have %s and has %,d: there is no room for %,d more."
              .formatted(Words.count(full.limit(), "check"), full.has(), full.more()));
    }
    if (!(saved instanceof BulkSaved.Done done)) {
      return new Made(0, "", "A line makes no check that we can keep: nothing was made.");
    }
    List<String> urls = done.items().stream().map(item -> pingUrl + item.code()).toList();
    long created =
        done.items().stream().filter(item -> item.fate() == BulkSaved.Fate.CREATED).count();
    return new Made((int) created, table.pinging(urls), "");
  }

  private PastedTable read(Visit visit, Project project, String text) {
    return PastedTable.read(
        text, zone(visit), boards.of(project.id()).checks(), pingUrl, visit.viewer().now());
  }

  private static String zone(Visit visit) {
    String viewers = TimeZones.canonical(visit.viewer().zone().getId()).orElse("UTC");
    return TimeZones.canonical(visit.field("tz").strip()).orElse(viewers);
  }

  private Answer page(Visit visit, Project project, int status, String text, Made made) {
    return visit.page(
        status,
        Optional.of(project),
        "checks",
        "Checks from a crontab",
        "pages/crontab.jte",
        model(visit, project, text, made));
  }

  private Map<String, Object> model(Visit visit, Project project, String text, Made made) {
    Map<String, Object> model = new HashMap<>();
    model.put("project", project);
    model.put("text", text);
    model.put("zone", zone(visit));
    model.put("zones", TimeZones.offered());
    model.put("table", read(visit, project, text));
    model.put("made", made);
    model.put("viewer", visit.viewer());
    return model;
  }
}
