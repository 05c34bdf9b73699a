package dev.tocsin.ping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.ping.RawClient.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The answers of the pinging contract, byte by byte, and what is recorded. */
class PingContractTest {

  private static final String KEY = ListenerFixture.KEY;
  private static final String UNCACHED = "max-age=0, no-cache, no-store, must-revalidate, private";
  private static final UUID NOBODY = UUID.fromString("00000000-1111-2222-3333-444444444444");

  private static ListenerFixture it;

  @BeforeAll
  static void start(@TempDir Path dir) throws IOException {
    it = new ListenerFixture(dir).start();
  }

  @AfterAll
  static void stop() throws IOException {
    it.close();
  }

  private static void assertAnswer(Reply reply, int status, String body) {
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body()).isEqualTo(body);
    assertThat(reply.header("content-length")).isEqualTo("" + body.length());
    assertThat(reply.header("content-type")).isEqualTo("text/plain; charset=utf-8");
  }

  private static void assertAccepted(Reply reply, int status, String body) {
    assertAnswer(reply, status, body);
    assertThat(reply.header("access-control-allow-origin")).isEqualTo("*");
    assertThat(reply.header("ping-body-limit")).isEqualTo("10000");
    assertThat(reply.header("cache-control")).isEqualTo(UNCACHED);
  }

  private static void assertRefused(Reply reply, int status, String body, String cacheControl) {
    assertAnswer(reply, status, body);
    assertThat(reply.header("access-control-allow-origin")).isEqualTo("-");
    assertThat(reply.header("ping-body-limit")).isEqualTo("-");
    assertThat(reply.header("cache-control")).isEqualTo(cacheControl);
  }

  @Test
  void a_ping_by_code_or_slug_is_answered_ok_and_is_in_the_database_by_then() throws IOException {
    UUID code = it.check("both");
    try (RawClient client = it.client()) {
      for (String path : List.of("/ping/" + code, "/" + KEY + "/both/start", "/" + code + "/3")) {
        assertAccepted(client.ask("GET", path), 200, "OK");
      }
    }
    assertThat(kinds(code)).containsExactly("success", "start", "fail");
  }

  @Test
  void a_check_made_for_its_ping_is_answered_created_and_then_ok() throws IOException {
    assertRefused(it.get("/" + KEY + "/made?create=0"), 404, "not found", "-");
    assertAccepted(it.get("/" + KEY + "/made?create=1"), 201, "Created");
    assertAccepted(it.get("/" + KEY + "/made?create=1"), 200, "OK");
    assertRefused(it.get("/wrong-key/made?create=1"), 404, "not found", "-");
  }

  @Test
  void an_unknown_target_is_not_found() throws IOException {
    assertRefused(it.get("/ping/" + NOBODY), 404, "not found", UNCACHED);
    assertRefused(it.get("/ping/" + KEY + "/nobody"), 404, "not found", "-");
    assertRefused(it.get("/ping/no-key/nobody/fail"), 404, "not found", "-");
    assertRefused(it.get("/ping/" + NOBODY + "/finish"), 404, "not found", "-");
    assertRefused(it.get("/ping/" + KEY + "/" + "s".repeat(300)), 404, "not found", "-");
  }

  @Test
  void a_slug_that_several_checks_share_is_ambiguous() throws IOException {
    it.check("twice");
    it.check("twice");
    assertRefused(it.get("/" + KEY + "/twice"), 409, "ambiguous slug", "-");
    assertRefused(it.get("/" + KEY + "/twice?create=1"), 409, "ambiguous slug", "-");
    assertRefused(it.get("/" + KEY + "/twice/999"), 409, "ambiguous slug", "-");
    assertRefused(it.get("/" + KEY + "/twice?rid=x"), 409, "ambiguous slug", "-");
  }

  @Test
  void mistakes_that_rank_after_the_look_up_are_named_only_for_checks_that_exist()
      throws IOException {
    UUID code = it.check("mistakes");
    String invalidUrl = "invalid url format";
    String invalidUuid = "invalid uuid format";
    assertRefused(it.get("/" + code + "/256"), 400, invalidUrl, UNCACHED);
    assertRefused(it.get("/" + code + "/256?rid="), 400, invalidUrl, UNCACHED);
    assertRefused(it.get("/" + code + "?rid="), 400, invalidUuid, UNCACHED);
    assertRefused(it.get("/" + KEY + "/mistakes/256"), 400, invalidUrl, UNCACHED);
    assertRefused(it.get("/" + KEY + "/mistakes?rid=x"), 400, invalidUuid, UNCACHED);
    assertRefused(it.get("/" + NOBODY + "/256"), 404, "not found", UNCACHED);
    assertRefused(it.get("/" + NOBODY + "?rid=x"), 404, "not found", UNCACHED);
    assertRefused(it.get("/" + KEY + "/Mistakes?rid=x"), 400, invalidUrl, "-");
    assertRefused(it.get("/no-key/MISTAKES"), 400, invalidUrl, "-");
    assertThat(kinds(code)).isEmpty();
  }

  @Test
  void a_path_of_no_form_is_a_plain_404() throws IOException {
    for (String path : List.of("/", "/ping/", "/ping/x", "/a/b/c/d", "/ping//" + NOBODY, "/%zz")) {
      assertThat(it.get(path).status()).as(path).isEqualTo(404);
      assertThat(it.get(path).header("cache-control")).isEqualTo("-");
    }
  }

  @Test
  void head_has_the_headers_of_get_and_no_body() throws IOException {
    UUID code = it.check("head");
    try (RawClient client = it.client()) {
      Reply ok = client.ask("HEAD", "/ping/" + code);
      assertThat(ok.status()).isEqualTo(200);
      assertThat(ok.header("content-length")).isEqualTo("2");
      assertThat(ok.header("ping-body-limit")).isEqualTo("10000");
      assertThat(ok.header("cache-control")).isEqualTo(UNCACHED);
      assertThat(client.ask("HEAD", "/ping/" + NOBODY).header("content-length")).isEqualTo("9");
      assertAccepted(client.ask("GET", "/ping/" + code), 200, "OK"); // no stray byte in between
    }
    assertThat(texts("method", code)).containsExactly("HEAD", "GET");
  }

  @Test
  void every_method_counts_and_is_recorded_by_its_name() throws IOException {
    UUID code = it.check("methods");
    List<String> methods =
        List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW", "UNHEARDOFMETHOD");
    try (RawClient client = it.client()) {
      for (String method : methods) {
        assertAccepted(client.ask(method, "/ping/" + code), 200, "OK");
      }
    }
    assertThat(texts("method", code))
        .containsExactly("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW", "UNHEARDOFM");
  }

  @Test
  void sender_scheme_and_user_agent_are_recorded_as_the_headers_say() throws IOException {
    UUID code = it.check("meta");
    try (RawClient client = it.client()) {
      client.ask("GET", "/" + code);
      client.ask(
          "GET",
          "/" + code + "?rid=ABCDEFAB-0000-0000-0000-000000000001",
          "X-Forwarded-For: 2001:0db8:0:0::1, 10.1.1.1",
          "X-Forwarded-Proto: https",
          "User-Agent: " + "ü".repeat(250));
      client.ask(
          "GET", "/" + code, "X-Forwarded-For: unknown", "X-Forwarded-Proto: gopherspace+tls");
      client.ask("GET", "/" + code, "X-Forwarded-For: ");
    }
    assertThat(texts("coalesce(remote_addr, 'null')", code))
        .containsExactly("127.0.0.1", "2001:db8::1", "127.0.0.1", "null");
    assertThat(texts("scheme", code)).containsExactly("http", "https", "gopherspac", "http");
    assertThat(texts("length(ua)::text", code)).containsExactly("0", "200", "0", "0");
    assertThat(texts("coalesce(rid::text, '')", code).get(1))
        .isEqualTo("abcdefab-0000-0000-0000-000000000001");
  }

  @Test
  void the_first_bytes_of_a_body_are_kept_whatever_they_are() throws IOException {
    UUID code = it.check("bodies");
    byte[] binary = new byte[12_000];
    for (int i = 0; i < binary.length; i++) {
      binary[i] = (byte) i;
    }
    try (RawClient client = it.client()) {
      for (String method : List.of("POST", "GET")) {
        client.send(method + " /" + code + " HTTP/1.1\nHost: h\nContent-Length: 12000\n\n");
        assertAccepted(client.send(binary).read(false), 200, "OK");
      }
      client.send("POST /" + code + " HTTP/1.1\nHost: h\nContent-Length: 0\n\n");
      assertAccepted(client.read(false), 200, "OK");
      client.send("POST /" + code + " HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\n5\nhello\n");
      assertAccepted(client.send("7\n, world\n0\n\n").read(false), 200, "OK");
      client.send("POST /" + code + " HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\n");
      for (int i = 0; i < 300; i++) { // 3.6 MB, announced nowhere
        client.send("2ee0\n").send(binary).send("\n");
      }
      assertAccepted(client.send("0\n\n").read(false), 200, "OK");
      assertAccepted(client.ask("GET", "/" + code), 200, "OK");
    }
    assertThat(texts("coalesce(length(body), -1)::text", code))
        .containsExactly("10000", "10000", "-1", "12", "10000", "-1");
    assertThat(texts("coalesce(md5(body), '')", code).get(0))
        .isEqualTo(texts("coalesce(md5(body), '')", code).get(4));
  }

  @Test
  void a_body_announced_as_large_is_cut_like_one_in_chunks() throws IOException {
    UUID code = it.check("huge");
    try (RawClient client = it.client()) {
      client.send("POST /" + code + " HTTP/1.1\nHost: h\nContent-Length: 3000000\n\n");
      assertAccepted(client.send(new byte[3_000_000]).read(false), 200, "OK");
      assertAccepted(client.ask("GET", "/" + code), 200, "OK");
    }
    assertThat(texts("coalesce(length(body), -1)::text", code)).containsExactly("10000", "-1");
  }

  @Test
  void a_client_that_asks_before_sending_is_told_to_go_on() throws IOException {
    UUID code = it.check("expect");
    try (RawClient client = it.client()) {
      client.send(
          "POST /" + code + " HTTP/1.1\nHost: h\nContent-Length: 2\nExpect: 100-continue\n\n");
      assertThat(client.read(true).status()).isEqualTo(100);
      assertAccepted(client.send("hi").read(false), 200, "OK");
    }
    assertThat(it.settled().bodies(code)).containsExactly("hi");
  }

  @Test
  void a_client_that_goes_away_half_way_records_nothing() throws IOException {
    UUID code = it.check("gone");
    try (RawClient client = it.client()) {
      client.send("POST /" + code + " HTTP/1.1\nHost: h\nContent-Length: 10\n\nhalf");
    }
    try (RawClient client = it.client()) {
      client.send("POST /" + code + " HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\n4\nhalf\n");
    }
    assertAccepted(it.get("/" + code), 200, "OK");
    assertThat(it.settled().bodies(code)).containsExactly("");
  }

  @Test
  void pipelined_requests_are_answered_in_order_and_recorded_in_order() throws IOException {
    UUID code = it.check("pipeline");
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      String body = "b" + i;
      all.append("POST /" + code + " HTTP/1.1\nHost: h\nContent-Length: " + body.length() + "\n\n");
      all.append(body);
      all.append("GET /ping/x" + i + " HTTP/1.1\nHost: h\n\n");
    }
    try (RawClient client = it.client()) {
      client.send(all.toString());
      for (int i = 0; i < 50; i++) {
        assertAccepted(client.read(false), 200, "OK");
        assertThat(client.read(false).status()).isEqualTo(404);
      }
    }
    List<String> bodies = it.settled().bodies(code);
    assertThat(bodies).hasSize(50);
    for (int i = 0; i < 50; i++) {
      assertThat(bodies.get(i)).isEqualTo("b" + i);
    }
  }

  @Test
  void a_body_sent_to_nowhere_does_not_disturb_the_next_request() throws IOException {
    UUID code = it.check("nowhere");
    byte[] body = "x".repeat(5_000).getBytes(StandardCharsets.US_ASCII);
    try (RawClient client = it.client()) {
      client.send("POST /ping/nowhere HTTP/1.1\nHost: h\nContent-Length: 5000\n\n");
      client.send(body);
      assertThat(client.read(false).status()).isEqualTo(404);
      assertAccepted(client.ask("GET", "/" + code), 200, "OK");
    }
  }

  @Test
  void old_http_without_keep_alive_is_answered_and_closed() throws IOException {
    UUID code = it.check("old");
    try (RawClient client = it.client()) {
      assertAccepted(client.send("GET /ping/" + code + " HTTP/1.0\n\n").read(false), 200, "OK");
      assertThat(client.closedByServer()).isTrue();
    }
  }

  private static List<String> kinds(UUID code) {
    return texts("pings.kind", code);
  }

  private static List<String> texts(String column, UUID code) {
    return it.settled()
        .texts(
            "SELECT "
                + column
                + " AS v FROM pings JOIN checks ON id = check_id WHERE code = ? ORDER BY n",
            code);
  }
}
