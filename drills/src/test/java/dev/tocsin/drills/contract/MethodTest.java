package dev.tocsin.drills.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.harness.RawHttp;
import dev.tocsin.drills.harness.RawHttp.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** §2: every method counts. */
@ParameterizedClass
@EnumSource(Door.class)
class MethodTest {

  private final Door door;

  MethodTest(Door door) {
    this.door = door;
  }

  @Test
  void every_method_is_a_ping_and_is_recorded_by_its_name() throws IOException {
    List<String> methods =
        List.of(
            "GET",
            "POST",
            "PUT",
            "DELETE",
            "PATCH",
            "OPTIONS",
            "TRACE",
            "PROPFIND",
            "QUERY",
            "BREW",
            "get",
            "M-SEARCH");
    Check check = Check.create();
    for (String method : methods) {
      assertThat(door.ask(method, check.path()).brief()).as(method).isEqualTo("200 OK");
    }
    assertThat(check.pings("method")).containsExactlyElementsOf(methods);
    Check bySlug = Check.create();
    for (String method : methods) {
      assertThat(door.ask(method, bySlug.slugPath()).brief()).as(method).isEqualTo("200 OK");
    }
    assertThat(bySlug.pings("method")).containsExactlyElementsOf(methods);
  }

  @Test
  void there_is_no_405_where_the_check_is_unknown_either() throws IOException {
    for (String method : List.of("PUT", "DELETE", "OPTIONS", "BREW")) {
      assertThat(door.ask(method, "/no-key/no-slug").brief()).isEqualTo("404 not found");
      assertThat(door.ask(method, "/").status()).as(method).isEqualTo(404);
    }
  }

  @Test
  void head_has_the_headers_of_get_and_no_body() throws IOException {
    Check check = Check.create();
    List<String> paths =
        List.of(
            check.path(),
            check.slugPath(),
            check.path() + "/256",
            check.path() + "?rid=",
            "/no-key/no-slug",
            "/no-key/No-Slug");
    for (String path : paths) {
      try (RawHttp http = door.open()) {
        Answer head = http.ask("HEAD", door.at(path));
        Answer get = http.ask("GET", door.at(path)); // and no stray byte in between
        assertThat(head.status()).as(path).isEqualTo(get.status());
        assertThat(head.headers()).as(path).isEqualTo(get.headers());
        assertThat(get.header("content-length")).isEqualTo("" + get.body().length());
      }
    }
    assertThat(check.pings("method")).containsExactly("HEAD", "GET", "HEAD", "GET");
  }

  @Test
  void a_body_is_read_with_any_method() throws IOException {
    Check check = Check.create();
    List<String> methods = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "BREW");
    for (int i = 0; i < methods.size(); i++) {
      byte[] body = ("body of " + methods.get(i)).getBytes(StandardCharsets.UTF_8);
      try (RawHttp http = door.open()) {
        assertThat(http.post(methods.get(i), door.at(check.path()), body).status()).isEqualTo(200);
        assertThat(http.ask("GET", door.at("/x/y")).brief()).isEqualTo("404 not found");
      }
      assertThat(check.body(i + 1)).asString().isEqualTo("body of " + methods.get(i));
    }
  }

  @Test
  void no_login_no_cookie_no_token_and_none_of_them_in_the_way() throws IOException {
    Check check = Check.create();
    Answer answer =
        door.ask(
            "POST",
            check.path(),
            "Cookie: session=x; csrf=y",
            "Authorization: Basic Zm9vOmJhcg==",
            "Origin: https://elsewhere.example",
            "Sec-Fetch-Site: cross-site",
            "If-None-Match: *",
            "Range: bytes=0-0",
            "Accept: application/json",
            "Accept-Encoding: gzip, br",
            "Upgrade: websocket",
            "Connection: keep-alive");
    assertThat(answer.brief()).isEqualTo("200 OK");
    assertThat(answer.header("set-cookie")).isEqualTo("-");
    assertThat(answer.header("content-encoding")).isEqualTo("-");
  }

  @Test
  void old_http_is_answered_and_closed() throws IOException {
    Check check = Check.create();
    try (RawHttp http = door.open()) {
      Answer answer = http.send("GET " + door.at(check.path()) + " HTTP/1.0\n\n").read("GET");
      assertThat(answer.brief()).isEqualTo("200 OK");
      assertThat(http.closedByServer()).isTrue();
    }
    try (RawHttp http = door.open()) {
      assertThat(http.ask("GET", door.at(check.path()), "Connection: close").status())
          .isEqualTo(200);
      assertThat(http.closedByServer()).isTrue();
    }
  }

  @Test
  void pipelined_pings_are_answered_and_recorded_in_order() throws IOException {
    Check check = Check.create();
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      String head = "POST %s HTTP/1.1\nHost: h\nContent-Length: 3\n\n";
      all.append(head.formatted(door.at(check.path()))).append(100 + i);
      all.append("GET %s HTTP/1.1\nHost: h\n\n".formatted(door.at("/no-key/no-slug")));
    }
    try (RawHttp http = door.open()) {
      http.send(all.toString());
      for (int i = 0; i < 30; i++) {
        assertThat(http.read("POST").brief()).isEqualTo("200 OK");
        assertThat(http.read("GET").brief()).isEqualTo("404 not found");
      }
    }
    for (int i = 0; i < 30; i++) {
      assertThat(check.body(i + 1)).asString().isEqualTo("" + (100 + i));
    }
  }
}
