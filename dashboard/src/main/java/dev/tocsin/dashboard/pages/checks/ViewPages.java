package dev.tocsin.dashboard.pages.checks;

import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.views.SavedView;
import dev.tocsin.dashboard.views.SavedViews;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.http.HttpMethod;

/** Saving and forgetting views of the list; for all members, since nobody else sees them. */
final class ViewPages {

  private final SavedViews views;
  private final Cookies cookies;

  private ViewPages(SavedViews views, Cookies cookies) {
    this.views = views;
    this.cookies = cookies;
  }

  static void mount(Site site, SavedViews views, Cookies cookies) {
    var pages = new ViewPages(views, cookies);
    site.ofMember(HttpMethod.POST, "/projects/:project/views", pages::save);
    site.ofMember(HttpMethod.POST, "/projects/:project/views/delete", pages::delete);
  }

  private Answer save(Visit visit, Project project) {
    String name = visit.field("name").strip();
    String query = ListQuery.parse(visit.field("query")).toPage(1).href();
    boolean named = !name.isEmpty() && name.length() <= SavedView.LONGEST_NAME;
    String note =
        !named
            ? "Give the view a name of at most %d characters.".formatted(SavedView.LONGEST_NAME)
            : views.save(visit.account().id(), project.id(), new SavedView(name, query))
                ? "Saved the view “%s”.".formatted(name)
                : "You have %d views here: delete one first.".formatted(SavedViews.MOST);
    return Answer.redirect(path(project) + query).cookie(cookies.note(note));
  }

  private Answer delete(Visit visit, Project project) {
    String name = visit.field("name");
    views.delete(visit.account().id(), project.id(), name);
    return Answer.redirect(path(project))
        .cookie(cookies.note("Deleted the view “%s”.".formatted(name)));
  }

  private static String path(Project project) {
    return "/projects/%s/checks".formatted(project.code());
  }
}
