package dev.tocsin.drills.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.harness.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** §14: what the servers of this protocol got wrong. Concurrent creation: {@link CreateTest}. */
@ParameterizedClass
@EnumSource(Door.class)
class DefectTest {

  private final Door door;

  DefectTest(Door door) {
    this.door = door;
  }

  @Test
  void a_limit_that_cuts_a_character_in_two_loses_no_ping() throws IOException {
    Check check = Check.create("\"filter_http_body\":true,\"success_kw\":\"DONE\",");
    byte[] body = ("DONE" + "x".repeat(9_995) + "\u00e9").getBytes(StandardCharsets.UTF_8);
    assertThat(body).hasSize(10_001);
    assertThat(door.post(check.path(), body).brief()).isEqualTo("200 OK");
    assertThat(check.kinds()).containsExactly("success");
    assertThat(check.body(1)).hasSize(10_000);
  }

  @Test
  void a_line_feed_after_the_run_id_is_a_malformed_run_id() throws IOException {
    Check check = Check.create();
    String rid = "?rid=6a1f7c52-59cf-4d43-9a9c-3b7a0c3d7e55%0A";
    assertThat(door.get(check.path() + rid).brief()).isEqualTo("400 invalid uuid format");
    assertThat(door.get(check.slugPath() + rid).brief()).isEqualTo("400 invalid uuid format");
  }

  @Test
  void garbage_in_headers_loses_no_ping() throws IOException {
    Check check = Check.create();
    String[][] cases = {
      {"GET", "X-Forwarded-For: <script>alert(1)</script>"},
      {"GET", "X-Forwarded-Proto: " + "h".repeat(100)},
      {"A-METHOD-OF-MORE-THAN-TEN-CHARACTERS", "X: y"},
      {"GET", "User-Agent: \u0080\u00ff\u00fe"},
    };
    for (String[] one : cases) {
      assertThat(door.ask(one[0], check.path(), one[1]).brief()).as(one[1]).isEqualTo("200 OK");
    }
    assertThat(check.pings("scheme")).containsExactly("http", "hhhhhhhhhh", "http", "http");
    assertThat(check.pings("method")).containsExactly("GET", "GET", "A-METHOD-O", "GET");
  }

  @Test
  void an_over_long_slug_is_not_made() throws IOException {
    String path = "/" + Installation.get().api().pingKey() + "/";
    for (int length : new int[] {101, 200, 255, 256, 2_000}) {
      assertThat(door.get(path + "s".repeat(length) + "?create=1").brief())
          .as("%d characters", length)
          .isEqualTo("404 not found");
    }
    String longest = Check.freshSlug() + "-";
    longest += "s".repeat(100 - longest.length());
    assertThat(door.get(path + longest + "?create=1").brief()).isEqualTo("201 Created");
  }

  @Test
  void a_chunked_body_is_kept() throws IOException {
    Check check = Check.create();
    try (RawHttp http = door.open()) {
      String head = "POST %s HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\n";
      http.send(head.formatted(door.at(check.path())) + "4\nkept\n0\n\n");
      assertThat(http.read("POST").brief()).isEqualTo("200 OK");
    }
    assertThat(check.body(1)).asString().isEqualTo("kept");
  }
}
