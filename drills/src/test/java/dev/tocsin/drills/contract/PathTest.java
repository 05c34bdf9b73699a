package dev.tocsin.drills.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.harness.RawHttp;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** §1: which path is a ping, of what kind, and what every other path is. */
@ParameterizedClass
@EnumSource(Door.class)
class PathTest {

  private static final UUID NOBODY = UUID.fromString("00000000-1111-2222-3333-444444444444");
  private static final String NOT_FOUND = "404 not found";
  private static final String INVALID = "400 invalid url format";

  private final Door door;

  PathTest(Door door) {
    this.door = door;
  }

  private void assertBrief(String path, String expected) throws IOException {
    assertThat(door.get(path).brief()).as(path).isEqualTo(expected);
  }

  /** 404, and no handler of ours: whatever the body, no cache header. */
  private void assertNowhere(String path) throws IOException {
    assertThat(door.get(path).status()).as(path).isEqualTo(404);
    assertThat(door.get(path).brief()).as(path).isNotEqualTo(NOT_FOUND);
  }

  @Test
  void the_word_after_the_check_says_what_kind_of_ping_it_is() throws IOException {
    Map<String, String> kinds =
        Map.ofEntries(
            Map.entry("", "success"),
            Map.entry("/start", "start"),
            Map.entry("/fail", "fail"),
            Map.entry("/log", "log"),
            Map.entry("/0", "success"),
            Map.entry("/00", "success"),
            Map.entry("/1", "fail"),
            Map.entry("/007", "fail"),
            Map.entry("/000000000000000000255", "fail"),
            Map.entry("/255", "fail"));
    Check check = Check.create();
    for (String target : List.of(check.path(), check.slugPath())) {
      for (Map.Entry<String, String> kind : kinds.entrySet()) {
        String path = target + kind.getKey();
        assertBrief(path, "200 OK");
        assertThat(check.last().get("type").asText()).as(path).isEqualTo(kind.getValue());
      }
    }
    assertThat(check.object().get("n_pings").asInt()).isEqualTo(20);
  }

  @Test
  void the_exit_status_is_stored() throws IOException {
    Check check = Check.create();
    door.get(check.path() + "/007");
    door.get(check.slugPath() + "/0");
    door.get(check.path() + "/fail");
    List<String> statuses =
        Installation.get()
            .db()
            .query(
                "exit statuses",
                """
                SELECT coalesce(exit_status::text, 'none') AS s FROM pings
                  JOIN checks ON id = check_id WHERE code = ? ORDER BY n
                """,
                row -> row.string("s"),
                check.code());
    assertThat(statuses).containsExactly("7", "0", "none");
  }

  @Test
  void an_exit_status_above_255_is_refused_however_long_it_is() throws IOException {
    Check check = Check.create();
    for (String status : List.of("256", "0256", "999", "4294967296", "9".repeat(1_000))) {
      assertBrief(check.path() + "/" + status, INVALID);
      assertBrief(check.slugPath() + "/" + status, INVALID);
      assertBrief("/" + NOBODY + "/" + status, NOT_FOUND);
      assertBrief("/" + check.api().pingKey() + "/nobody/" + status, NOT_FOUND);
    }
    assertThat(check.kinds()).isEmpty();
  }

  @Test
  void only_the_bare_code_may_end_with_a_slash() throws IOException {
    Check check = Check.create();
    assertBrief(check.path() + "/", "200 OK");
    for (String word : List.of("/start/", "/fail/", "/log/", "/0/", "/1/", "//", "/start//")) {
      assertNowhere(check.path() + word);
      assertNowhere(check.slugPath() + word);
    }
    assertNowhere(check.slugPath() + "/");
    assertThat(check.kinds()).containsExactly("success");
  }

  @Test
  void a_code_is_lower_case_hex_in_its_canonical_form() throws IOException {
    Check check = Check.create();
    String code = check.code().toString();
    assertNowhere("/" + code.replace("-", ""));
    assertNowhere("/" + code.substring(1));
    assertNowhere("/" + code + "0");
    assertNowhere("/{" + code + "}");
    String upper = "abcdefab-cdef-4abc-8def-abcdefabcdef".toUpperCase(Locale.ROOT);
    assertNowhere("/" + upper);
    assertNowhere("/" + upper + "/");
    assertBrief("/" + upper + "/start", NOT_FOUND); // a ping key and a slug
    assertBrief("/" + NOBODY, NOT_FOUND);
    assertBrief("/" + NOBODY + "/", NOT_FOUND);
    assertBrief("/" + NOBODY + "/start", NOT_FOUND);
    assertThat(check.kinds()).isEmpty();
  }

  @Test
  void an_unknown_word_after_a_code_makes_the_code_a_ping_key() throws IOException {
    Check check = Check.create();
    assertBrief(check.path() + "/finish", NOT_FOUND);
    assertBrief(check.path() + "/-1", NOT_FOUND);
    assertBrief(check.path() + "/START", INVALID);
    assertBrief(check.path() + "/Fail", INVALID);
    assertBrief(check.path() + "/1a", NOT_FOUND);
    assertNowhere(check.path() + "/1.5");
    assertNowhere(check.path() + "/+1");
    assertNowhere(check.path() + "/a%20b");
    assertNowhere(check.path() + "/%d9%a1"); // a digit, but not an ASCII one
    assertNowhere(check.path() + "/start/1/2");
    assertThat(check.kinds()).isEmpty();
  }

