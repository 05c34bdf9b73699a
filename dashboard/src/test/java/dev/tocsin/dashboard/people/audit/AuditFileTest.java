package dev.tocsin.dashboard.people.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditFileTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant AT = Instant.parse("2026-11-21T12:00:00.123456Z");

  private static Event event(String actor, String detail) throws IOException {
    return new Event(7, AT, actor, "member.add", JSON.readTree(detail));
  }

  @Test
  void csv_quotes_what_needs_it_and_has_no_formulas() throws IOException {
    byte[] csv =
        AuditFile.csv(List.of(event("=1+1", "{\"email\": \"a\\\"b\"}"), event("@x, y", "{}")));
    assertThat(new String(csv, StandardCharsets.UTF_8).split("\r\n"))
        .containsExactly(
            "at,actor,action,detail",
            "2026-11-21T12:00:00.123456Z,'=1+1,member.add,\"{\"\"email\"\":\"\"a\\\"\"b\"\"}\"",
            "2026-11-21T12:00:00.123456Z,\"'@x, y\",member.add,{}");
  }

  @Test
  void json_is_one_array() throws IOException {
    JsonNode read = JSON.readTree(AuditFile.json(List.of(event("ada", "{\"n\": [1]}"))));
    assertThat(read)
        .isEqualTo(
            JSON.readTree(
                """
                [{"id": 7, "at": "2026-11-21T12:00:00.123456Z", "actor": "ada",
                  "action": "member.add", "detail": {"n": [1]}}]
                """));
  }

  @Test
  void details_are_told_in_a_line() throws IOException {
    assertThat(
            Words.of(
                event(
                    "ada",
                    """
                    {"email": "bob@example.org", "scopes": ["checks", "channels"],
                     "expires_at": null, "changes": {"role": ["member", "owner"], "name": ["", "x"]}}
                    """)))
        .isEqualTo(
            "email bob@example.org · scopes checks, channels · role member → owner"
                + " · name nothing → x");
    assertThat(Words.of(event("ada", "{\"note\": \"" + "x".repeat(1000) + "\"}"))).hasSize(301);
  }
}
