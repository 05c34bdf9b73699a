package dev.tocsin.dashboard.badges;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.PublicServer;
import dev.tocsin.dashboard.TestProject;
import dev.tocsin.store.TestPostgres;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** Badges row by row of the contract, over HTTP. */
class BadgesTest {

  private static final PublicServer SERVER = new PublicServer(TestPostgres.freshDatabase());

  private static final String UP = "status = 'up', last_ping = now()";
  private static final String LATE =
      "status = 'up', last_ping = now() - interval '65 min', deadline = now() + interval '5 min'";
  private static final String DOWN = "status = 'down', last_ping = now()";
  private static final String OVERDUE = "status = 'up', last_ping = now() - interval '3 hours'";

  @AfterAll
  static void close() {
    SERVER.close();
  }

  private static String status(String url) {
    return PublicServer.json(SERVER.follow(url)).path("status").asText();
  }

  @Test
  void the_api_lists_six_urls_for_each_tag_and_for_all() {
    TestProject project = SERVER.project();
    SERVER.check(project, "a", "prod db", "");
    SERVER.check(project, "b", "db  web", "");
    for (String version : new String[] {"v1", "v2", "v3"}) {
      for (String key : new String[] {project.readKey(), project.writeKey()}) {
        JsonNode badges =
            PublicServer.json(SERVER.get("/api/" + version + "/badges/", "X-Api-Key", key))
                .path("badges");
        assertThat(badges.fieldNames()).toIterable().containsExactly("db", "prod", "web", "*");
        for (JsonNode six : badges) {
          assertThat(six.fieldNames())
              .toIterable()
              .containsExactly("svg", "svg3", "json", "json3", "shields", "shields3");
        }
        assertThat(badges.at("/*/svg").asText())
            .matches("http://127.0.0.1:0/badge/[-0-9a-f]{36}/[-_A-Za-z0-9]{8}-2\\.svg");
        assertThat(badges.at("/db/shields3").asText())
            .matches("http://127.0.0.1:0/badge/[-0-9a-f]{36}/[-_A-Za-z0-9]{8}/db\\.shields");
      }
    }
    assertThat(SERVER.send("POST", "/api/v3/badges/").statusCode()).isEqualTo(405);
    assertThat(SERVER.get("/api/v3/badges/").statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "db",
        "a/b",
        "v1.2",
        ".",
        "..",
        "100%",
        "%2F",
        "%25",
        "a+b",
        "a&b=c?d#e",
        "größe",
        "数据库",
        "عربي",
        "🚀",
        "👩‍💻",
        "<b>",
        "\"q\"",
        "it's",
        "back\\slash",
        "a;b,c",
        "~x",
        "tab\there",
        "*",
        "line\nbreak",
        "svg",
        "a.json",
        "%zz",
        "[x]{y}|z^`"
      })
  void any_tag_goes_into_a_url_and_comes_back(String tag) {
    TestProject project = SERVER.project();
    SERVER.check(project, "tagged", tag, DOWN);
    SERVER.check(project, "another", "another-tag", UP);
    JsonNode six = SERVER.badges(project).path(tag);
    String label = tag.equals("*") ? "Tocsin" : tag;
    assertThat(PublicServer.json(SERVER.follow(six.path("json").asText())).path("down").asInt())
        .isEqualTo(1);
    HttpResponse<String> shields = SERVER.follow(six.path("shields3").asText());
    assertThat(PublicServer.json(shields).path("label").asText()).isEqualTo(label);
    HttpResponse<String> svg = SERVER.follow(six.path("svg").asText());
    assertThat(svg.statusCode()).isEqualTo(200);
    assertThat(texts(svg.body())).contains(label.replaceAll("[\t\n]", " "), "down");
  }

  /** Parses, so that what is not well-formed fails. */
  private static List<String> texts(String svg) {
    try {
      var document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
      Element root = document.getDocumentElement();
      assertThat(root.getAttribute("height")).isEqualTo("20");
      var nodes = root.getElementsByTagName("text");
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < nodes.getLength(); i++) {
        texts.add(nodes.item(i).getTextContent());
      }
      return texts;
    } catch (Exception e) {
      throw new AssertionError(svg, e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "new,    up,   up,   0, 0",
    "paused, up,   up,   0, 0",
    "up,     up,   up,   0, 0",
    "run,    up,   up,   0, 0",
    "late,   up,   late, 1, 0",
    "down,   down, down, 0, 1",
    "overdue,down, down, 0, 1",
    "overrun,down, down, 0, 1"
  })
  void a_check_shows_what_it_computes(String kind, String two, String three, int grace, int down) {
    TestProject project = SERVER.project();
    String state =
        switch (kind) {
          case "new" -> "";
          case "paused" -> "status = 'paused'";
          case "up" -> UP;
          case "run" -> UP + ", last_start = now()";
          case "late" -> LATE;
          case "down" -> DOWN;
          case "overdue" -> OVERDUE;
          default -> UP + ", last_start = now() - interval '11 min'";
        };
    UUID badge = SERVER.badgeCode(SERVER.check(project, "job", "", state));
    String counts = "\"total\": 1, \"grace\": %d, \"down\": %d}".formatted(grace, down);
    assertThat(SERVER.get("/b/2/" + badge + ".json").body())
        .isEqualTo("{\"status\": \"" + two + "\", " + counts);
    assertThat(SERVER.get("/b/3/" + badge + ".json").body())
        .isEqualTo("{\"status\": \"" + three + "\", " + counts);
    assertThat(
            PublicServer.json(SERVER.get("/b/17/" + badge + ".shields")).path("message").asText())
        .isEqualTo(two);
    JsonNode all = SERVER.badges(project).path("*");
    assertThat(status(all.path("json").asText())).isEqualTo(two);
    assertThat(status(all.path("json3").asText())).isEqualTo(three);
  }