  @Test
  void after_a_ping_key_an_action_word_alone_is_a_slug() throws IOException {
    for (String word : List.of("start", "log", "fail", "77")) {
      Check check = Check.create(Installation.get().api(), word, "");
      assertBrief(check.slugPath(), "200 OK");
      assertBrief(check.slugPath() + "/start", "200 OK");
      assertThat(check.kinds()).as(word).containsExactly("success", "start");
      check.delete();
    }
  }

  @Test
  void an_upper_case_slug_is_refused_before_anything_is_looked_up() throws IOException {
    Check check = Check.create();
    String key = check.api().pingKey();
    assertBrief("/" + key + "/Backup", INVALID);
    assertBrief("/" + key + "/backuP/start", INVALID);
    assertBrief("/" + key + "/BACKUP/0", INVALID);
    assertBrief("/wrong-key/Backup", INVALID);
    assertBrief("/wrong-key/Backup?create=1&rid=x", INVALID);
    assertNowhere("/" + key + "/Backup/finish");
    assertNowhere("/" + key + "/Backup/");
    assertNowhere("/" + key + "/Back.up");
  }

  @Test
  void keys_and_slugs_are_letters_digits_hyphens_and_underscores() throws IOException {
    Check odd =
        Check.create(
            Installation.get().api(), "_-0a_z9-" + door.name().toLowerCase(Locale.ROOT), "");
    assertBrief(odd.slugPath(), "200 OK");
    String key = odd.api().pingKey();
    for (String bad :
        List.of("a.b", "a+b", "a~b", "a,b", "a:b", "a@b", "%C3%A9", "a%00b", "a%0A")) {
      assertNowhere("/" + key + "/" + bad);
      assertNowhere("/" + bad + "/" + odd.slug());
      assertNowhere("/" + key + "/" + bad + "/start");
    }
    assertBrief("/wrong_-key/" + odd.slug(), NOT_FOUND);
    assertBrief("/" + key.toLowerCase(Locale.ROOT) + "x/" + odd.slug(), NOT_FOUND);
    assertBrief("/" + key + "/" + "s".repeat(3_000), NOT_FOUND);
  }

  @Test
  void words_of_the_path_are_case_sensitive() throws IOException {
    Check check = Check.create();
    for (String path : List.of("/Ping", "/PING", "/pings")) {
      assertThat(RawHttp.ask(door.port(), "GET", path + check.path()).status())
          .as(path)
          .isEqualTo(404);
    }
    assertBrief(check.slugPath() + "/start", "200 OK");
    assertNowhere(check.slugPath() + "/START");
    assertNowhere(check.slugPath() + "/Log");
    assertThat(check.kinds()).containsExactly("start");
  }

  @Test
  void percent_encoding_is_decoded_once() throws IOException {
    Check check = Check.create();
    String code = check.code().toString();
    String key = check.api().pingKey();
    assertBrief("/" + code.replace("-", "%2D"), "200 OK");
    assertBrief("/" + code.replace("-", "%2d") + "/%73tart", "200 OK");
    assertBrief("/" + code + "%2Ffail", "200 OK"); // decoded before it is routed
    assertBrief("/" + code + "/%30%300", "200 OK");
    assertBrief("/" + key + "/" + check.slug().replace("-", "%2D") + "/log", "200 OK");
    assertThat(check.kinds()).containsExactly("success", "start", "fail", "success", "log");
    assertNowhere("/" + code.replace("-", "%252D"));
    assertNowhere("/" + key + "/" + check.slug().replace("-", "%252D"));
    assertNowhere("/" + code + "%");
    assertNowhere("/" + code + "/%7");
    assertNowhere("/" + code + "%0A");
  }

  @Test
  void the_words_before_the_check_may_be_percent_encoded_too() throws IOException {
    Check check = Check.create();
    for (String path : List.of("/%70ing" + check.path(), "/pin%67%2f" + check.code())) {
      assertThat(RawHttp.ask(door.port(), "GET", path).brief()).as(path).isEqualTo("200 OK");
    }
  }

  @Test
  void a_path_is_not_normalised() throws IOException {
    Check check = Check.create();
    for (String path :
        List.of(
            "/" + check.path(),
            "/." + check.path(),
            "/x/.." + check.path(),
            "/%2e" + check.path(),
            check.path() + "/./start",
            check.path() + "/x/../start",
            check.path() + "//start",
            "/" + check.slugPath(),
            check.slugPath() + "/../" + check.slug(),
            "//" + check.code() + "/start")) {
      assertNowhere(path);
    }
    assertThat(check.kinds()).isEmpty();
  }

  @Test
  void an_absolute_request_target_is_as_good_as_its_path() throws IOException {
    Check check = Check.create();
    String target = "http://tocsin.example" + door.at(check.path()) + "/start?x=1";
    assertThat(RawHttp.ask(door.port(), "GET", target).brief()).isEqualTo("200 OK");
    assertThat(check.kinds()).containsExactly("start");
  }

  @Test
  void what_is_no_path_at_all_is_refused_and_harms_nobody() throws IOException {
    for (String line :
        List.of("OPTIONS *", "GET ping", "GET ?", "CONNECT h:80", "GET #", "GET /%")) {
      try (RawHttp http = door.open()) {
        int status = http.send(line + " HTTP/1.1\nHost: h\n\n").read("GET").status();
        assertThat(status).as(line).isBetween(400, 405);
      }
    }
  }
}
