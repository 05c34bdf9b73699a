package dev.tocsin.drills.management;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.harness.RawHttp;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers of this protocol got wrong, and what strangers send. Nothing is ever a 500. */
class HostileTest {

  private final Project project = Installation.main();
  private final Caller key = project.write();

  @AfterAll
  static void nothing_was_a_surprise() {
    assertThat(Installation.get().output())
        .doesNotContain("NullPointerException", "internal error", "\tat dev.tocsin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name",
        "slug",
        "tags",
        "desc",
        "schedule",
        "tz",
        "channels",
        "start_kw",
        "methods",
        "subject"
      })
  void a_nul_in_a_text_is_refused_or_kept(String member) {
    Reply reply = key.post("checks/", "{\"" + member + "\": \"a\\u0000b\"}");
    assertThat(reply.status()).isIn(201, 400);
    if (reply.status() == 201) {
      assertThat(reply.get(member)).isEqualTo("a\u0000b");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"name", "slug", "tags", "desc", "schedule", "tz", "channels", "failure_kw"})
  void half_a_character_is_refused(String member) {
    for (String half :
        List.of("\\ud800", "\\udc00", "x\\ud800x", "\\ud800\\ud800", "\\udc00\\ud800")) {
      key.post("checks/", "{\"" + member + "\": \"" + half + "\"}").is(400);
    }
  }

  @Test
  void a_pair_of_halves_is_a_character() {
    Reply made = key.post("checks/", "{\"name\": \"\\ud83d\\ude00\"}").is(201);
    assertThat(made.get("name")).isEqualTo("\ud83d\ude00");
    assertThat(key.get("checks/" + made.get("uuid")).get("name")).isEqualTo("\ud83d\ude00");
  }

  @ParameterizedTest
  @ValueSource(ints = {20_000, 100_000, 400_000})
  void json_without_end_is_refused(int depth) {
    for (String open : List.of("[", "{\"a\":")) {
      String body = open.repeat(depth);
      key.post("checks/", body).is(400);
      key.post("checks/", "{\"name\": " + open.repeat(depth)).is(400);
    }
    key.post("checks/", "{\"x\":" + "[".repeat(depth) + "]".repeat(depth) + "}").is(400);
  }

  @Test
  void long_tags_are_refused_or_kept() {
    String tags = "t".repeat(5_000);
    Reply reply = key.post("checks/", "{\"tags\": \"" + tags + "\"}");
    if (reply.status() == 201) {
      assertThat(reply.get("tags")).isEqualTo(tags);
    } else {
      reply.isInvalid("tags is too long");
    }
  }

  @Test
  void a_nul_in_a_key_is_a_wrong_key() {
    key.key(null).post("checks/", "{\"api_key\": \"" + "x".repeat(31) + "\\u0000\"}").is(401);
    key.key(null).post("checks/", "{\"api_key\": \"" + "x".repeat(31) + "\\ud800\"}").is(401);
    key.key("\u00e9".repeat(32)).get("checks/").is(401);
  }

  @Test
  void numbers_without_end_take_no_time() {
    long began = System.nanoTime();
    key.post("checks/", "{\"timeout\": " + "9".repeat(1_000_000) + "}").is(400);
    key.post("checks/", "{\"x\": 1e999999999}").is(201);
    key.post("checks/", "{\"timeout\": 1e999999999}").is(400);
    key.post("checks/", "{\"timeout\": 1e-999999999}").is(400);
    assertThat(System.nanoTime() - began).isLessThan(10_000_000_000L);
  }

  @Test
  void member_names_may_be_anything() {
    key.post(
            "checks/",
            "{\"\": 1, \"\\u0000\": 2, \"__proto__\": {}, \"" + "n".repeat(100_000) + "\": 3}")
        .is(201);
  }

  @Test
  void random_bytes_never_make_it_fail() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      byte[] body = new byte[1 + random.nextInt(200)];
      random.nextBytes(body);
      assertThat(key.post("checks/", body).status())
          .as("seed %d, round %d", seed, i)
          .isEqualTo(400);
    }
  }

  @Test
  void broken_json_never_makes_it_fail() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String whole =
        "{\"name\": \"n\\u00e9\", \"tags\": \"a b\", \"timeout\": 60, \"grace\": 1e2, \"unique\": [\"name\"],"
            + " \"manual_resume\": true, \"tz\": \"UTC\", \"schedule\": \"* * * * *\", \"channels\": \"*\"}";
    for (int i = 0; i < 150; i++) {
      byte[] body = whole.getBytes(UTF_8);
      for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
        body[random.nextInt(body.length)] =
            (byte) "{}[]\",:\\0-e \u0000x".charAt(random.nextInt(14));
      }
      assertThat(key.post("checks/", body).status())
          .as("seed %d, round %d", seed, i)
          .isIn(200, 201, 400);
    }
  }

  @Test
  void half_a_request_leaves_no_check() throws IOException {
    Project own = Installation.get().project("half");
    for (String request :
        List.of(
            "POST /api/v3/checks/ HTTP/1.1\nHost: h\nX-Api-Key: %s\nContent-Length: 100\n\n{}",
            "POST /api/v3/checks/ HTTP/1.1\nHost: h\nX-Api-Key: %s\nTransfer-Encoding: chunked\n\n2\n{}\n",
            "POST /api/v3/checks/ HTTP/1.1\nHost: h\nX-Api-Key: %s\nContent-")) {
      try (RawHttp http = new RawHttp(own.port())) {
        http.send(request.formatted(own.api().apiKey())).vanish();
      }
    }
    assertThat(own.write().get("checks/").items("checks")).isEmpty();
  }

  @Test
  void requests_may_come_in_one_go() throws IOException {
    try (RawHttp http = new RawHttp(project.port())) {
      String one = "POST /api/v3/checks/ HTTP/1.1\nHost: h\nX-Api-Key: %s\nContent-Length: 2\n\n{}";
      http.send(one.formatted(project.api().apiKey()).repeat(20));
      for (int i = 0; i < 20; i++) {
        new Reply(http.read("POST")).is(201);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: -1",
        "Content-Length: x",
        "Content-Length: 2\nContent-Length: 3",
        "Transfer-Encoding: chunked\nContent-Length: 2",
        "Transfer-Encoding: gzip"
      })
  void an_unclear_length_is_refused(String header) throws IOException {
    try (RawHttp http = new RawHttp(project.port())) {
      http.send("POST /api/v3/checks/ HTTP/1.1\nHost: h\n" + header + "\n\n{}\n");
      assertThat(http.read("POST").status()).isBetween(400, 501);
    }
    key.get("status/").is(200, "OK");
  }

  @Test
  void two_keys_are_not_better_than_one() {
    Reply reply =
        key.key(null)
            .ask(
                "GET",
                "checks/",
                "X-Api-Key: " + "x".repeat(32),
                "X-Api-Key: " + project.api().apiKey());
    assertThat(reply.status()).isIn(200, 400, 401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "checks/?tag=%",
        "checks/?tag=%00",
        "checks/%00",
        "checks/%ff",
        "checks/..%2f..%2fetc",
        "%2e%2e/",
        "checks/?",
        "checks/\u00ff",
        "checks/?tag=\u00ff\u00fe"
      })
  void odd_targets_get_an_answer_without_internals(String path) {
    Reply reply = key.get(path);
    assertThat(reply.status()).isIn(200, 400, 404);
    assertThat(reply.body()).doesNotContain("Exception").doesNotContain("<html");
  }

  @Test
  void a_query_may_be_long() {
    key.get("checks/?" + "tag=x&".repeat(600)).is(200);
  }
}