  @Test
  void down_counts_before_late_and_late_before_up_and_no_check_is_up() {
    TestProject project = SERVER.project();
    SERVER.check(project, "1", "calm", UP);
    SERVER.check(project, "2", "calm slow", LATE);
    SERVER.check(project, "3", "slow broken", DOWN);
    JsonNode badges = SERVER.badges(project);
    assertThat(SERVER.follow(badges.at("/*/json").asText()).body())
        .isEqualTo("{\"status\": \"down\", \"total\": 3, \"grace\": 1, \"down\": 1}");
    assertThat(SERVER.follow(badges.at("/calm/json").asText()).body())
        .isEqualTo("{\"status\": \"up\", \"total\": 2, \"grace\": 1, \"down\": 0}");
    assertThat(status(badges.at("/calm/json3").asText())).isEqualTo("late");
    assertThat(status(badges.at("/slow/json3").asText())).isEqualTo("down");
    project.db().update("retagging", "UPDATE checks SET tags = '' WHERE name = '1'");
    project.db().update("deleting", "DELETE FROM checks WHERE project_id = ?", project.id());
    assertThat(SERVER.follow(badges.at("/calm/json").asText()).body())
        .isEqualTo("{\"status\": \"up\", \"total\": 0, \"grace\": 0, \"down\": 0}");
  }

