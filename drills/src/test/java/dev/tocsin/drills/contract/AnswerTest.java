package dev.tocsin.drills.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.harness.RawHttp.Answer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** §7: answers, byte by byte. */
@ParameterizedClass
@EnumSource(Door.class)
class AnswerTest {

  private static final String NOBODY = "/00000000-1111-2222-3333-444444444444";

  private final Door door;

  AnswerTest(Door door) {
    this.door = door;
  }

  private static void assertText(Answer answer, int status, String body) {
    assertThat(answer.brief()).isEqualTo(status + " " + body);
    assertThat(answer.header("content-length")).isEqualTo("" + body.length());
    assertThat(answer.header("content-type")).isEqualTo("text/plain; charset=utf-8");
  }

  private static void assertAccepted(Answer answer, int status, String body) {
    assertText(answer, status, body);
    assertThat(answer.header("access-control-allow-origin")).isEqualTo("*");
    assertThat(answer.header("ping-body-limit")).isEqualTo("10000");
    assertUncached(answer);
  }

  private static void assertUncached(Answer answer) {
    assertThat(Arrays.asList(answer.header("cache-control").split(", ", -1)))
        .contains("no-cache", "no-store", "must-revalidate", "private", "max-age=0");
  }

  private static void assertRefused(Answer answer, int status, String body, boolean uncached) {
    assertText(answer, status, body);
    assertThat(answer.header("access-control-allow-origin")).isEqualTo("-");
    assertThat(answer.header("ping-body-limit")).isEqualTo("-");
    if (uncached) {
      assertUncached(answer);
    } else {
      assertThat(answer.header("cache-control")).isEqualTo("-");
    }
  }

  @Test
  void a_ping_that_is_recorded_is_ok_whatever_became_of_it() throws IOException {
    Check check = Check.create("\"methods\":\"POST\",");
    for (String word : List.of("", "/start", "/fail", "/log", "/0", "/1")) {
      assertAccepted(door.ask("POST", check.path() + word), 200, "OK");
      assertAccepted(door.ask("POST", check.slugPath() + word), 200, "OK");
      assertAccepted(door.ask("GET", check.slugPath() + word), 200, "OK"); // ignored
    }
    assertAccepted(door.get(check.path() + "/"), 200, "OK");
  }

  @Test
  void a_check_that_was_made_for_its_ping_is_created() throws IOException {
    String path = "/" + Installation.get().api().pingKey() + "/" + Check.freshSlug();
    assertAccepted(door.get(path + "?create=1"), 201, "Created");
    assertAccepted(door.get(path + "?create=1"), 200, "OK");
  }

  @Test
  void by_code_every_answer_forbids_caching() throws IOException {
    Check check = Check.create();
    assertRefused(door.get(NOBODY), 404, "not found", true);
    assertRefused(door.get(NOBODY + "/start"), 404, "not found", true);
    assertRefused(door.get(NOBODY + "/256"), 404, "not found", true);
    assertRefused(door.get(check.path() + "/256"), 400, "invalid url format", true);
    assertRefused(door.get(check.path() + "?rid="), 400, "invalid uuid format", true);
  }

  @Test
  void by_slug_answers_forbid_caching_once_a_check_was_found() throws IOException {
    Check check = Check.create();
    Check.create(check.api(), check.slug() + "-twin", "");
    Check.create(check.api(), check.slug() + "-twin", "");
    assertRefused(door.get(check.slugPath() + "/256"), 400, "invalid url format", true);
    assertRefused(door.get(check.slugPath() + "?rid="), 400, "invalid uuid format", true);
    assertRefused(door.get(check.slugPath() + "-twin"), 409, "ambiguous slug", false);
    assertRefused(door.get(check.slugPath() + "-nobody"), 404, "not found", false);
    assertRefused(door.get("/no-key/" + check.slug()), 404, "not found", false);
    assertRefused(door.get("/no-key/Nobody"), 400, "invalid url format", false);
  }

  @Test
  void answers_name_no_server_and_set_no_cookie() throws IOException {
    for (String path : List.of(Check.create().path(), NOBODY, "/x")) {
      Answer answer = door.get(path);
      assertThat(answer.header("set-cookie")).isEqualTo("-");
      assertThat(answer.header("server")).isEqualTo("-");
      assertThat(answer.header("location")).isEqualTo("-");
    }
  }
}
