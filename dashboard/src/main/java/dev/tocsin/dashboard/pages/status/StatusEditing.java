package dev.tocsin.dashboard.pages.status;

import dev.tocsin.dashboard.board.Boards;
import dev.tocsin.dashboard.pages.status.EditModel.Line;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.status.CheckLook;
import dev.tocsin.dashboard.status.Logo;
import dev.tocsin.dashboard.status.Looks;
import dev.tocsin.dashboard.status.PageChanges;
import dev.tocsin.dashboard.status.PageEdit;
import dev.tocsin.dashboard.status.StatusPage;
import dev.tocsin.dashboard.status.StatusPages;
import dev.tocsin.dashboard.status.memory.Addresses;
import dev.tocsin.dashboard.status.subscribers.Subscribers;
import dev.tocsin.dashboard.status.told.Announcements;
import dev.tocsin.dashboard.status.view.PageView;
import dev.tocsin.dashboard.status.view.Press;
import dev.tocsin.dashboard.status.view.Style;
import dev.tocsin.dashboard.status.view.ViewReader;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Page;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.domain.schedule.TimeZones;
import dev.tocsin.store.Db;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The list of a project's status pages, and the page on which one is changed. */
public final class StatusEditing {

  static final String BASE = "/projects/:project/status-pages";

  private final Db db;
  private final StatusPages pages;
  private final PageChanges changes;
  private final Looks looks;
  private final Announcements announcements;
  private final Boards boards;
  private final Addresses addresses;
  private final Press press;
  private final Subscribers subscribers;
  private final HostDesk hosts;
  private final Cookies cookies;

  private StatusEditing(
      Db db,
      PageChanges changes,
      Boards boards,
      Addresses addresses,
      Press press,
      Subscribers subscribers,
      HostDesk hosts,
      Cookies cookies) {
    this.db = db;
    this.pages = new StatusPages(db);
    this.changes = changes;
    this.looks = new Looks(db);
    this.announcements = new Announcements(db);
    this.boards = boards;
    this.addresses = addresses;
    this.press = press;
    this.subscribers = subscribers;
    this.hosts = hosts;
    this.cookies = cookies;
  }

  /** Adds these pages to the site. */
  public static void mount(
      Site site,
      Db db,
      PageChanges changes,
      Boards boards,
      Addresses addresses,
      Press press,
      Subscribers subscribers,
      HostDesk hosts,
      Cookies cookies) {
    StatusEditing own =
        new StatusEditing(db, changes, boards, addresses, press, subscribers, hosts, cookies);
    String one = BASE + "/:page";
    site.ofProject(HttpMethod.GET, BASE, own::list);
    site.ofProject(HttpMethod.POST, BASE, managing(own::create));
    site.ofProject(HttpMethod.GET, one, managing(own.of(own::show)));
    site.ofProject(HttpMethod.POST, one, managing(own.of(own::save)));
    site.ofProject(HttpMethod.POST, one + "/preview", managing(own.of(own::preview)));
    site.ofProject(HttpMethod.POST, one + "/checks", managing(own.of(own::showChecks)));
    site.ofProject(HttpMethod.POST, one + "/logo", managing(own.of(own::logo)));
    site.ofProject(HttpMethod.POST, one + "/host", managing(own.of(own::lookAtHost)));
    site.ofProject(HttpMethod.POST, one + "/remove", managing(own.of(own::delete)));
    AnnouncementPages said = new AnnouncementPages(own.announcements, own, cookies);
    String about = one + "/announcements";
    site.ofProject(HttpMethod.POST, about, managing(own.of(said::announce)));
    site.ofProject(HttpMethod.POST, about + "/:announcement/updates", managing(own.of(said::say)));
    site.ofProject(
        HttpMethod.POST, about + "/:announcement/withdraw", managing(own.of(said::delete)));
  }

  /** What is done with one status page. */
  interface OfPage {
    Answer answer(Visit visit, Project project, StatusPage page);
  }

  private static Page.OfProject managing(Page.OfProject page) {
    return (visit, project) -> project.mayManage() ? page.answer(visit, project) : Answer.FORBIDDEN;
  }

  private Page.OfProject of(OfPage page) {
    return (visit, project) ->
        visit
            .code("page")
            .flatMap(code -> pages.find(project.id(), code))
            .map(found -> page.answer(visit, project, found))
            .orElse(Answer.NOT_FOUND);
  }

  private Answer list(Visit visit, Project project) {
    return list(visit, project, 200, "", Problems.none());
  }

  private Answer list(Visit visit, Project project, int status, String name, Problems problems) {
    Map<UUID, String> urls = new LinkedHashMap<>();
    List<StatusPage> all = pages.ofProject(project.id());
    all.forEach(page -> urls.put(page.code(), addresses.of(page)));
    return visit.page(
        status,
        Optional.of(project),
        "status",
        "Status pages",
        "pages/status-pages.jte",
        Map.of("project", project, "pages", all, "urls", urls, "name", name, "problems", problems));
  }

  private Answer create(Visit visit, Project project) {
    String name = visit.field("name").strip();
    Optional<PageEdit.Problem> wrong = changes.problem(PageEdit.named(name));
    if (wrong.isPresent()) {
      return list(visit, project, 422, name, Problems.of("name", wrong.get().why()));
    }
    return changes
        .create(project.id(), PageEdit.named(name), visit.account().email())
        .either(
            made -> Answer.redirect(path(project, made)).cookie(cookies.note("Made.")),
            refused -> list(visit, project, 422, name, Problems.of("name", refused.sentence())));
  }

