package dev.tocsin.dashboard.pages.palette;

import dev.tocsin.dashboard.board.Boards;
import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.dashboard.parts.Pill;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.people.Session;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.store.Db;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What fits the words in the palette, as a list to choose from. */
public final class PalettePage {

  /** As many as a person reads before typing on. */
  private static final int MOST_CHECKS = 8;

  /** Checks of other projects are looked for only by words of this length, or longer. */
  private static final int SHORTEST_ELSEWHERE = 2;

  private static final List<Entry> SYSTEM =
      List.of(page("System", "", "/system"), page("Settings of processes", "", "/system/settings"));

  private final Db db;
  private final Boards boards;

  private PalettePage(Db db, Boards boards) {
    this.db = db;
    this.boards = boards;
  }

  /** Adds it to the site. */
  public static void mount(Site site, Db db, Boards boards) {
    site.signedIn(HttpMethod.GET, "/palette", new PalettePage(db, boards)::show);
  }

  private Answer show(Visit visit) {
    String text = visit.query("q").strip().toLowerCase(Locale.ROOT);
    String[] words = text.isEmpty() ? new String[0] : text.split("\\s+", -1);
    List<Project> mine = visit.projects();
    Optional<Project> here =
        mine.stream().filter(p -> p.code().toString().equals(visit.query("project"))).findFirst();
    List<Entry> entries = new ArrayList<>();
    if (words.length > 0) {
      here.ifPresent(project -> entries.addAll(checks(project, words)));
      if (text.length() >= SHORTEST_ELSEWHERE) {
        entries.addAll(elsewhere(mine, here, text));
      }
    }
    here.ifPresent(project -> add(entries, pages(project), words));
    if (visit.session().map(Session::operator).orElse(false)) {
      add(entries, SYSTEM, words);
    }
    add(entries, actions(here), words);
    add(entries, projects(mine, here), words);
    return Answer.html(visit.part("palette/items.jte", Map.of("entries", entries)));
  }

  private static void add(List<Entry> entries, List<Entry> more, String[] words) {
    more.stream().filter(entry -> entry.says(words)).forEach(entries::add);
  }

  private List<Entry> checks(Project project, String[] words) {
    return boards.of(project.id()).checks().stream()
        .filter(check -> check.says(List.of(words)))
        .sorted(Shown.BY_URGENCY)
        .limit(MOST_CHECKS)
        .map(
            check ->
                Entry.check(
                    Pill.of(check),
                    check.name(),
                    String.join(" ", check.tags()),
                    "/checks/" + check.check().code()))
        .toList();
  }

  /** Checks of the other projects, by name. */
  private List<Entry> elsewhere(List<Project> mine, Optional<Project> here, String text) {
    List<Long> others =
        mine.stream()
            .map(Project::id)
            .filter(id -> here.map(project -> project.id() != id).orElse(true))
            .toList();
    return db.query(
        "looking for checks in other projects",
        """
        SELECT c.code, c.name, p.name AS project
          FROM checks c JOIN projects p ON p.id = c.project_id
         WHERE c.project_id = ANY(?) AND position(? IN lower(c.name)) > 0
         ORDER BY lower(c.name), c.id LIMIT ?
        """,
        row ->
            Entry.link(
                "Checks of other projects",
                "page",
                row.string("name"),
                row.string("project"),
                "/checks/" + row.uuid("code")),
        others,
        text,
        MOST_CHECKS);
  }

  private static List<Entry> pages(Project project) {
    String base = "/projects/%s/".formatted(project.code());
    return List.of(
        page("Checks", "g c", base + "checks"),
        page("What is down", "", base + "checks?state=down"),
        page("Incidents", "g d", base + "incidents"),
        page("Reports", "", base + "reports"),
        page("Schedule doctor", "", base + "doctor"),
        page("Channels", "g i", base + "channels"),
        page("Who is told of what", "", base + "channels/matrix"),
        page("What was sent", "", base + "deliveries"),
        page("Silences and maintenance", "", base + "quiet"),
        page("When Tocsin could not hear", "", base + "blind"),
        page("Status pages", "", base + "status-pages"),
        page("Settings", "g s", base + "settings"),
        page("Badges", "", base + "badges"),
        page("Account", "", "/account"));
  }

  private static Entry page(String title, String keys, String href) {
    return Entry.link("Pages", "page", title, keys, href);
  }

  private static List<Entry> actions(Optional<Project> here) {
    List<Entry> actions = new ArrayList<>();
    here.filter(Project::mayEdit)
        .map(project -> "/projects/%s/".formatted(project.code()))
        .ifPresent(
            base -> {
              actions.add(action("New check", "n", base + "checks/new"));
              actions.add(action("New checks from a crontab", "", base + "checks/crontab"));
              actions.add(action("New channel", "", base + "channels/new"));
            });
    actions.add(action("New project", "", "/projects/new"));
    actions.add(Entry.press("Light or dark", "", "[data-theme-toggle]"));
    actions.add(Entry.press("Keyboard shortcuts", "?", "[data-shortcuts]"));
    return actions;
  }

  private static Entry action(String title, String keys, String href) {
    return Entry.link("Actions", "bolt", title, keys, href);
  }

  private static List<Entry> projects(List<Project> mine, Optional<Project> here) {
    return mine.stream()
        .filter(project -> here.map(h -> h.id() != project.id()).orElse(true))
        .map(
            project ->
                Entry.link(
                    "Projects",
                    "folder",
                    project.name(),
                    "",
                    "/projects/%s/checks".formatted(project.code())))
        .toList();
  }
}
