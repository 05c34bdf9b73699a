package dev.tocsin.dashboard.web;

import dev.tocsin.dashboard.people.Projects;
import dev.tocsin.dashboard.people.Session;
import dev.tocsin.dashboard.people.Sessions;
import dev.tocsin.dashboard.web.Visitors.Visitor;
import dev.tocsin.store.RodReader;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes requests to pages: finds out who asks, refuses forged forms, runs the page on a worker and
 * sends what it answers.
 */
public final class Site {

  /** Our longest form is a webhook's: two bodies of 10,000 characters with their headers. */
  private static final long LARGEST_FORM_BYTES = 256 * 1024;

  private final Router router;
  private final Workers workers;
  private final Projects projects;
  private final Cookies cookies;
  private final boolean twoStep;
  private final Visitors visitors;
  private final ErrorPages errors;
  private final FormBodies forms;
  private final Outgoing outgoing;

  /**
   * @param rods asked before anything is changed
   * @param siteName what this installation calls itself
   * @param behindProxy whether the last {@code X-Forwarded-For} is to be believed
   * @param proxy whose word counts on who asks
   * @param twoStep whether nobody gets on with a password alone
   * @param bounds of what all visitors share
   */
  public Site(
      Router router,
      Workers workers,
      Views views,
      StaticFiles files,
      Sessions sessions,
      Projects projects,
      RodReader rods,
      Cookies cookies,
      String siteName,
      boolean behindProxy,
      TrustedHeader proxy,
      boolean twoStep,
      InstantSource clock,
      Bounds bounds) {
    this.router = router;
    this.workers = workers;
    this.projects = projects;
    this.cookies = cookies;
    this.twoStep = twoStep;
    Visit.Setting setting = new Visit.Setting(siteName, views, files, projects, rods, cookies);
    this.visitors = new Visitors(setting, sessions, behindProxy, proxy, clock);
    this.errors = new ErrorPages(views, files, siteName, clock);
    this.forms = new FormBodies(bounds.forms(), bounds.formBytes());
    this.outgoing = bounds.outgoing();
    router.get(StaticFiles.route()).handler(files::serve);
    errors.watch(router);
  }

  /** A page that needs nobody to be signed in. */
  public void open(HttpMethod method, String path, Page page) {
    route(method, path, page);
  }

  /**
   * What somebody posts to by a link that is itself the permission: mail programs do so for people,
   * and have no token of ours. Such a page goes by the link alone, never by who is signed in.
   */
  public void byLink(String path, Page page) {
    route(HttpMethod.POST, path, page, false);
  }

  /** A page of whoever is signed in; others are sent to sign in first. */
  public void signedIn(HttpMethod method, String path, Page page) {
    settingUp(
        method,
        path,
        visit -> {
          if (holdsBack(visit)) {
            return SecondStep.ask(visit);
          }
          Answer answer = page.answer(visit);
          // To who lacks only the second step, what is theirs is not missing.
          return answer.status() == 404 && visit.heldBack() ? SecondStep.ask(visit) : answer;
        });
  }

  /** As {@link #signedIn}, but also for who has to show a second step first: to set it up. */
  public void settingUp(HttpMethod method, String path, Page page) {
    route(
        method, path, visit -> visit.session().isPresent() ? page.answer(visit) : toSignIn(visit));
  }

  /** A page of operators. To everybody else it does not exist. */
  public void ofOperator(HttpMethod method, String path, Page page) {
    signedIn(
        method,
        path,
        visit ->
            visit.session().map(Session::operator).orElse(false)
                ? page.answer(visit)
                : Answer.NOT_FOUND);
  }

  /**
   * Lets operators who were here of late get a path with a GET even while the database is away: its
   * page must ask the database for nothing then, see {@link Visit#alone}.
   */
  public void evenAlone(String path) {
    router.get(path).handler(Visitors::always);
  }

  private boolean holdsBack(Visit visit) {
    return twoStep && !visit.session().map(Session::twoSteps).orElse(false);
  }

  /**
   * A page of the project in the path variable {@code project}. To strangers it does not exist; who
   * may only read cannot post.
   */
  public void ofProject(HttpMethod method, String path, Page.OfProject page) {
    ofMember(
        method,
        path,
        (visit, project) ->
            method.equals(HttpMethod.POST) && !project.mayEdit()
                ? Answer.FORBIDDEN
                : page.answer(visit, project).cookie(cookies.project(visit.path("project"))));
  }