  static String path(Project project, StatusPage page) {
    return "/projects/%s/status-pages/%s".formatted(project.code(), page.code());
  }

  private Answer show(Visit visit, Project project, StatusPage page) {
    String zone = TimeZones.canonical(visit.viewer().zone().getId()).orElse("UTC");
    return edit(visit, project, page, 200, PageForm.of(page), SayForm.blank(zone), Problems.none());
  }

  /** The page as it is, or as somebody wants it to be and it cannot. */
  Answer edit(
      Visit visit,
      Project project,
      StatusPage page,
      int status,
      PageForm form,
      SayForm say,
      Problems problems) {
    List<Line> lines = EditModel.lines(page, boards.of(project.id()).checks());
    int listed = Math.min(lines.size(), EditModel.MOST_LINES);
    EditModel model =
        new EditModel(
            page,
            addresses.of(page),
            hosts.record(page),
            lines.subList(0, listed),
            lines.size() - listed,
            announcements.of(page.id()),
            subscribers.count(page.id()),
            TimeZones.offered(),
            visit.viewer().now());
    return visit.page(
        status,
        Optional.of(project),
        "status",
        page.name(),
        "pages/status-page.jte",
        Map.of("project", project, "model", model, "form", form, "say", say, "problems", problems));
  }

  private Answer save(Visit visit, Project project, StatusPage page) {
    PageForm form = PageForm.entered(visit::field);
    SayForm say = SayForm.blank("UTC");
    Optional<PageEdit.Problem> wrong = changes.problem(form.edit());
    if (wrong.isPresent()) {
      Problems problems = Problems.of(wrong.get().field(), wrong.get().why());
      return edit(visit, project, page, 422, form, say, problems);
    }
    Outcome<StatusPage> outcome =
        changes.update(project.id(), page.code(), form.edit(), visit.account().email());
    return outcome.either(
        saved -> back(project, saved, "Saved."),
        refused ->
            edit(visit, project, page, 422, form, say, Problems.of("slug", refused.sentence())));
  }

  Answer back(Project project, StatusPage page, String note) {
    return Answer.redirect(path(project, page)).cookie(cookies.note(note));
  }

  /** What visitors would see, before anybody saves it. */
  private Answer preview(Visit visit, Project project, StatusPage page) {
    PageEdit edit = PageForm.entered(visit::field).edit();
    StatusPage wanted =
        new StatusPage(
            page.id(),
            page.code(),
            page.projectId(),
            page.slug(),
            edit.name(),
            edit.about(),
            page.host(),
            page.proof(),
            page.passwordHash(),
            edit.tags(),
            edit.sections(),
            page.looks(),
            page.logo(),
            edit.subscribable(),
            page.createdAt());
    PageView view =
        new ViewReader(db)
            .read(wanted, boards.of(project.id()), addresses.of(page), addresses.suffix(page));
    return Answer.html(press.preview(view)).header("Content-Security-Policy", Style.POLICY);
  }

  private Answer showChecks(Visit visit, Project project, StatusPage page) {
    Map<UUID, CheckLook> wanted = new LinkedHashMap<>();
    for (Line line : EditModel.lines(page, boards.of(project.id()).checks())) {
      UUID code = line.check().check().code();
      boolean listed = !visit.field("listed." + code).isEmpty();
      wanted.put(code, listed ? look(visit, code) : line.look());
    }
    return looks
        .replace(project.id(), page.code(), wanted, visit.account().email())
        .either(
            saved -> back(project, saved, "Saved."),
            refused ->
                edit(
                    visit,
                    project,
                    page,
                    422,
                    PageForm.of(page),
                    SayForm.blank("UTC"),
                    Problems.of("checks", refused.sentence())));
  }

  private static CheckLook look(Visit visit, UUID code) {
    String place = visit.field("place." + code).strip();
    return new CheckLook(
        visit.field("name." + code).strip(),
        visit.field("hidden." + code).equals("on"),
        place.matches("[0-9]{1,5}") ? Integer.parseInt(place) : 0);
  }

  /** A picture comes in a field, as its bytes in base 64: our forms have no files. */
  private Answer logo(Visit visit, Project project, StatusPage page) {
    Optional<Logo> picture = Logo.ofBase64(visit.field("picture"));
    boolean remove = visit.field("remove").equals("on");
    if (picture.isEmpty() && !remove) {
      Problems problems =
          Problems.of(
              "picture",
              "Choose a PNG or JPEG of at most %d kB.".formatted(Logo.MOST_BYTES / 1_000));
      return edit(visit, project, page, 422, PageForm.of(page), SayForm.blank("UTC"), problems);
    }
    return changes
        .logo(
            project.id(), page.code(), remove ? Optional.empty() : picture, visit.account().email())
        .either(saved -> back(project, saved, "Saved."), refused -> Answer.NOT_FOUND);
  }

  private Answer lookAtHost(Visit visit, Project project, StatusPage page) {
    return back(project, page, hosts.look(pages, page));
  }

  private Answer delete(Visit visit, Project project, StatusPage page) {
    changes.delete(project.id(), page.code(), visit.account().email());
    return Answer.redirect("/projects/%s/status-pages".formatted(project.code()))
        .cookie(cookies.note("Deleted."));
  }
}
