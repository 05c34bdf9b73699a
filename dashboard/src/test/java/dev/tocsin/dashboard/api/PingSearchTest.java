package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.TestProject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What pings said, searched by programs. */
class PingSearchTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));

  private final TestProject project = API.project();
  private final String code =
      API.post("v3/checks/", project.writeKey(), "{}").json().path("uuid").asText();

  @AfterAll
  static void stop() {
    API.close();
  }

  private static String search(String code, String text) {
    String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
    return "v3/checks/%s/pings/search?text=%s".formatted(code, encoded);
  }

  private void pings(int count) {
    long id = project.checkId(UUID.fromString(code));
    API.db.update(
        "pinging",
        """
        INSERT INTO pings (check_id, n, at, kind, scheme, method, ua, body)
        SELECT ?, n, now(), 'success', 'https', 'POST', '',
               convert_to(CASE WHEN n % 10 = 0 THEN 'Disk <full>' ELSE 'well' END, 'UTF8')
          FROM generate_series(1, ?) n
        """,
        id,
        count);
    API.db.update("counting", "UPDATE check_state SET n_pings = ? WHERE check_id = ?", count, id);
  }

  @Test
  void goes_on_where_it_stopped_until_there_is_no_more() {
    API.db.update(
        "keeping more", "UPDATE projects SET ping_log_limit = 10000 WHERE id = ?", project.id());
    pings(2_345);
    List<Long> found = new ArrayList<>();
    String before = "";
    int calls = 0;
    do {
      JsonNode part =
          API.get(search(code, "disk <FULL>") + "&limit=70" + before, project.writeKey()).json();
      part.path("pings").forEach(ping -> found.add(ping.path("n").asLong()));
      before = part.path("next").isNull() ? "" : "&before=" + part.path("next").asLong();
      calls++;
    } while (!before.isEmpty());
    assertThat(calls).isBetween(4, 6);
    List<Long> expected = new ArrayList<>();
    for (long n = 2_340; n > 0; n -= 10) {
      expected.add(n);
    }
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void asks_for_a_text_and_a_key_that_may_see_bodies() {
    pings(10);
    assertThat(API.get(search(code, ""), project.writeKey()).status()).isEqualTo(400);
    assertThat(API.get(search(code, "x".repeat(201)), project.writeKey()).text())
        .contains("text has 1 to 200 characters");
    assertThat(API.get(search(code, "x") + "&before=-1", project.writeKey()).status())
        .isEqualTo(400);
    assertThat(API.get(search(code, "disk"), project.readKey()).status()).isEqualTo(401);
    assertThat(API.get(search(code, "disk"), API.project().writeKey()).status()).isEqualTo(403);
    assertThat(API.get(search(code, "'; --%_\\"), project.writeKey()).text())
        .isEqualTo("{\"pings\":[],\"next\":null}");
  }
}
