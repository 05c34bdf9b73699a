package dev.tocsin.drills.management;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what, and how they show it. */
class KeyTest {

  private static final String MISSING = "missing api key";
  private static final String WRONG = "wrong api key";

  private final Project project = Installation.main();
  private final Caller nobody = project.write().key(null);

  @Test
  void keys_have_32_characters_and_say_what_they_may() {
    assertThat(project.api().apiKey()).matches("hcw_[A-Za-z0-9]{28}");
    assertThat(project.api().readKey()).matches("hcr_[A-Za-z0-9]{28}");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 33, 64, 5_000})
  void a_key_of_another_length_counts_as_none(int length) {
    String key = project.api().apiKey();
    String other = length < 32 ? key.substring(0, length) : key + "x".repeat(length - 32);
    nobody.key(other).get("checks/").isError(401, MISSING);
    nobody.key(other).post("checks/", "{}").isError(401, MISSING);
  }

  @Test
  void no_key_is_a_missing_key() {
    for (String path : List.of("checks/", "badges/", "channels/")) {
      nobody.get(path).isError(401, MISSING);
    }
    nobody.post("checks/", "{}").isError(401, MISSING);
    nobody.post("checks/", "").isError(401, MISSING);
  }

  @Test
  void an_unknown_key_is_wrong() {
    String key = project.api().apiKey();
    for (String wrong :
        List.of(
            "x".repeat(32),
            "hcw_" + "0".repeat(28),
            key.toUpperCase(Locale.ROOT),
            key.substring(0, 31) + (key.endsWith("a") ? "b" : "a"),
            "' OR 1=1 --" + ".".repeat(21))) {
      nobody.key(wrong).get("checks/").isError(401, WRONG);
      nobody.key(wrong).post("checks/", "{}").isError(401, WRONG);
    }
  }

  @Test
  void a_post_may_have_its_key_in_the_body() {
    String member = "{\"api_key\": \"%s\"}";
    String write = member.formatted(project.api().apiKey());
    Reply made = nobody.post("checks/", write).is(201);
    String path = "checks/" + made.get("uuid");
    assertThat(made.json().has("api_key")).isFalse();
    nobody.post(path, write).is(200);
    nobody.post(path + "/pause", write).is(200);
    nobody.post(path + "/resume", write).is(200);
    nobody.post("checks/", member.formatted("x".repeat(32))).isError(401, WRONG);
    nobody.post("checks/", member.formatted("x".repeat(31))).isError(401, MISSING);
    nobody.post("checks/", member.formatted(project.api().readKey())).isError(401, WRONG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "5", "true", "[]", "{}", "\"\""})
  void a_key_in_the_body_that_is_no_text_is_none(String value) {
    nobody.post("checks/", "{\"api_key\": " + value + "}").isError(401, MISSING);
  }

  @Test
  void the_header_counts_even_if_it_is_empty() {
    String body = "{\"api_key\": \"" + project.api().apiKey() + "\"}";
    nobody.key("").post("checks/", body).isError(401, MISSING);
    nobody.key("x".repeat(32)).post("checks/", body).isError(401, WRONG);
    nobody.key(project.api().apiKey()).post("checks/", "{\"api_key\": \"wrong\"}").is(201);
  }

  @Test
  void a_query_never_has_a_key_and_a_body_never_reads() {
    String key = project.api().apiKey();
    nobody.get("checks/?api_key=" + key).isError(401, MISSING);
    nobody.get("checks/?X-Api-Key=" + key).isError(401, MISSING);
    byte[] body = ("{\"api_key\": \"" + key + "\"}").getBytes(UTF_8);
    nobody.send("GET", "/api/v3/checks/", body).isError(401, MISSING);
  }

  @Test
  void the_name_of_the_header_has_no_case() {
    nobody.ask("GET", "checks/", "x-API-key: " + project.api().apiKey()).is(200);
  }

  @Test
  void a_read_only_key_is_wrong_where_it_does_not_suffice() {
    Check check = project.check();
    Caller read = project.read();
    for (String path :
        List.of("checks/", check.path(), check.path() + "/pause", check.path() + "/resume")) {
      read.post(path, "{}").isError(401, WRONG);
    }
    read.delete(check.path()).isError(401, WRONG);
    read.get(check.path() + "/pings/").isError(401, WRONG);
    read.get(check.path() + "/pings/1/body").isError(401, WRONG);
    read.get("channels/").isError(401, WRONG);
  }

  @Test
  void a_read_only_key_reads() {
    Check check = project.check();
    Caller read = project.read();
    read.get("checks/").is(200);
    read.get(check.path()).is(200);
    read.get("checks/" + check.uniqueKey()).is(200);
    read.get(check.path() + "/flips/").is(200);
    read.get("checks/" + check.uniqueKey() + "/flips/").is(200);
    read.get("badges/").is(200);
  }

  @Test
  void another_projects_check_is_forbidden() {
    Check check = project.check();
    Project other = Installation.get().project("other");
    Caller key = other.write();
    key.get(check.path()).is(403, "");
    key.post(check.path(), "{}").is(403, "");
    key.delete(check.path()).is(403, "");
    key.post(check.path() + "/pause", "").is(403, "");
    key.post(check.path() + "/resume", "").is(403, "");
    key.get(check.path() + "/pings/").is(403, "");
    key.get(check.path() + "/pings/1/body").is(403, "");
    key.get(check.path() + "/flips/").is(403, "");
    other.read().get(check.path()).is(403, "");
    key.get("checks/" + check.uniqueKey()).is(404, "");
    key.get("checks/" + check.uniqueKey() + "/flips/").is(404, "");
    assertThat(check.get("status")).isEqualTo("new");
  }
}
