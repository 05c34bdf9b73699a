package dev.tocsin.channels.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.channels.HttpPeer.Asked;
import dev.tocsin.channels.TestAlerts;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.Wire;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the client-server API of Matrix: sending events, m.room.message, standard errors. */
class MatrixTest {

  private final Wire wire = new Wire("matrix");

  @AfterEach
  void close() {
    wire.close();
  }

  @Test
  void every_message_is_an_event_that_a_room_takes() {
    for (Asked asked : wire.sentOfEverySort()) {
      assertThat(asked.method()).isEqualTo("PUT");
      assertThat(asked.header("Authorization")).isEqualTo("Bearer s3cret");
      assertThat(asked.body().getBytes(StandardCharsets.UTF_8).length).isLessThan(60_000);
      JsonNode event = Wire.json(asked);
      assertThat(event.path("msgtype").textValue()).isEqualTo("m.text");
      assertThat(event.path("body").textValue()).isNotBlank();
      assertThat(event.path("format").textValue()).isEqualTo("org.matrix.custom.html");
      assertThat(event.path("formatted_body").textValue()).startsWith("<b>");
      assertThat(event.path("m.mentions").isObject()).isTrue();
      assertThat(event.path("m.mentions")).isEmpty();
    }
  }

  @Test
  void the_key_is_the_transaction_and_the_room_keeps_its_place_in_the_path() {
    assertThat(wire.sent(TestAlerts.failed("x")).target())
        .isEqualTo(
            "/_matrix/client/v3/rooms/!r%25om:example.org/send/m.room.message/key-of-failed");
  }

  @ParameterizedTest
  @CsvSource({
    "401, M_UNKNOWN_TOKEN, true",
    "403, M_FORBIDDEN, true",
    "403, M_USER_DEACTIVATED, true",
    "413, M_TOO_LARGE, false",
    "400, M_BAD_JSON, false",
  })
  void the_error_code_says_whether_it_will_ever_work(int status, String code, boolean broken) {
    assertThat(wire.verdictOn(status, "{\"errcode\": \"%s\", \"error\": \"e\"}".formatted(code)))
        .isInstanceOfSatisfying(
            Verdict.GiveUp.class, given -> assertThat(given.channelBroken()).isEqualTo(broken));
  }

  @Test
  void the_token_stays_with_its_server() {
    String stored =
        """
        {"server":"https://a.example.org","room":"!r:a.example.org","token":"s3cret"}""";
    String masked = wire.kind().masked(stored);
    assertThat(wire.kind().unmasked(masked, stored)).isEqualTo(stored);
    String moved = masked.replace("https://a.example.org", "https://evil.example");
    assertThat(wire.kind().unmasked(moved, stored)).doesNotContain("s3cret");
    assertThat(wire.kind().problems(wire.kind().unmasked(moved, stored)))
        .containsExactly("token: enter it again, ******** is what hides it");
  }
}