  @Test
  void each_format_has_its_type_and_its_colours() {
    TestProject project = SERVER.project();
    UUID up = SERVER.badgeCode(SERVER.check(project, "a <b> & \"c\"", "", UP));
    UUID late = SERVER.badgeCode(SERVER.check(project, "late", "", LATE));
    UUID down = SERVER.badgeCode(SERVER.check(project, "", "", DOWN));
    HttpResponse<String> svg = SERVER.get("/b/3/" + up + ".svg");
    assertThat(svg.headers().firstValue("Content-Type")).contains("image/svg+xml");
    assertThat(svg.body()).contains("fill=\"#555\"", "fill=\"#4c1\"", "&lt;b&gt; &amp; &quot;c");
    assertThat(texts(svg.body())).contains("a <b> & \"c\"", "up");
    assertThat(SERVER.get("/b/3/" + late + ".svg").body()).contains("fill=\"#fe7d37\"");
    assertThat(SERVER.get("/b/3/" + down + ".svg").body()).contains("fill=\"#e05d44\"");
    assertThat(SERVER.get("/b/3/" + late + ".shields").body())
        .isEqualTo(
            "{\"schemaVersion\": 1, \"label\": \"late\", \"message\": \"late\", \"color\": \"important\"}");
    HttpResponse<String> shields = SERVER.get("/b/3/" + down + ".shields");
    assertThat(shields.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(PublicServer.json(shields).path("color").asText()).isEqualTo("critical");
    assertThat(PublicServer.json(shields).path("label").asText())
        .as("a check without a name is called by its code")
        .matches("[0-9a-f-]{36}")
        .isNotEqualTo(down.toString());
    assertThat(PublicServer.json(SERVER.get("/b/2/" + up + ".shields")).path("color").asText())
        .isEqualTo("success");
  }

  @Test
  void an_address_may_say_another_label_and_style() {
    UUID badge = SERVER.badgeCode(SERVER.check(SERVER.project(), "job", "", DOWN));
    String path = "/b/3/" + badge;
    HttpResponse<String> square =
        SERVER.get(path + ".svg?style=flat-square&label=%3Cb%3E+%26+%F0%9F%9A%80");
    assertThat(texts(square.body())).contains("<b> & \uD83D\uDE80", "down").doesNotContain("job");
    assertThat(square.body()).doesNotContain("a3 3 0 0 1");
    assertThat(PublicServer.json(SERVER.get(path + ".shields?label=Shop")).path("label").asText())
        .isEqualTo("Shop");
    assertThat(texts(SERVER.get(path + ".svg?label=" + "x".repeat(300)).body()))
        .contains("x".repeat(Look.LONGEST_LABEL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"style=hologram", "label=", "label=%20", "label", "&&=", "colour=red", "style="})
  void what_an_address_says_in_vain_changes_nothing(String query) {
    UUID badge = SERVER.badgeCode(SERVER.check(SERVER.project(), "job", "", DOWN));
    String usual = SERVER.get("/b/3/" + badge + ".svg").body();
    assertThat(SERVER.get("/b/3/" + badge + ".svg?" + query).body()).isEqualTo(usual);
  }

  @Test
  void a_badge_may_stand_on_any_site_and_in_no_cache() {
    UUID badge = SERVER.badgeCode(SERVER.check(SERVER.project(), "job", "", UP));
    for (String path : new String[] {"/b/2/" + badge + ".svg", "/b/2/" + badge + ".gif", "/b/x"}) {
      var headers = SERVER.get(path).headers();
      assertThat(headers.firstValue("Access-Control-Allow-Origin")).contains("*");
      assertThat(headers.firstValue("Cache-Control").orElse("").split(", "))
          .contains("no-cache", "no-store", "must-revalidate", "private", "max-age=0");
      assertThat(headers.firstValue("Cross-Origin-Resource-Policy")).contains("cross-origin");
      assertThat(headers.firstValue("X-Frame-Options")).isEmpty();
      assertThat(headers.firstValue("Set-Cookie")).isEmpty();
    }
  }

  @Test
  void only_get_is_answered() {
    TestProject project = SERVER.project();
    UUID badge = SERVER.badgeCode(SERVER.check(project, "job", "", UP));
    String all =
        SERVER.badges(project).at("/*/svg").asText().substring("http://127.0.0.1:0".length());
    for (String path : new String[] {"/b/2/" + badge + ".svg", all}) {
      assertThat(SERVER.send("OPTIONS", path).statusCode()).isEqualTo(204);
      for (String method : new String[] {"HEAD", "POST", "PUT", "DELETE"}) {
        var answer = SERVER.send(method, path);
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
      }
    }
  }

  @Test
  void what_is_not_a_badge_is_not_found() {
    TestProject project = SERVER.project();
    UUID check = SERVER.check(project, "job", "db web", UP);
    UUID badge = SERVER.badgeCode(check);
    String db =
        SERVER.badges(project).at("/db/svg3").asText().substring("http://127.0.0.1:0".length());
    String key = db.split("/", -1)[2];
    String signature = db.split("/", -1)[3];
    assertThat(SERVER.get(db).statusCode()).isEqualTo(200);
    assertThat(SERVER.get(db.replace(signature, signature + "whatever")).statusCode())
        .as("eight characters are verified")
        .isEqualTo(200);
    String other = (signature.charAt(0) == 'A' ? "B" : "A") + signature.substring(1);
    for (String path :
        new String[] {
          db.replace(".svg", ".png"),
          db.replace(".svg", ".SVG"),
          db.replace(signature, other),
          db.replace(signature, signature.substring(0, 7)),
          db.replace("db.svg", "web.svg"),
          db.replace("/db.svg", ".svg"),
          db.replace(key, UUID.randomUUID().toString()),
          db.replace(key, "no-key"),
          db + "/",
          "/badge/" + key,
          "/b/2/" + check + ".svg",
          "/b/2/" + UUID.randomUUID() + ".svg",
          "/b/2/" + badge.toString().toUpperCase(java.util.Locale.ROOT) + ".svg",
          "/b/two/" + badge + ".svg",
          "/b/-2/" + badge + ".svg",
          "/b/2/" + badge + ".svg/",
          "/b/2/" + badge,
        }) {
      assertThat(SERVER.get(path).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void a_project_that_is_gone_has_no_badge() {
    TestProject project = SERVER.project();
    UUID badge = SERVER.badgeCode(SERVER.check(project, "job", "", UP));
    String all = SERVER.badges(project).at("/*/json").asText();
    assertThat(SERVER.follow(all).statusCode()).isEqualTo(200);
    project.db().update("deleting", "DELETE FROM projects WHERE id = ?", project.id());
    assertThat(SERVER.follow(all).statusCode()).isEqualTo(404);
    assertThat(SERVER.get("/b/2/" + badge + ".json").statusCode()).isEqualTo(404);
  }

  @Test
  void without_a_database_no_badge_claims_to_know() {
    try (PublicServer broken = new PublicServer(TestPostgres.freshDatabase())) {
      TestProject project = broken.project();
      UUID badge = broken.badgeCode(broken.check(project, "job", "", UP));
      String all = broken.badges(project).at("/*/svg").asText();
      assertThat(broken.get("/b/2/" + badge + ".json").statusCode()).isEqualTo(200);
      broken.dashboard.db.close();
      var json = broken.get("/b/2/" + badge + ".json");
      assertThat(json.statusCode()).isEqualTo(503);
      assertThat(json.headers().firstValue("Retry-After")).isPresent();
      assertThat(PublicServer.json(json).path("status").asText()).isEqualTo("unknown");
      assertThat(texts(broken.follow(all).body())).contains("Tocsin", "unknown");
    }
  }
}