  /** As {@link #ofProject}, but all members may post: the page decides what. */
  public void ofMember(HttpMethod method, String path, Page.OfProject page) {
    signedIn(
        method,
        path,
        visit ->
            visit
                .code("project")
                .flatMap(code -> projects.find(visit.account().id(), code))
                .map(
                    project ->
                        project.holdsBack(visit.session().orElseThrow())
                            ? SecondStep.ask(visit)
                            : page.answer(visit, project))
                .orElse(Answer.NOT_FOUND));
  }

  /** Decides who may open a stream, on a worker; what it returns then runs on the event loop. */
  @FunctionalInterface
  public interface Stream {
    Optional<Consumer<HttpServerResponse>> open(Visit visit);
  }

  /** An answer that goes on for a while, for whoever is signed in. */
  public void stream(String path, Stream stream) {
    router
        .get(path)
        .handler(
            http ->
                workers
                    .run(() -> opened(http, stream))
                    .onSuccess(
                        open ->
                            open.ifPresentOrElse(
                                to -> to.accept(http.response()), () -> errors.send(http, 404)))
                    .onFailure(e -> errors.send(http, e)));
  }

  private Optional<Consumer<HttpServerResponse>> opened(RoutingContext http, Stream stream) {
    Visit visit = visitors.visit(http);
    if (visit.session().isEmpty() || holdsBack(visit)) {
      return Optional.empty();
    }
    Optional<Answer> refused = SwitchedOff.answer(visit, http);
    return refused.isPresent()
        ? refused.map(answer -> response -> send(http, visitors.visitor(http), answer))
        : stream.open(visit);
  }

  private void route(HttpMethod method, String path, Page page) {
    route(method, path, page, true);
  }

  /**
   * @param ours whether only a form of ours is taken
   */
  private void route(HttpMethod method, String path, Page page, boolean ours) {
    if (method.equals(HttpMethod.POST)) {
      router.route(method, path).handler(http -> forms.enter(http, errors));
    }
    var route = router.route(method, path);
    if (method.equals(HttpMethod.POST)) {
      route.handler(BodyHandler.create(false).setBodyLimit(LARGEST_FORM_BYTES));
    }
    route.handler(
        http -> {
          Visitor visitor = visitors.visitor(http);
          workers
              .run(() -> answer(http, page, ours))
              .onSuccess(answer -> send(http, visitor, answer))
              .onFailure(e -> errors.send(http, e));
        });
  }

  private Answer answer(RoutingContext http, Page page, boolean ours) {
    if (ours && http.request().method().equals(HttpMethod.POST) && !visitors.isOurForm(http)) {
      return Answer.FORBIDDEN;
    }
    Visit visit = visitors.visit(http);
    Answer answer = SwitchedOff.answer(visit, http).orElseGet(() -> page.answer(visit));
    boolean zip = answer.body().length > Gzip.WORTH_IT_BYTES && Gzip.accepted(http.request());
    return zip
        ? new Answer(answer.status(), answer.headers(), answer.cookies(), Gzip.of(answer.body()))
            .header("Content-Encoding", "gzip")
        : answer;
  }

  private static Answer toSignIn(Visit visit) {
    if (visit.fragment()) {
      return Answer.html(401, "").header("HX-Redirect", "/sign-in");
    }
    String next = ReturnPath.of(visit.uri());
    return Answer.redirect("/sign-in?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
  }

  private void send(RoutingContext http, Visitor visitor, Answer answer) {
    HttpServerResponse response = http.response();
    if (response.closed()) {
      return;
    }
    answer.cookies().forEach(response::addCookie);
    if (answer.status() >= 400 && answer.body().length == 0 && answer.headers().isEmpty()) {
      errors.send(http, answer.status());
      return;
    }
    long bytes = answer.body().length;
    if (bytes > Outgoing.SMALL && !outgoing.take(bytes)) {
      response.putHeader("Retry-After", "2");
      errors.send(http, 503);
      return;
    }
    boolean whole = http.request().getHeader("HX-Request") == null;
    if (whole && answer.status() == 200) {
      if (!Visitors.cookie(http, Cookies.NOTE).isEmpty()) {
        response.addCookie(cookies.noNote());
      }
      if (visitor.fresh()) {
        response.addCookie(cookies.visitor(visitor.secret()));
      } else if (Visitors.isKnown(http) && answer.cookies().isEmpty()) {
        response.addCookie(cookies.session(visitor.session(), Sessions.IDLE));
      }
    }
    response.setStatusCode(answer.status()).putHeader("Cache-Control", "no-store");
    response.putHeader("Vary", "Accept-Encoding, Cookie, HX-Request");
    answer.headers().forEach(response::putHeader);
    Buffer body = Buffer.buffer(answer.body());
    if (bytes > Outgoing.SMALL) {
      outgoing.end(response, body);
    } else {
      response.end(body);
    }
  }
}
