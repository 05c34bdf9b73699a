package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Pages show badges, and hand out what it takes to show them elsewhere. */
class BadgesOnPagesTest {

  private static final Pattern PICTURE = Pattern.compile("<img src=\"(/b[^\"]+\\.svg[^\"]*)\"");

  private final Fixture fixture = new Fixture();

  private String picture(String page) {
    Matcher picture = PICTURE.matcher(page);
    assertThat(picture.find()).as(page).isTrue();
    return fixture.browser.get(picture.group(1).replace("&amp;", "&")).body();
  }

  @Test
  void the_page_of_a_check_shows_its_badge() {
    UUID check = fixture.check("dump [daily] <x>");
    fixture.state(check, "status = 'down'");
    String page = fixture.browser.get("/checks/" + check).body();
    assertThat(picture(page)).contains("dump [daily] &lt;x&gt;", ">down<");
    assertThat(page)
        .contains("data-copy=\"![dump \\[daily\\] &lt;x>](http://127.0.0.1:0/b/3/")
        .doesNotContain("<x>");
  }

  @Test
  void the_settings_of_a_project_show_the_badges_of_its_tags() {
    UUID check = fixture.check("job");
    Fixture.DASHBOARD.db.update("tagging", "UPDATE checks SET tags = 'a/b' WHERE code = ?", check);
    String page = fixture.browser.get("/projects/" + fixture.project.code() + "/settings").body();
    assertThat(picture(page)).contains(">Tocsin<", ">up<");
    assertThat(page).contains("/a%252Fb.svg");
  }

  private String builder(String query) {
    return fixture.browser.get(base() + query).body();
  }

  private String base() {
    return "/projects/" + fixture.project.code() + "/badges";
  }

  @Test
  void a_badge_is_put_together_from_what_it_is_about_a_label_and_a_style() {
    UUID check = fixture.check("dump");
    fixture.state(check, "status = 'down'");
    Fixture.DASHBOARD.db.update("tagging", "UPDATE checks SET tags = 'db' WHERE code = ?", check);
    assertThat(picture(builder(""))).contains(">Tocsin<", ">down<", "a3 3 0");
    String tagged = builder("?range=tag:db&states=2&label=A+%26+%3Cb%3E&style=flat-square");
    assertThat(tagged)
        .contains("-2/db.svg?label=A%20%26%20%3Cb%3E&amp;style=flat-square", "-2/db.json")
        .contains("selected>db", "selected>Square corners")
        .doesNotContain("A & <b>");
    assertThat(picture(tagged)).contains(">A &amp; &lt;b&gt;<", ">down<").doesNotContain("a3 3 0");
    String one = builder("?range=check:" + check + "&label=x");
    assertThat(one).contains("/b/3/", ".svg?label=x").contains("![dump](");
    assertThat(picture(one)).contains(">x<");
    assertThat(fixture.browser.get("/checks/" + check).body())
        .contains(base() + "?range=check:" + check);
  }

  @Test
  void what_is_chosen_is_shown_as_a_part_of_the_page_while_people_choose() {
    fixture.check("dump");
    HttpResponse<String> part =
        fixture.browser.get(base() + "?range=all&label=Shop", "HX-Request", "true");
    assertThat(part.body()).contains("label=Shop", "![").doesNotContain("<html");
  }

  @Test
  void a_check_of_another_project_has_no_badge_here() {
    UUID other = new Fixture().check("elsewhere");
    for (String range : new String[] {"check:" + other, "check:x", "nonsense"}) {
      assertThat(builder("?range=" + range)).contains("no such check").doesNotContain("/b/3/");
    }
  }
}
