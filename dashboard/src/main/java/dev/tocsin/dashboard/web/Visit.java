package dev.tocsin.dashboard.web;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Browser;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.people.Projects;
import dev.tocsin.dashboard.people.Session;
import dev.tocsin.dashboard.people.Tokens;
import dev.tocsin.store.ControlRods;
import dev.tocsin.store.ControlRods.Rod;
import dev.tocsin.store.RodReader;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One request: what was asked, by whom, and how to make a page for them. */
public final class Visit {

  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /** What all visits share. */
  record Setting(
      String siteName,
      Views views,
      StaticFiles files,
      Projects projects,
      RodReader rods,
      Cookies cookies) {}

  /**
   * What a request shows of who asks, besides the session.
   *
   * @param name of the visit
   */
  record Proven(String csrf, String name, Optional<String> vouchedFor) {}

  private final Setting setting;
  private final RoutingContext http;
  private final String remoteAddr;
  private final Optional<Session> session;
  private final Proven proven;
  private final Viewer viewer;
  private final boolean alone;
  private boolean heldBack;

  Visit(
      Setting setting,
      RoutingContext http,
      String remoteAddr,
      Optional<Session> session,
      Proven proven,
      Viewer viewer,
      boolean alone) {
    this.setting = setting;
    this.http = http;
    this.remoteAddr = remoteAddr;
    this.session = session;
    this.proven = proven;
    this.viewer = viewer;
    this.alone = alone;
  }

  /** Whether the database is away, and who asks is known from a short while ago. */
  public boolean alone() {
    return alone;
  }

  public Optional<Session> session() {
    return session;
  }

  /** Who is signed in; only for pages that nobody else can open. */
  public Account account() {
    return session.orElseThrow().account();
  }

  public Viewer viewer() {
    return viewer;
  }

  /** The address of the browser, or of what is in front of it. */
  public String remoteAddr() {
    return remoteAddr;
  }

  /** The browser that asks; one that was never here gets a secret of its own. */
  public Browser browser() {
    String device = cookie(setting.cookies().deviceName());
    return new Browser(
        remoteAddr,
        text(http.request().getHeader("User-Agent")),
        Tokens.isSecret(device) ? device : Tokens.secret());
  }

  /** The token of a sign-in that is half way, or the empty text. */
  public String step() {
    return cookie(setting.cookies().stepName());
  }

  /** A cookie of ours that only one page reads, or the empty text. */
  public String cookieOf(String page) {
    return cookie(setting.cookies().pageName(page));
  }

  /** Whether htmx asks for a part of a page. */
  public boolean fragment() {
    return "true".equals(http.request().getHeader("HX-Request"));
  }

  /** Path and query, as they were asked for. */
  public String uri() {
    return http.request().uri();
  }

  /** A variable of the path. */
  public String path(String name) {
    return text(http.pathParam(name));
  }

  /** A variable of the path that is a UUID in its canonical form; empty if it is anything else. */
  public Optional<UUID> code(String name) {
    return uuid(path(name));
  }

  /** A UUID in its canonical form; empty if it is anything else. */
  public static Optional<UUID> uuid(String text) {
    return UUID_FORM.matcher(text).matches()
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }

  /** A variable of the query, or the empty text. */
  public String query(String name) {
    return text(http.queryParams().get(name));
  }

  /** All values of a variable of the query. */
  public List<String> queries(String name) {
    return http.queryParams().getAll(name);
  }

  /** A field of the form, or the empty text. */
  public String field(String name) {
    return text(http.request().getFormAttribute(name));
  }

  /** All values of a field of the form. */
  public List<String> fields(String name) {
    return http.request().formAttributes().getAll(name);
  }

  /** The project that was open last, if it is still one of these. */
  public Optional<Project> lastProject(List<Project> projects) {
    String code = cookie(Cookies.PROJECT);
    return projects.stream()
        .filter(project -> project.code().toString().equals(code))
        .findFirst()
        .or(() -> projects.stream().findFirst());
  }

  /** The projects of the account that this session opens. */
  public List<Project> projects() {
    Session now = session.orElseThrow();
    List<Project> all = memberships();
    List<Project> open = all.stream().filter(project -> !project.holdsBack(now)).toList();
    heldBack |= open.size() < all.size();
    return open;
  }

  /** The projects of the account, with those that ask for a second step first. */
  public List<Project> memberships() {
    return alone ? List.of() : setting.projects().of(account().id());
  }

  /** Whether a project was left out for want of a second step. */
  boolean heldBack() {
    return heldBack;
  }

  HttpMethod method() {
    return http.request().method();
  }

  /**
   * The same visit after its session got another token: for a page that is shown with the cookie.
   */
  public Visit renewed(String token) {
    return new Visit(
        setting,
        http,
        remoteAddr,
        session,
        new Proven(Csrf.token(token), Csrf.name(token), proven.vouchedFor()),
        viewer,
        alone);
  }

  /** What every form carries. */
  public String csrf() {
    return proven.csrf();
  }

  /** Tells this browser's visit from all others, until they sign in or out. It opens nothing. */
  public String name() {
    return proven.name();
  }

  /** Whose e-mail address the proxy in front of us vouches for, where one is trusted to do so. */
  public Optional<String> vouchedFor() {
    return proven.vouchedFor();
  }

  /** A whole page of a project. */
  public Answer page(
      Project project, String section, String title, String template, Map<String, Object> model) {
    return page(200, Optional.of(project), section, title, template, model);
  }

  /** A whole page of no project. */
  public Answer page(String section, String title, String template, Map<String, Object> model) {
    return page(200, Optional.empty(), section, title, template, model);
  }

  /** A whole page. */
  public Answer page(
      int status,
      Optional<Project> project,
      String section,
      String title,
      String template,
      Map<String, Object> model) {
    Map<String, Object> all = new HashMap<>(model);
    all.put("chrome", chrome(project, section, title));
    return Answer.html(status, setting.views().render(template, all));
  }

  /** A part of a page, as HTML. */
  public String part(String template, Map<String, Object> model) {
    return setting.views().render(template, model);
  }

  /** A control rod, while it holds. */
  public Optional<Rod> rod(String name) {
    return rods().stream().filter(rod -> rod.name().equals(name)).findFirst();
  }

  private List<Rod> rods() {
    return setting.rods().now();
  }

  /** Whether whoever is signed in runs the installation. */
  boolean operator() {
    return session.map(Session::operator).orElse(false);
  }

  private List<Rod> shownRods() {
    if (session.isEmpty() || alone) {
      return List.of();
    }
    return rods().stream()
        .filter(rod -> operator() || rod.name().equals(ControlRods.READ_ONLY))
        .toList();
  }

  private Chrome chrome(Optional<Project> project, String section, String title) {
    List<Project> mine = session.isPresent() ? memberships() : List.of();
    return new Chrome(
        setting.siteName(),
        title,
        section,
        session.map(Session::account),
        project.or(() -> lastProject(mine)),
        mine,
        operator(),
        shownRods(),
        csrf(),
        setting.files().root(),
        Cookies.decoded(cookie(Cookies.NOTE)),
        viewer);
  }

  private String cookie(String name) {
    Cookie cookie = http.request().getCookie(name);
    return cookie == null ? "" : cookie.getValue();
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value.replace("\0", ""); // nothing that is stored has a NUL
  }
}
