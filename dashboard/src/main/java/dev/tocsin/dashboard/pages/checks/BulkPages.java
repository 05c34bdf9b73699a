package dev.tocsin.dashboard.pages.checks;

import dev.tocsin.dashboard.board.Board;
import dev.tocsin.dashboard.board.Boards;
import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.dashboard.checks.BulkAction;
import dev.tocsin.dashboard.checks.BulkActions;
import dev.tocsin.dashboard.checks.BulkActions.Order;
import dev.tocsin.dashboard.checks.BulkFilter;
import dev.tocsin.dashboard.checks.BulkSaved;
import dev.tocsin.dashboard.checks.BulkSaved.Fate;
import dev.tocsin.dashboard.checks.BulkSaved.Item;
import dev.tocsin.dashboard.checks.CheckFilter;
import dev.tocsin.dashboard.live.LiveStreams;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.store.Db;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What is done to all selected checks of the list at once. Whatever can be taken back is done
 * without a question, and the answer offers to take it back.
 */
public final class BulkPages {

  private final BulkActions actions;
  private final Boards boards;
  private final LiveStreams streams;
  private final Cookies cookies;

  private BulkPages(Db db, Boards boards, LiveStreams streams, Cookies cookies) {
    this.actions = new BulkActions(db);
    this.boards = boards;
    this.streams = streams;
    this.cookies = cookies;
  }

  /** Adds these pages to the site. */
  public static void mount(Site site, Db db, Boards boards, LiveStreams streams, Cookies cookies) {
    var pages = new BulkPages(db, boards, streams, cookies);
    String path = "/projects/:project/checks/bulk";
    site.ofProject(HttpMethod.POST, path, pages::change);
    site.ofProject(HttpMethod.POST, path + "/delete", pages::delete);
  }

  private List<Shown> selected(Visit visit, Project project) {
    Board board = boards.of(project.id());
    if (visit.field("all").equals("on")) {
      return ListQuery.parse(visit.field("filter")).select(board.checks().stream());
    }
    Set<Long> ids = new LinkedHashSet<>(RowIds.read(visit.field("checks")));
    visit.fields("check").forEach(id -> ids.addAll(RowIds.read(id)));
    return board.checks().stream().filter(check -> ids.contains(check.id())).toList();
  }

  private Answer change(Visit visit, Project project) {
    List<Shown> selected = selected(visit, project);
    BulkWish wish = BulkWish.of(visit);
    Optional<BulkAction> action = wish.action();
    if (selected.isEmpty()) {
      return said(visit, project, "Nothing is selected.", "");
    }
    if (action.isEmpty()) {
      return said(visit, project, wish.missing(), "");
    }
    BulkSaved saved = save(visit, project, selected, action.get());
    if (!(saved instanceof BulkSaved.Done done)) {
      return said(visit, project, refused(saved), "");
    }
    streams.hurry();
    List<UUID> changed =
        done.items().stream().filter(i -> i.fate() == Fate.CHANGED).map(Item::code).toList();
    List<Shown> moved =
        selected.stream().filter(check -> changed.contains(check.check().code())).toList();
    return said(
        visit,
        project,
        wish.told(moved.size(), selected.size()),
        moved.isEmpty() ? "" : wish.undo(RowIds.write(moved)));
  }

  private BulkSaved save(Visit visit, Project project, List<Shown> selected, BulkAction action) {
    Set<UUID> codes = selected.stream().map(s -> s.check().code()).collect(Collectors.toSet());
    BulkFilter these = new BulkFilter(CheckFilter.ALL, Set.of(), "", Optional.of(codes));
    return actions.change(
        new Order(
            project.id(),
            visit.account().email(),
            action,
            these,
            OptionalInt.of(codes.size()),
            false));
  }

  private static String refused(BulkSaved saved) {
    if (saved instanceof BulkSaved.TooMany many) {
      return "Select at most %,d checks at once.".formatted(many.most());
    }
    if (saved instanceof BulkSaved.Refused refused) {
      return refused.problems().getOrDefault(0, "").startsWith("tags")
          ? "The tags of a check would be longer than 500 characters: nothing was changed."
          : "One of these channels is gone: nothing was changed.";
    }
    return "Some of them were deleted meanwhile: nothing was changed. Try again.";
  }

  private Answer said(Visit visit, Project project, String text, String undo) {
    String path = "/projects/%s/checks".formatted(project.code());
    if (!visit.fragment()) {
      String list = ListQuery.parse(visit.field("filter")).href();
      return Answer.redirect(path + list).cookie(cookies.note(text));
    }
    Map<String, Object> toast =
        Map.of("text", text, "undo", undo.isEmpty() ? "" : path + "/bulk", "vals", undo);
    return Answer.html(visit.part("parts/toast.jte", toast)).header("HX-Trigger", "unselect");
  }

  /** Nothing brings them back: what is lost is named, and has to be typed. */
  private Answer delete(Visit visit, Project project) {
    List<Shown> selected = selected(visit, project);
    if (selected.isEmpty()) {
      return said(visit, project, "Nothing is selected.", "");
    }
    String word = word(selected);
    if (visit.field("name").isEmpty()) {
      return confirm(visit, project, 200, selected, Problems.none());
    }
    if (!visit.field("name").strip().equals(word.strip())) {
      Problems problems = Problems.of("name", "Type “%s”.".formatted(word));
      return confirm(visit, project, 422, selected, problems);
    }
    BulkSaved saved = save(visit, project, selected, new BulkAction.Delete());
    boolean done = saved instanceof BulkSaved.Done;
    streams.hurry();
    return said(visit, project, done ? "Deleted %s.".formatted(word) : refused(saved), "");
  }

  private static Answer confirm(
      Visit visit, Project project, int status, List<Shown> selected, Problems problems) {
    return visit.page(
        status,
        Optional.of(project),
        "checks",
        "Delete " + word(selected),
        "pages/delete-checks.jte",
        Map.of(
            "project", project,
            "checks", selected,
            "ids", RowIds.write(selected),
            "word", word(selected),
            "problems", problems));
  }

  private static String word(List<Shown> selected) {
    return selected.size() == 1 ? selected.get(0).name() : selected.size() + " checks";
  }
}
