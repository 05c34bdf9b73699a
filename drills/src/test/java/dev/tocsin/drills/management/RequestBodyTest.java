package dev.tocsin.drills.management;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.harness.RawHttp;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How bodies are read, and in which order a request is looked at. */
class RequestBodyTest {

  private static final String UNPARSED = "could not parse request body";

  private final Project project = Installation.main();
  private final Caller key = project.write();
  private final Caller nobody = key.key(null);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "}",
        " ",
        "\n\t ",
        "not json",
        "{\"name\": }",
        "{'name': 'x'}",
        "{\"name\": \"x\"",
        "{} {}",
        "{},",
        "[",
        "\"",
        "nul",
        "{\"a\": 01}",
        "{\"a\": +1}",
        "{\"a\": .5}",
        "{\"a\": \"\t\"}",
        "{name: \"x\"}",
        "{\"a\":1,}",
        "name=x&timeout=60",
        "{\"a\": \"\\x\"}",
        "{\"a\": 1 /* no */}"
      })
  void what_is_no_json_cannot_be_parsed_with_or_without_a_key(String body) {
    Check check = project.check();
    for (Caller caller : List.of(key, nobody, project.read())) {
      caller.post("checks/", body).isError(400, UNPARSED);
      caller.post(check.path(), body).isError(400, UNPARSED);
      caller.post(check.path() + "/pause", body).isError(400, UNPARSED);
      caller.post(check.path() + "/resume", body).isError(400, UNPARSED);
    }
  }

  @Test
  void what_is_no_utf_8_cannot_be_parsed() {
    for (byte[] body :
        List.of(
            "{\"name\": \"Gr\u00f6\u00dfe\"}".getBytes(ISO_8859_1),
            "{}".getBytes(UTF_16LE),
            "\ufeff{}".getBytes(UTF_8),
            new byte[] {(byte) 0xff},
            new byte[] {'{', '}', (byte) 0xc0, (byte) 0x80},
            new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
            new byte[] {0})) {
      key.post("checks/", body).isError(400, UNPARSED);
      nobody.post("checks/", body).isError(400, UNPARSED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"x\"", "5", "null", "true", "[{}]", "NaN", " 1.5 "})
  void json_that_is_no_object_is_named_so(String body) {
    Check check = project.check();
    for (Caller caller : List.of(key, nobody)) {
      caller.post("checks/", body).isInvalid("value is not an object");
      caller.post(check.path() + "/pause", body).isInvalid("value is not an object");
    }
  }

  @Test
  void no_body_is_an_empty_object() {
    Check check = new Check(project, UUID.fromString(key.post("checks/", "").is(201).get("uuid")));
    assertThat(check.object().get("timeout").asInt()).isEqualTo(86_400);
    String before = check.object().toString();
    assertThat(key.post(check.path(), "").is(200).json().toString()).isEqualTo(before);
    assertThat(key.post(check.path(), "{}").is(200).json().toString()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: application/json",
        "Content-Type: application/x-www-form-urlencoded",
        "Content-Type: text/plain",
        "Content-Type: application/json; charset=latin-1",
        "Content-Type: multipart/form-data; boundary=x",
        "Content-Type: ",
        "Content-Type: nonsense",
        "Accept: text/html"
      })
  void the_content_type_does_not_matter(String header) {
    byte[] body = "{\"name\": \"Gr\u00f6\u00dfe\"}".getBytes(UTF_8);
    assertThat(key.post("checks/", body, header).is(201).get("name")).isEqualTo("Gr\u00f6\u00dfe");
  }

  @Test
  void a_body_may_come_in_chunks() throws IOException {
    try (RawHttp http = new RawHttp(Installation.get().port())) {
      http.send(
          "POST /api/v3/checks/ HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\nX-Api-Key: "
              + project.api().apiKey()
              + "\n\n9\n{\"name\": \nb\n\"in chunks\"\n1\n}\n0\n\n");
      assertThat(new Reply(http.read("POST")).is(201).get("name")).isEqualTo("in chunks");
    }
  }

  @Test
  void unknown_members_are_ignored_and_the_last_of_two_counts() {
    Reply made =
        key.post(
            "checks/",
            "{\"name\": 5, \"nome\": 5, \"status\": \"up\", \"uuid\": null, \"n_pings\": 9, \"name\": \"last\"}");
    assertThat(made.is(201).get("name")).isEqualTo("last");
    assertThat(made.get("status")).isEqualTo("new");
    assertThat(made.get("n_pings")).isEqualTo("0");
  }

  @Test
  void bodies_of_get_and_delete_are_ignored() {
    Check check = project.check();
    byte[] nonsense = "{".getBytes(UTF_8);
    key.send("GET", "/api/v3/" + check.path(), nonsense).is(200);
    key.send("DELETE", "/api/v3/" + check.path(), nonsense).is(200);
  }

  @Test
  void a_body_over_two_and_a_half_mebibytes_is_refused() {
    byte[] body = ("{\"x\": \"" + "x".repeat(2_621_440) + "\"}").getBytes(UTF_8);
    assertThat(key.post("checks/", body).status()).isIn(400, 413);
    byte[] fits = ("{\"x\": \"" + "x".repeat(2_621_000) + "\"}").getBytes(UTF_8);
    key.post("checks/", fits).is(201);
  }

  @Test
  void path_comes_before_method_before_body_before_key_before_check_before_members() {
    Check check = project.check();
    Caller other = Installation.get().project("other").write();
    nobody.post("nowhere/", "{").is(404);
    nobody.ask("PUT", "checks/").is(405);
    nobody.post("checks/", "{").isError(400, UNPARSED);
    nobody.post("checks/", "{\"timeout\": 1}").isError(401, "missing api key");
    key.post("checks/" + new UUID(1, 1), "{\"timeout\": 1}").is(404);
    other.post(check.path(), "{\"timeout\": 1}").is(403, "");
    key.post(check.path(), "{\"timeout\": 1, \"channels\": \"nobody\"}")
        .isInvalid("timeout is too small");
    key.post(check.path(), "{\"channels\": \"nobody\"}")
        .isError(400, "invalid channel identifier: nobody");
  }
}
