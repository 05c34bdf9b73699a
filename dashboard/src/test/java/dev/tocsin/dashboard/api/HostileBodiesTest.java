package dev.tocsin.dashboard.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestProject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that nobody means well with: every one gets an answer that is the sender's fault. */
class HostileBodiesTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));
  private final TestProject project = API.project();

  @AfterAll
  static void stop() {
    API.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "\n\t",
        "{",
        "}",
        "nul",
        "\uFEFF{}",
        "{} {}",
        "{}x",
        "{'name': 'x'}",
        "{\"name\": 01}",
        "{\"name\": \"a\nb\"}",
        "{\"a\": \"\\x\"}",
        "{\"a\": \"\\ud8\"}",
        "[1,]",
        "{\"a\":1,}",
        "/* */{}",
        "\u0000{}",
        "name=x&slug=y",
        "<xml/>",
        "tru",
        "NaNs",
        "INF",
        "{\"timeout\": INF}",
        "{\"x\": [-INF]}",
        "\"",
        "{\"a\" 1}"
      })
  void what_is_not_json_cannot_be_parsed(String body) {
    var answer = API.post("v3/checks/", project.writeKey(), body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).isEqualTo("{\"error\":\"could not parse request body\"}");
  }

  @Test
  void the_word_inf_in_a_text_is_a_word() {
    String body = "{\"name\": \"INF\", \"tags\": \"INF\", \"INF\": 1}";
    assertThat(API.post("v3/checks/", project.writeKey(), body).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "7", "\"{}\"", "true", "NaN", "[{}]", " 1.5 "})
  void json_that_is_no_object_is_refused(String body) {
    var answer = API.post("v3/checks/", project.writeKey(), body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("json validation error: value is not an object");
  }

  @Test
  void what_is_not_utf_8_cannot_be_parsed() {
    for (byte[] body :
        new byte[][] {
          {'{', '"', (byte) 0xff, '"', ':', '1', '}'},
          "{\"name\": \"é\"}".getBytes(StandardCharsets.ISO_8859_1),
          "{}".getBytes(StandardCharsets.UTF_16),
          "{}".getBytes(StandardCharsets.UTF_16LE),
          {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'},
          {'{', '"', (byte) 0xc0, (byte) 0x80, '"', ':', '1', '}'},
        }) {
      var answer = API.send("POST", "v3/checks/", project.writeKey(), body);
      assertThat(answer.error()).isEqualTo("could not parse request body");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"name", "slug", "tags", "desc", "channels", "success_kw", "tz", "schedule"})
  void nul_and_half_characters_are_refused(String member) {
    for (String text : new String[] {"\\u0000", "a\\ud800b", "\\udc00", "\\udc00\\ud800"}) {
      String body = "{\"%s\": \"%s\"}".formatted(member, text);
      var answer = API.post("v3/checks/", project.writeKey(), body);
      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(answer.error()).startsWith("json validation error: " + member + " ");
    }
    String unknown = "{\"else\": \"\\u0000\\ud800\", \"\\u0000\": 1}";
    assertThat(API.post("v3/checks/", project.writeKey(), unknown).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "{\"name\":[", "{\"unique\":[["})
  void deep_nesting_is_refused(String open) {
    for (int depth : new int[] {50_000, 200_000}) {
      var answer = API.post("v3/checks/", project.writeKey(), open.repeat(depth));
      assertThat(answer.status()).isEqualTo(400);
    }
    String closed = "{\"else\":" + "[".repeat(200) + "]".repeat(200) + "}";
    assertThat(API.post("v3/checks/", project.writeKey(), closed).status()).isEqualTo(201);
    String deep = "{\"else\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}";
    assertThat(API.post("v3/checks/", project.writeKey(), deep).status()).isEqualTo(400);
  }

  @Test
  void numbers_of_any_length_are_refused() {
    for (int digits : new int[] {20, 400, 4000, 100_000}) {
      String body = "{\"timeout\": " + "9".repeat(digits) + "}";
      var answer = API.post("v3/checks/", project.writeKey(), body);
      assertThat(answer.status()).isEqualTo(400);
    }
  }

  @Test
  void a_body_may_have_two_and_a_half_mebibytes_and_no_more() {
    String fits = "{\"else\": \"" + "x".repeat(ApiConfig.MAX_BODY_BYTES - 12) + "\"}";
    assertThat(fits).hasSize(ApiConfig.MAX_BODY_BYTES);
    assertThat(API.post("v3/checks/", project.writeKey(), fits).status()).isEqualTo(201);
    for (int more : new int[] {1, 3_000_000}) {
      var answer = API.post("v3/checks/", project.writeKey(), fits + " ".repeat(more));
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    }
  }

  @Test
  void ten_megabytes_are_refused_in_words() {
    var answer = API.post("v3/checks/", project.writeKey(), "x".repeat(10 << 20));
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.error()).isEqualTo("request body is too large");
  }

  @Test
  void a_body_that_would_fill_the_memory_is_refused() {
    String body = "{\"else\": [" + "{},".repeat(800_000) + "{}]}";
    assertThat(body.length()).isLessThan(ApiConfig.MAX_BODY_BYTES);
    var answer = API.post("v3/checks/", null, body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("could not parse request body");
  }

  @Test
  void a_channel_named_a_hundred_thousand_times_is_assigned_once() {
    UUID channel = project.channel("mail");
    String body = "{\"channels\": \"" + "mail,".repeat(400_000) + "mail\"}";
    var answer = API.post("v3/checks/", project.writeKey(), body);
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().path("channels").asText()).isEqualTo(channel.toString());
  }

  @Test
  void a_body_in_chunks_counts_and_the_content_type_does_not() {
    String request =
        """
        POST /api/v3/checks/ HTTP/1.1\r
        Host: x\r
        X-Api-Key: KEY\r
        Content-Type: application/x-www-form-urlencoded\r
        Transfer-Encoding: chunked\r
        Connection: close\r
        \r
        8\r
        {"name":\r
        9\r
        "chunky"}\r
        0\r
        \r
        """
            .replace("KEY", project.writeKey());
    assertThat(RawHttp.exchange(API.port(), request.getBytes(UTF_8)))
        .startsWith("HTTP/1.1 201 ")
        .contains("\"name\":\"chunky\"");
  }

  @Test
  void seeded_mutations_of_a_good_body_never_break_us() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    project.limit(Integer.MAX_VALUE);
    UUID code = API.create(project);
    byte[] good =
        """
        {"name": "Größe \\ud83d\\ude00", "slug": "a-b_9", "tags": "eu batch", "timeout": 3600,
         "grace": 300, "channels": "*", "unique": ["slug", "name"], "tz": "Europe/Kiev",
         "methods": "POST", "manual_resume": true, "filter_body": false, "success_kw": "x,y",
         "subject": "", "else": {"a": [1, 2.5, null, true]}}
        """
            .getBytes(UTF_8);
    for (int i = 0; i < 1_500; i++) {
      byte[] body = mutated(good, random);
      String path = i % 2 == 0 ? "v3/checks/" : "v3/checks/" + code;
      var answer = API.send("POST", path, project.writeKey(), body);
      assertThat(answer.status())
          .as("seed %d, round %d: %s", seed, i, new String(body, StandardCharsets.ISO_8859_1))
          .isIn(200, 201, 400);
      answer.json();
    }
  }

  /** A few random edits: a byte changed, a piece dropped, doubled, or replaced by a nasty one. */
  private static byte[] mutated(byte[] good, Random random) {
    String[] nasty = {
      "\\u0000",
      "\\ud800",
      "99999999999999999999",
      "null",
      "\"",
      "{",
      "[",
      "1e999",
      "-0",
      "",
      "\u00ff",
      "\"timeout\":60,",
      "true",
      "NaN",
      ",",
      "\\"
    };
    byte[] bytes = good;
    for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
      int from = random.nextInt(bytes.length);
      int to = Math.min(bytes.length, from + random.nextInt(12));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(bytes, 0, from);
      switch (random.nextInt(4)) {
        case 0 -> out.write(random.nextInt(256));
        case 1 -> out.writeBytes(nasty[random.nextInt(nasty.length)].getBytes(UTF_8));
        case 2 -> out.write(bytes, from, to - from);
        default -> {}
      }
      int resume = random.nextBoolean() ? to : Math.min(bytes.length, from + 1);
      out.write(bytes, resume, bytes.length - resume);
      bytes = out.toByteArray();
    }
    return bytes;
  }
}
