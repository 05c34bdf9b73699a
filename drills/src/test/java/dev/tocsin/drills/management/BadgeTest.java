package dev.tocsin.drills.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Badges: their URLs, what they say, and how they look. */
class BadgeTest {

  private static final Project PROJECT = Installation.get().project("badges");
  private static final Caller NOBODY = PROJECT.write().key(null);

  /** One check each: late, down, up; and a tag of odd characters. */
  @BeforeAll
  static void checks() {
    PROJECT.check(members("late job", "late all")).ping("").age(Duration.ofSeconds(3_700));
    PROJECT.check(members("broken", "down all")).ping("/fail");
    PROJECT.check(members("fine", "up all")).ping("");
    PROJECT.check(members("", "up a/b%2F&<\u65e5?#"));
  }

  private static String members(String name, String tags) {
    return "\"name\": \"%s\", \"tags\": \"%s\", \"timeout\": 3600, \"grace\": 3600"
        .formatted(name, tags);
  }

  private static JsonNode urls() {
    return PROJECT.read().get("badges/").is(200).json().get("badges");
  }

  private static Reply open(String url) {
    String site = Installation.get().site();
    assertThat(url).startsWith(site + "/");
    return NOBODY.send("GET", url.substring(site.length()), new byte[0]);
  }

  private static Reply badge(String tag, String format) {
    return open(urls().get(tag).get(format).asText()).is(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void every_tag_has_six_and_so_has_the_project(int version) {
    for (Caller key : List.of(PROJECT.write(), PROJECT.read())) {
      JsonNode answer = key.version(version).get("badges/").is(200).json();
      assertThat(Reply.members(answer)).containsExactly("badges");
      assertThat(Reply.members(answer.get("badges")))
          .containsExactlyInAnyOrder("*", "late", "down", "up", "all", "a/b%2F&<\u65e5?#");
      for (JsonNode formats : answer.get("badges")) {
        assertThat(Reply.members(formats))
            .containsExactly("json", "json3", "shields", "shields3", "svg", "svg3");
        formats.forEach(
            url -> assertThat(url.asText()).startsWith(Installation.get().site() + "/badge/"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "*, json, down", "*, json3, down", "late, json, up", "late, json3, late", "down, json, down",
    "down, json3, down", "up, json, up", "up, json3, up", "a/b%2F&<\u65e5?#, json3, up",
        "all, json3, down"
  })
  void a_badge_says_how_its_checks_are(String tag, String format, String status) {
    JsonNode badge = badge(tag, format).json();
    assertThat(Reply.members(badge)).containsExactly("down", "grace", "status", "total");
    assertThat(badge.get("status").asText()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"*, 4, 1, 1", "late, 1, 1, 0", "down, 1, 0, 1", "up, 2, 0, 0", "all, 3, 1, 1"})
  void it_counts_in_both_modes(String tag, int total, int grace, int down) {
    for (String format : List.of("json", "json3")) {
      JsonNode badge = badge(tag, format).json();
      assertThat(badge.get("total").asInt()).isEqualTo(total);
      assertThat(badge.get("grace").asInt()).isEqualTo(grace);
      assertThat(badge.get("down").asInt()).isEqualTo(down);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "late, shields3, late, important",
    "late, shields, up, success",
    "down, shields, down, critical",
    "*, shields3, down, critical",
    "up, shields, up, success"
  })
  void for_shields_io_it_has_a_label_and_a_colour(
      String tag, String format, String message, String color) {
    JsonNode badge = badge(tag, format).json();
    assertThat(Reply.members(badge)).containsExactly("color", "label", "message", "schemaVersion");
    assertThat(badge.get("schemaVersion").asInt()).isEqualTo(1);
    assertThat(badge.get("label").asText()).isEqualTo(tag.equals("*") ? "Watch & Co" : tag);
    assertThat(badge.get("message").asText()).isEqualTo(message);
    assertThat(badge.get("color").asText()).isEqualTo(color);
  }

  @ParameterizedTest
  @CsvSource({
    "late, svg3, late, #fe7d37",
    "late, svg, up, #4c1",
    "down, svg, down, #e05d44",
    "*, svg, down, #e05d44"
  })
  void as_a_picture_it_has_text_and_colours(
      String tag, String format, String status, String color) {
    Reply reply = badge(tag, format);
    assertThat(reply.header("content-type")).startsWith("image/svg+xml");
    assertThat(reply.body())
        .startsWith("<svg")
        .contains("height=\"20\"", "#555", color, ">" + status + "<")
        .contains(tag.equals("*") ? ">Watch &amp; Co<" : ">" + tag + "<");
  }

  @Test
  void text_in_a_picture_is_escaped() {
    assertThat(badge("a/b%2F&<\u65e5?#", "svg").body())
        .contains("a/b%2F&amp;&lt;\u65e5?#")
        .doesNotContain("&<");
  }

  @Test
  void answers_forbid_caching_and_allow_every_origin() {
    for (String format : List.of("svg", "json3", "shields")) {
      Reply reply = badge("up", format);
      assertThat(reply.header("access-control-allow-origin")).isEqualTo("*");
      assertThat(List.of(reply.header("cache-control").split(", ", -1)))
          .contains("no-cache", "no-store", "must-revalidate", "private", "max-age=0");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "POST", "PUT", "DELETE", "PATCH"})
  void only_get_and_options_are_answered(String method) {
    for (String url : urlPaths()) {
      NOBODY.send(method, url, new byte[0]).is(405);
      NOBODY.send("OPTIONS", url, new byte[0]).is(204);
    }
  }

  private static List<String> urlPaths() {
    String site = Installation.get().site();
    String check = PROJECT.write().get("checks/").items("checks").get(0).get("badge_url").asText();
    return List.of(
        check.substring(site.length()),
        urls().get("*").get("svg").asText().substring(site.length()),
        urls().get("up").get("json3").asText().substring(site.length()));
  }

  @Test
  void a_signature_fits_its_tag_and_its_key_alone() {
    String site = Installation.get().site();
    String up = urls().get("up").get("json3").asText().substring(site.length());
    String all = urls().get("*").get("json3").asText().substring(site.length());
    byte[] none = new byte[0];
    NOBODY.send("GET", up.replace("/up.json", "/down.json"), none).is(404);
    NOBODY.send("GET", up.replace(".json", ".png"), none).is(404);
    NOBODY.send("GET", up.replace(".json", ""), none).is(404);
    String signature = all.substring(all.lastIndexOf('/') + 1, all.lastIndexOf('.'));
    NOBODY.send("GET", all.replace(signature, "AAAAAAAA"), none).is(404);
    NOBODY.send("GET", all.replace(signature, signature.substring(0, 7)), none).is(404);
    NOBODY.send("GET", all.replace("/badge/", "/badge/x"), none).is(404);
    NOBODY
        .send("GET", "/badge/00000000-1111-2222-3333-444444444444/" + signature + ".json", none)
        .is(404);
  }

  @Test
  void two_states_are_the_three_state_url_with_a_suffix() {
    String two = urls().get("late").get("json").asText();
    String three = urls().get("late").get("json3").asText();
    assertThat(two.replace("-2/", "/")).isEqualTo(three);
    assertThat(urls().get("*").get("svg").asText().replace("-2.svg", ".svg"))
        .isEqualTo(urls().get("*").get("svg3").asText());
  }

  @Test
  void a_check_has_badges_of_its_own() {
    JsonNode late = PROJECT.write().get("checks/").items("checks").get(0);
    String two = late.get("badge_url").asText();
    String three = two.replace("/b/2/", "/b/3/");
    JsonNode json = open(three.replace(".svg", ".json")).is(200).json();
    assertThat(json.get("status").asText()).isEqualTo("late");
    assertThat(json.get("total").asInt()).isEqualTo(1);
    assertThat(json.get("grace").asInt()).isEqualTo(1);
    assertThat(open(two.replace(".svg", ".json")).is(200).get("status")).isEqualTo("up");
    assertThat(open(two.replace("/b/2/", "/b/17/").replace(".svg", ".json")).is(200).get("status"))
        .isEqualTo("up");
    assertThat(open(two).is(200).body()).contains(">late job<", ">up<");
    assertThat(open(three.replace(".svg", ".shields")).is(200).get("label")).isEqualTo("late job");
    open(two.replace("/b/2/", "/b/x/")).is(404);
    open(two.replace(".svg", ".gif")).is(404);
    open(Installation.get().site() + "/b/2/" + late.get("uuid").asText() + ".svg").is(404);
  }

  @Test
  void an_unnamed_checks_badge_is_labelled_with_its_uuid() {
    JsonNode unnamed = PROJECT.write().get("checks/").items("checks").get(3);
    String url = unnamed.get("badge_url").asText().replace(".svg", ".shields");
    assertThat(open(url).is(200).get("label")).isEqualTo(unnamed.get("uuid").asText());
  }

  @Test
  void new_and_paused_checks_are_up() {
    Check check = PROJECT.check("\"tags\": \"quiet\"");
    assertThat(badge("quiet", "json").get("status")).isEqualTo("up");
    PROJECT.write().post(check.path() + "/pause", "").is(200);
    assertThat(badge("quiet", "json3").get("status")).isEqualTo("up");
    PROJECT.write().delete(check.path()).is(200);
  }
}
