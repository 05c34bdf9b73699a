package dev.tocsin.dashboard.hostile;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.DemoSite;
import dev.tocsin.dashboard.TestBrowser;
import dev.tocsin.dashboard.hostile.Markup.Tag;
import dev.tocsin.dashboard.people.Sessions;
import dev.tocsin.store.TestPostgres;
import java.io.StringReader;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/**
 * Whatever anybody wrote is text on every page, and nothing else: all columns of the database are
 * hostile, all routes are walked, all forms are sent back, and every answer is read as a browser
 * reads it.
 */
class HostileTextTest {

  private static final DemoSite SITE = new DemoSite(TestPostgres.freshDatabase(), 0);
  private static final HostileRows ROWS = new HostileRows(SITE);

  /** Parameters of pages, as many at once as fit into an address. */
  private static final List<List<String>> PARAMETERS =
      List.of(
          List.of("q", "text", "tag", "status", "sort", "group", "page", "view"),
          List.of("before", "id", "from", "to", "actor", "action", "channel", "check"),
          List.of("project", "seen", "incident", "first", "empty", "next", "mail", "recovery"),
          List.of("format", "grace", "grace-unit", "untold", "state", "at", "part", "shown"),
          List.of("kind", "schedule", "tz", "timeout", "name", "error", "error_description"),
          List.of("label", "style", "states", "range"));

  private final TestBrowser browser = new TestBrowser(SITE.dashboard.url());

  @AfterAll
  static void close() {
    SITE.close();
  }

  @BeforeAll
  static void fill() {
    assertThat(ROWS.fill(HostileRows.TEXT))
        .as("tables without a row: add one to the demo, or to HostileRows")
        .isEmpty();
  }

  @BeforeEach
  void signIn() {
    browser.cookie("tocsin", new Sessions(SITE.dashboard.db).open(SITE.ada, "127.0.0.1", "x"));
  }

