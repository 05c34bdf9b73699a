package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Pages show badges, and hand out what it takes to show them elsewhere. */
class BadgesOnPagesTest {

  private static final Pattern PICTURE = Pattern.compile("<img src=\"(/b[^\"]+\\.svg)\"");

  private final Fixture fixture = new Fixture();

  private String picture(String page) {
    Matcher picture = PICTURE.matcher(page);
    assertThat(picture.find()).as(page).isTrue();
    return fixture.browser.get(picture.group(1)).body();
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
}
