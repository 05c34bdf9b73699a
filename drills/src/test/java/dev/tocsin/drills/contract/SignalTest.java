package dev.tocsin.drills.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** §6: what a request comes to, and which of its mistakes is told. */
@ParameterizedClass
@EnumSource(Door.class)
class SignalTest {

  private static final String WORDS =
      "\"filter_http_body\":true,\"start_kw\":\"BEGIN\",\"success_kw\":\" DONE ,, ok then\","
          + "\"failure_kw\":\"ERROR,kaputt\",";
  private static final String INVALID_URL = "400 invalid url format";
  private static final String INVALID_UUID = "400 invalid uuid format";

  private final Door door;

  SignalTest(Door door) {
    this.door = door;
  }

  private String kindOf(Check check, String word, byte[] body) throws IOException {
    assertThat(door.post(check.path() + word, body).brief()).isEqualTo("200 OK");
    return check.last().get("type").asText();
  }

  private String kindOf(Check check, String word, String body) throws IOException {
    return kindOf(check, word, body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void mistakes_are_told_in_the_order_of_the_contract() throws IOException {
    Check check = Check.create();
    Check twin = Check.create();
    Check.create(twin.api(), twin.slug(), "");
    assertThat(door.get(twin.slugPath()).brief()).isEqualTo("409 ambiguous slug");
    assertThat(door.get(twin.slugPath() + "/256?rid=x").brief()).isEqualTo("409 ambiguous slug");
    assertThat(door.get(twin.slugPath() + "?create=1").brief()).isEqualTo("409 ambiguous slug");
    assertThat(door.get(twin.path()).brief()).isEqualTo("200 OK");
    assertThat(door.get(check.path() + "/256?rid=x").brief()).isEqualTo(INVALID_URL);
    assertThat(door.get(check.path() + "/255?rid=x").brief()).isEqualTo(INVALID_UUID);
    assertThat(door.get("/no-key/nobody/256?rid=x").brief()).isEqualTo("404 not found");
    assertThat(door.get("/no-key/Nobody/256?rid=x").brief()).isEqualTo(INVALID_URL);
    assertThat(check.kinds()).isEmpty();
  }

  @Test
  void where_only_post_counts_other_methods_are_answered_ok_and_ignored() throws IOException {
    Check check = Check.create("\"methods\":\"POST\",");
    for (String method : List.of("GET", "HEAD", "PUT", "post", "POSTS")) {
      assertThat(door.ask(method, check.path() + "/fail").status()).as(method).isEqualTo(200);
    }
    assertThat(check.kinds()).containsOnly("ign").hasSize(5);
    assertThat(check.get("status")).isEqualTo("new");
    assertThat(door.get(check.path() + "?rid=x").brief()).isEqualTo(INVALID_UUID);
    assertThat(door.get(check.path() + "/256").brief()).isEqualTo(INVALID_URL);
    door.ask("POST", check.path());
    assertThat(check.last().get("type").asText()).isEqualTo("success");
  }

  @Test
  void a_method_filter_ranks_before_keywords() throws IOException {
    Check check = Check.create("\"methods\":\"POST\"," + WORDS);
    try (var http = door.open()) {
      byte[] body = "ERROR".getBytes(StandardCharsets.US_ASCII);
      http.post("PUT", door.at(check.path()), body);
      http.post("POST", door.at(check.path()), body);
    }
    assertThat(check.kinds()).containsExactly("ign", "fail");
  }

  @Test
  void keywords_in_the_body_decide_whatever_the_path_says() throws IOException {
    Check check = Check.create(WORDS);
    for (String word : List.of("", "/start", "/fail", "/log", "/0", "/3")) {
      assertThat(kindOf(check, word, "an ERROR and DONE and BEGIN")).as(word).isEqualTo("fail");
      assertThat(kindOf(check, word, "BEGIN and DONE")).as(word).isEqualTo("success");
      assertThat(kindOf(check, word, "BEGINNING")).as(word).isEqualTo("start");
      assertThat(kindOf(check, word, "error, done, begin")).as(word).isEqualTo("ign");
      assertThat(kindOf(check, word, "")).as(word).isEqualTo("ign");
    }
    assertThat(kindOf(check, "", "took ok then left")).isEqualTo("success");
    assertThat(kindOf(check, "", "xkaputty")).isEqualTo("fail");
  }

  @Test
  void no_keyword_is_a_failure_where_the_check_says_so() throws IOException {
    Check check = Check.create(WORDS + "\"filter_default_fail\":true,");
    assertThat(kindOf(check, "", "nothing of it")).isEqualTo("fail");
    assertThat(kindOf(check, "/start", "")).isEqualTo("fail");
    assertThat(kindOf(check, "", "DONE")).isEqualTo("success");
    Check bare = Check.create("\"filter_http_body\":true,");
    assertThat(kindOf(bare, "", "anything")).isEqualTo("ign");
  }

  @Test
  void only_what_is_kept_of_a_body_is_searched() throws IOException {
    Check check = Check.create(WORDS);
    assertThat(kindOf(check, "", "x".repeat(9_996) + "DONE")).isEqualTo("success");
    assertThat(kindOf(check, "", "x".repeat(9_997) + "DONE")).isEqualTo("ign");
    assertThat(kindOf(check, "", "DONE" + "x".repeat(20_000) + "ERROR")).isEqualTo("success");
  }

  @Test
  void filters_for_mail_do_not_concern_requests() throws IOException {
    Check check =
        Check.create("\"filter_subject\":true,\"filter_body\":true,\"failure_kw\":\"ERROR\",");
    assertThat(kindOf(check, "", "ERROR")).isEqualTo("success");
    assertThat(kindOf(check, "/start", "ERROR")).isEqualTo("start");
  }

  @Test
  void a_body_that_is_no_utf_8_is_searched_all_the_same() throws IOException {
    Check check = Check.create(WORDS + "\"filter_default_fail\":true,");
    byte[] mixed = "\u00ff\u00fe DONE \u00c3".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(kindOf(check, "", mixed)).isEqualTo("success");
    assertThat(kindOf(check, "", new byte[] {-1, -1})).isEqualTo("fail");
    Check umlaut = Check.create("\"filter_http_body\":true,\"success_kw\":\"Gr\u00f6\u00dfe\",");
    assertThat(kindOf(umlaut, "", "Gr\u00f6\u00dfe 3")).isEqualTo("success");
  }

  @Test
  void a_check_paused_until_resumed_by_hand_ignores_everything() throws IOException {
    Check check = Check.create("\"manual_resume\":true,");
    door.get(check.path());
    check.pause();
    for (String word : List.of("", "/start", "/fail", "/log", "/7")) {
      assertThat(door.get(check.path() + word).brief()).isEqualTo("200 OK");
    }
    assertThat(check.kinds()).containsExactly("success", "ign", "ign", "ign", "ign", "ign");
    assertThat(check.get("status")).isEqualTo("paused");
    assertThat(check.get("started")).isEqualTo("false");
    assertThat(door.get(check.path() + "?rid=x").brief()).isEqualTo(INVALID_UUID);
    check.api().call("POST", "/api/v3/checks/" + check.code() + "/resume", "");
    door.get(check.path() + "/fail");
    assertThat(check.get("status")).isEqualTo("down");
  }

  @Test
  void a_change_of_filters_counts_from_the_next_ping_on() throws IOException {
    Check check = Check.create();
    assertThat(kindOf(check, "", "ERROR")).isEqualTo("success");
    check.edit("{\"filter_http_body\":true,\"failure_kw\":\"ERROR\"}");
    assertThat(kindOf(check, "", "ERROR")).isEqualTo("fail");
    check.edit("{\"filter_http_body\":false,\"methods\":\"POST\"}");
    door.get(check.path());
    assertThat(check.last().get("type").asText()).isEqualTo("ign");
  }
}