  @Test
  void what_is_stored_is_text_on_every_page() {
    Walk walk = new Walk(SITE);
    List<String> wrong = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String route : walk.routes("GET")) {
      for (String path : walk.paths(route)) {
        HttpResponse<String> page = browser.get(path);
        wrong.addAll(Answers.complaints(path, page));
        if (page.statusCode() == 200 && page.body().contains("javascript:boom")) {
          seen.add(route);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(seen).as("pages that showed hostile text").hasSizeGreaterThan(25);
  }

  @Test
  void what_a_request_says_is_text_in_its_answer() {
    String text = URLEncoder.encode(HostileRows.TEXT, StandardCharsets.UTF_8);
    Walk walk = new Walk(SITE);
    List<String> wrong = new ArrayList<>();
    for (String route : walk.routes("GET")) {
      List<String> asked = new ArrayList<>(List.of(Walk.nonsense(route)));
      for (List<String> names : PARAMETERS) {
        String query = names.stream().map(name -> name + "=" + text).collect(joining("&", "?", ""));
        asked.add(walk.paths(route).get(0) + query);
      }
      asked.forEach(one -> wrong.addAll(Answers.complaints(one, browser.get(one))));
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void what_a_form_says_is_text_where_it_is_shown_again() {
    Walk walk = new Walk(SITE);
    List<String> wrong = new ArrayList<>();
    Set<String> sent = new HashSet<>();
    for (String route : walk.routes("GET")) {
      for (String path : walk.paths(route)) {
        for (Form form : Form.of(path, browser.get(path).body())) {
          if (form.isOfText() && sent.add(form.shape())) {
            HttpResponse<String> answer =
                browser.post(form.action(), form.filled(HostileRows.TEXT));
            wrong.addAll(Answers.complaints(path + " posts " + form.action(), answer));
            answer
                .headers()
                .firstValue("location")
                .ifPresent(to -> wrong.addAll(Answers.complaints(to, browser.get(to))));
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(sent).hasSizeGreaterThan(30);
  }

  @Test
  void no_cell_of_an_export_is_a_formula() {
    ROWS.fill(HostileRows.FORMULA);
    for (String path :
        List.of(
            "/account/audit",
            "/projects/" + SITE.operations.code() + "/audit",
            "/projects/" + SITE.operations.code() + "/reports")) {
      HttpResponse<String> file = browser.get(path + "?format=csv");
      assertThat(Answers.complaints(path, file)).isEmpty();
      List<String> cells = Csv.cells(file.body());
      assertThat(cells).hasSizeGreaterThan(4).anyMatch(cell -> cell.contains("=boom"));
      assertThat(cells).noneMatch(cell -> cell.matches("(?s)[=+@\\t\\r-].*"));
    }
    fill();
  }

  @Test
  void status_pages_and_their_feeds_show_text_to_everybody() throws Exception {
    TestBrowser anybody = new TestBrowser(SITE.dashboard.url());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    String page = anybody.get("/status/shop").body();
    while (!page.contains("javascript:boom")
        && System.nanoTime() < end) { // it is made now and then
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      page = anybody.get("/status/shop").body();
    }
    assertThat(page).contains("javascript:boom");
    assertThat(Markup.complaints(page))
        .allMatch(
            one ->
                one.startsWith("element Tag[name=style, ")
                    || one.contains("{rel=icon, href=data:,}")); // for a file that nobody asks for
    assertThat(Markup.tags(page))
        .filteredOn(tag -> tag.name().equals("style"))
        .singleElement()
        .matches(tag -> !tag.text().contains(HostileRows.MARK));
    for (String path : List.of("", "/feed.atom", "/feed.rss", "/status.json")) {
      HttpResponse<String> answer = anybody.get("/status/shop" + path);
      assertThat(answer.headers().map().keySet())
          .as(path)
          .contains("content-security-policy", "x-content-type-options")
          .noneMatch(name -> name.contains(HostileRows.MARK));
      if (path.startsWith("/feed")) {
        xml(answer.body());
      }
    }
  }

  /** Reads it as a feed reader does; throws if it is none. */
  private static void xml(String text) throws Exception {
    var elements =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(text)))
            .getElementsByTagName(HostileRows.MARK);
    assertThat(elements.getLength()).isZero();
  }

  @Test
  void a_name_from_right_to_left_leaves_what_stands_beside_it_where_it_is() {
    String name = "גיבוי 7";
    String check =
        SITE.dashboard
            .db
            .first(
                "a check",
                "SELECT code::text AS v FROM checks WHERE project_id = ? ORDER BY id LIMIT 1",
                row -> row.string("v"),
                SITE.operations.id())
            .orElseThrow();
    SITE.dashboard.db.update(
        "naming it",
        "UPDATE checks SET name = ?, tags = ? WHERE code = ?::uuid",
        name,
        name,
        check);
    SITE.dashboard.db.update(
        "telling pages",
        """
        UPDATE check_state SET rules_version = rules_version + 1
         WHERE check_id = (SELECT id FROM checks WHERE code = ?::uuid)
        """,
        check);
    String list = browser.get("/projects/" + SITE.operations.code() + "/checks").body();
    assertThat(list).contains("<bdi>" + name + "</bdi>").doesNotContain("value=\"<bdi>");
    String form = browser.get("/checks/%s/edit".formatted(check)).body();
    assertThat(Markup.tags(form))
        .anyMatch(tag -> name.equals(tag.attributes().get("value")))
        .anyMatch(tag -> tag.name().equals("bdi"));
    fill();
  }

  @Test
  void badges_are_pictures_of_text() {
    String settings = browser.get("/projects/" + SITE.operations.code() + "/settings").body();
    Set<String> badges =
        Markup.tags(settings).stream()
            .map(Tag::attributes)
            .flatMap(attributes -> Stream.of("href", "src").map(attributes::get))
            .filter(url -> url != null && url.contains("/badge/"))
            .map(url -> url.substring(url.indexOf("/badge/")))
            .collect(toSet());
    assertThat(badges).hasSizeGreaterThan(3);
    for (String badge : badges) {
      HttpResponse<String> answer = browser.get(badge);
      Map<String, List<String>> headers = answer.headers().map();
      assertThat(answer.statusCode()).as(badge).isEqualTo(200);
      assertThat(headers.keySet()).as(badge).noneMatch(name -> name.contains(HostileRows.MARK));
      assertThat(answer.headers().firstValue("content-security-policy").orElse(""))
          .as(badge)
          .contains("default-src 'none'");
      assertThat(Markup.complaints(answer.body())).as(badge).isEmpty();
    }
  }
}
