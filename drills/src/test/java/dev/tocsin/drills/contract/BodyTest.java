package dev.tocsin.drills.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.harness.RawHttp;
import dev.tocsin.drills.harness.RawHttp.Answer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** §4: the first bytes of a body are kept as they are. */
@ParameterizedClass
@EnumSource(Door.class)
class BodyTest {

  private static final int KEPT = 10_000;

  private final Door door;

  BodyTest(Door door) {
    this.door = door;
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private void assertKept(Check check, int n, byte[] sent) {
    assertThat(check.body(n)).isEqualTo(Arrays.copyOf(sent, Math.min(KEPT, sent.length)));
  }

  @Test
  void any_bytes_are_kept_as_they_are() throws IOException {
    Check check = Check.create();
    byte[] every = new byte[256];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) i;
    }
    List<byte[]> bodies =
        List.of(every, new byte[] {0}, new byte[5], new byte[] {-1, -2, (byte) 0xc3});
    for (int i = 0; i < bodies.size(); i++) {
      assertThat(door.post(check.path(), bodies.get(i)).brief()).isEqualTo("200 OK");
      assertKept(check, i + 1, bodies.get(i));
    }
  }

  @Test
  void the_type_of_a_body_is_of_no_interest() throws IOException {
    Check check = Check.create();
    List<String> types =
        List.of(
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/json",
            "text/plain; charset=utf-16",
            "nonsense");
    byte[] body = "rid=x&create=1&a=%41".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    for (int i = 0; i < types.size(); i++) {
      Answer answer = door.post(check.path(), body, "Content-Type: " + types.get(i));
      assertThat(answer.brief()).as(types.get(i)).isEqualTo("200 OK");
      assertKept(check, i + 1, body);
    }
  }

  @Test
  void the_first_bytes_up_to_the_limit_are_kept() throws IOException {
    Check check = Check.create();
    List<Integer> lengths = List.of(1, KEPT - 1, KEPT, KEPT + 1, 70_000, 2_621_440);
    for (int i = 0; i < lengths.size(); i++) {
      byte[] body = bytes(lengths.get(i));
      Answer answer = door.post(check.path(), body);
      assertThat(answer.brief()).isEqualTo("200 OK");
      assertThat(answer.header("ping-body-limit")).isEqualTo("" + KEPT);
      assertKept(check, i + 1, body);
    }
  }

  @Test
  void an_empty_body_is_no_body() throws IOException {
    Check check = Check.create();
    assertThat(door.post(check.path(), new byte[0]).status()).isEqualTo(200);
    assertThat(door.post(check.path(), new byte[0], "Content-Length: 0").status()).isEqualTo(200);
    try (RawHttp http = door.open()) {
      http.send(head(check, "Transfer-Encoding: chunked") + "0\n\n");
      assertThat(http.read("POST").brief()).isEqualTo("200 OK");
    }
    assertThat(check.pings("body_url")).containsExactly("absent", "absent", "absent");
  }

  @Test
  void a_body_may_come_in_chunks() throws IOException {
    Check check = Check.create();
    byte[] body = bytes(25_000);
    try (RawHttp http = door.open()) {
      http.send(head(check, "Transfer-Encoding: chunked"));
      for (int from = 0; from < body.length; from += 1_000) {
        http.send("3e8;extension=\"x\"\n").send(Arrays.copyOfRange(body, from, from + 1_000));
        http.send("\n");
      }
      assertThat(http.send("0\nTrailer: ignored\n\n").read("POST").brief()).isEqualTo("200 OK");
      http.send(head(check, "Transfer-Encoding: chunked") + "5\nhello\n1\n!\n0\n\n");
      assertThat(http.read("POST").brief()).isEqualTo("200 OK");
      assertThat(http.ask("GET", door.at(check.path())).brief()).isEqualTo("200 OK");
    }
    assertKept(check, 1, body);
    assertThat(check.body(2)).asString().isEqualTo("hello!");
  }

  @Test
  void a_body_beyond_2_5_mib_is_cut_too_whether_announced_or_in_chunks() throws IOException {
    Check check = Check.create();
    byte[] body = bytes(3_000_000);
    assertThat(door.post(check.path(), body).brief()).isEqualTo("200 OK");
    try (RawHttp http = door.open()) {
      http.send(head(check, "Transfer-Encoding: chunked"));
      http.send(Integer.toHexString(body.length) + "\n").send(body).send("\n0\n\n");
      assertThat(http.read("POST").brief()).isEqualTo("200 OK");
    }
    assertKept(check, 1, body);
    assertKept(check, 2, body);
  }

  @Test
  void a_client_that_asks_before_it_sends_is_told_once_to_go_on() throws IOException {
    Check check = Check.create();
    try (RawHttp http = door.open()) {
      http.send(head(check, "Content-Length: 2\nExpect: 100-continue"));
      assertThat(http.read("POST").status()).isEqualTo(100);
      assertThat(http.send("hi").read("POST").brief()).isEqualTo("200 OK");
    }
    assertThat(check.body(1)).asString().isEqualTo("hi");
  }

  @Test
  void a_request_that_breaks_off_is_not_recorded() throws IOException {
    Check check = Check.create();
    try (RawHttp http = door.open()) {
      http.send(head(check, "Content-Length: 10") + "half");
      http.vanish();
    }
    try (RawHttp http = door.open()) {
      http.send(head(check, "Transfer-Encoding: chunked") + "4\nhalf\n");
      http.endSending();
      assertThat(http.closedByServer()).isTrue();
    }
    assertThat(door.get(check.path()).status()).isEqualTo(200);
    assertThat(check.object().get("n_pings").asInt()).isEqualTo(1);
  }

  @Test
  void a_broken_length_or_chunk_is_the_end_of_the_connection_and_records_nothing()
      throws IOException {
    Check check = Check.create();
    for (String broken :
        List.of(
            head(check, "Content-Length: x"),
            head(check, "Content-Length: -1"),
            head(check, "Content-Length: 1\nContent-Length: 2") + "ab",
            head(check, "Content-Length: 99999999999999999999"),
            head(check, "Transfer-Encoding: chunked") + "zz\nhello\n0\n\n")) {
      try (RawHttp http = door.open()) {
        http.send(broken);
        http.endSending();
        try {
          assertThat(http.read("POST").status()).as(broken).isBetween(400, 413);
        } catch (java.io.EOFException | java.net.SocketException closed) {
          // Without a word: as good.
        }
      }
    }
    assertThat(check.kinds()).isEmpty();
  }

  private String head(Check check, String headers) {
    return "POST %s HTTP/1.1\nHost: h\n%s\n\n".formatted(door.at(check.path()), headers);
  }
}
