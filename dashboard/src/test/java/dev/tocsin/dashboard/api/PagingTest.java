package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.TestProject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists in parts, for those who ask for parts. */
class PagingTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));
  private final TestProject project = API.project();

  @AfterAll
  static void stop() {
    API.close();
  }

  private JsonNode get(String path) {
    var answer = API.get("v3/" + path, project.writeKey());
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  /** The values of a member, page by page. */
  private List<List<String>> pages(String path, String list, String member) {
    List<List<String>> pages = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = get(path + cursor);
      pages.add(page.path(list).findValuesAsText(member));
      assertThat(page.has("next")).isTrue();
      cursor = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").asText();
    } while (!cursor.isEmpty());
    return pages;
  }

  @Test
  void checks_come_in_parts_oldest_first() {
    for (String name : List.of("1", "2", "3", "4", "5")) {
      API.create(project, "name", name, "tags", name.equals("3") ? "x" : "x  odd", "slug", "s");
    }
    assertThat(pages("checks/?limit=2", "checks", "name"))
        .containsExactly(List.of("1", "2"), List.of("3", "4"), List.of("5"));
    assertThat(pages("checks/?limit=5", "checks", "name")).hasSize(1);
    assertThat(pages("checks/?limit=3&tag=odd&slug=s", "checks", "name"))
        .containsExactly(List.of("1", "2", "4"), List.of("5"));
    for (String none : List.of("tag=", "tag=od", "tag=%00", "slug=%00", "tag=odd&slug=t")) {
      assertThat(pages("checks/?limit=3&" + none, "checks", "name")).containsExactly(List.of());
    }
    assertThat(pages("checks/?limit=9&slug=", "checks", "name").get(0)).hasSize(5);
  }

  @Test
  void what_comes_and_goes_moves_nobody_else() {
    List<UUID> codes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      codes.add(API.create(project, "name", "n" + i));
    }
    String next = get("checks/?limit=2").path("next").asText();
    API.delete("v3/checks/" + codes.get(0), project.writeKey());
    API.delete("v3/checks/" + codes.get(1), project.writeKey()); // the very one of the cursor
    API.create(project, "name", "n4");
    JsonNode rest = get("checks/?cursor=" + next);
    assertThat(rest.path("checks").findValuesAsText("name")).containsExactly("n2", "n3", "n4");
    assertThat(rest.path("next").isNull()).isTrue();
  }

  @Test
  void who_does_not_ask_sees_what_he_always_saw() {
    API.create(project);
    assertThat(get("checks/").has("next")).isFalse();
    for (String version : List.of("v1", "v2")) {
      var old = API.get(version + "/checks/?limit=x&cursor=y", project.writeKey());
      assertThat(old.status()).isEqualTo(200);
      assertThat(old.json().has("next")).isFalse();
    }
  }

  @Test
  void a_read_only_key_learns_no_uuid_from_a_cursor() {
    API.create(project);
    API.create(project);
    String next = API.get("v3/checks/?limit=1", project.readKey()).json().path("next").asText();
    String inside =
        new String(
            java.util.Base64.getUrlDecoder().decode(next), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(inside).matches("checks [0-9]+");
  }

  @Test
  void pings_come_in_parts_newest_first() {
    UUID code = API.create(project);
    Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(100);
    for (int n = 1; n <= 5; n++) {
      project.ping(code, n, n % 2 == 1 ? "start" : "success", at.plusSeconds(n), null, "");
    }
    String path = "checks/" + code + "/pings/";
    assertThat(pages(path + "?limit=2", "pings", "n"))
        .containsExactly(List.of("5", "4"), List.of("3", "2"), List.of("1"));
    JsonNode page = get(path + "?limit=1&cursor=" + get(path + "?limit=1").path("next").asText());
    assertThat(page.at("/pings/0/duration").asDouble())
        .as("its start is on the next page")
        .isEqualTo(1);
    String next = get(path + "?limit=2").path("next").asText();
    project.ping(code, 6, "success", at.plusSeconds(9), null, "");
    assertThat(get(path + "?cursor=" + next).path("pings").findValuesAsText("n"))
        .containsExactly("3", "2", "1");
  }

  @Test
  void a_page_may_have_a_thousand_pings() {
    UUID code = API.create(project);
    project
        .db()
        .update(
            "keeping more", "UPDATE projects SET ping_log_limit = 5000 WHERE id = ?", project.id());
    project
        .db()
        .update(
            "writing pings",
            """
            INSERT INTO pings (check_id, n, at, kind, scheme, method, ua)
            SELECT ?, i, now(), 'success', 'https', 'GET', '' FROM generate_series(1, 2001) i
            """,
            project.checkId(code));
    project.state(code, "n_pings = 2001");
    assertThat(
            pages("checks/" + code + "/pings/?limit=1000", "pings", "n").stream().map(List::size))
        .containsExactly(1000, 1000, 1);
    assertThat(get("checks/" + code + "/pings/").path("pings")).hasSize(1000);
  }

  @Test
  void flips_of_one_instant_are_not_lost_between_pages() {
    UUID code = API.create(project);
    Instant at = Instant.now().truncatedTo(ChronoUnit.MICROS).minusSeconds(100);
    for (int i = 0; i < 7; i++) {
      flip(code, at.plusSeconds(i / 3), i % 2 == 0 ? "up" : "down");
    }
    String path = "checks/" + code + "/flips/?limit=2";
    List<List<String>> pages = pages(path, "flips", "up");
    assertThat(pages.stream().flatMap(List::stream))
        .containsExactly("1", "0", "1", "0", "1", "0", "1");
    assertThat(pages).hasSize(4);
    assertThat(pages(path + "&start=" + (at.getEpochSecond() + 2), "flips", "up").get(0))
        .isNotEmpty();
  }

  private void flip(UUID code, Instant at, String to) {
    project
        .db()
        .update(
            "writing a flip",
            """
            INSERT INTO flips (check_id, at, old_status, new_status, reason, fanned_out)
            VALUES (?, ?, 'new', ?, 'pause', true)
            """,
            project.checkId(code),
            at,
            to);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1001", "-1", "", "x", "1.0", "9999999999999999999", "%00", "+1"})
  void a_limit_that_is_none_is_refused(String limit) {
    var answer = API.get("v3/checks/?limit=" + limit, project.writeKey());
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("limit must be a whole number from 1 to 1000");
  }

  @Test
  void a_cursor_of_another_list_is_refused() {
    UUID code = API.create(project);
    API.create(project);
    String checks = get("checks/?limit=1").path("next").asText();
    String pings = "checks/" + code + "/pings/?cursor=";
    for (String cursor :
        List.of("", "x", "%00", "Y2hlY2tz", "Y2hlY2tzIC0x", "%2525", checks + "A")) {
      var answer = API.get("v3/checks/?cursor=" + cursor, project.writeKey());
      assertThat(answer.status()).as(cursor).isEqualTo(400);
      assertThat(answer.error()).startsWith("cursor is none of this list");
    }
    assertThat(API.get("v3/" + pings + checks, project.writeKey()).status()).isEqualTo(400);
  }
}
