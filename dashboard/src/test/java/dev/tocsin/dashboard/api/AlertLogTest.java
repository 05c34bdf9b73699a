package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.TestProject;
import dev.tocsin.store.CheckObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deliveries and incidents, read by programs. */
class AlertLogTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));
  private static final Instant T = Instant.parse("2026-02-03T04:05:06Z"); // 1770091506
  private final TestProject project = API.project();
  private final UUID check = API.create(project, "name", "Backup");
  private final UUID channel = project.channel("Hook");

  @AfterAll
  static void stop() {
    API.close();
  }

  private long flip(UUID of, Instant at, String from, String to) {
    return project.one(
        """
        INSERT INTO flips (check_id, at, old_status, new_status, reason, fanned_out)
        VALUES (?, ?, ?, ?, 'timeout', true) RETURNING id AS v
        """,
        project.checkId(of),
        at,
        from,
        to);
  }

  private long delivery(long flip, UUID to, Instant at) {
    return project.one(
        """
        INSERT INTO deliveries (flip_id, channel_id, check_id, created_at)
        SELECT f.id, ch.id, f.check_id, ? FROM flips f, channels ch WHERE f.id = ? AND ch.code = ?
        RETURNING id AS v
        """,
        at,
        flip,
        to);
  }

  private void message(long delivery, String state, String... details) {
    long message =
        project.one(
            """
            WITH m AS (INSERT INTO messages (channel_id, key, state, attempts, settled_at, next_at)
              SELECT channel_id, md5(id::text), ?, ?, CASE WHEN ? <> 'sending' THEN ?::timestamptz END, ?
                FROM deliveries WHERE id = ? RETURNING id)
            UPDATE deliveries SET message_id = m.id FROM m WHERE deliveries.id = ?
            RETURNING m.id AS v
            """,
            state,
            details.length,
            state,
            T.plusSeconds(2),
            T.plusSeconds(60),
            delivery,
            delivery);
    for (String detail : details) {
      API.db.update(
          "writing an attempt",
          """
          INSERT INTO attempts (message_id, at, took, verdict, detail)
          VALUES (?, ?, interval '0.25 s', 'try_again', ?)
          """,
          message,
          T.plusSeconds(1),
          detail);
    }
  }

  private JsonNode get(String path) {
    var answer = API.get("v3/" + path, project.writeKey());
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void a_delivery_says_what_was_told_to_whom_and_what_became_of_it() {
    long id = delivery(flip(check, T, "up", "down"), channel, T);
    message(id, "failed", "busy", "busy again");
    JsonNode all = get("deliveries/");
    assertThat(all.path("next").isNull()).isTrue();
    JsonNode one = all.path("deliveries").get(0);
    String message = one.path("message").asText();
    assertThat(message).matches("[0-9a-f-]{36}");
    String attempt =
        "{\"timestamp\":\"2026-02-03T04:05:07+00:00\",\"verdict\":\"try_again\",\"took\":0.250,";
    assertThat(one.toString())
        .isEqualTo(
            """
            {"id":%d,"reason":"flip","state":"failed","created":"2026-02-03T04:05:06+00:00",\
            "channel":{"id":"%s","name":"Hook","kind":"webhook"},\
            "check":{"uuid":"%s","name":"Backup"},\
            "flip":{"timestamp":"2026-02-03T04:05:06+00:00","from":"up","to":"down",\
            "reason":"timeout"},"notice":null,"withheld":null,"origin":null,\
            "message":"%s","next_attempt":null,\
            "settled":"2026-02-03T04:05:08+00:00","n_attempts":2,"attempts":[%s"detail":"busy"},\
            %s"detail":"busy again"}],"url":"https://hb.example/api/v3/deliveries/%d"}"""
                .formatted(id, channel, check, message, attempt, attempt, id)
                .replace("0.250", "0.25"));
    assertThat(get("checks/" + check + "/deliveries/")).isEqualTo(all);
    assertThat(get("deliveries/" + id)).isEqualTo(one);
    assertThat(API.get("v3/deliveries/", project.readKey()).status()).isEqualTo(401);
  }

  @Test
  void deliveries_are_filtered_by_channel_state_and_time() {
    UUID mail = project.channel("Mail");
    long waiting = delivery(flip(check, T, "up", "down"), channel, T);
    long sending = delivery(flip(check, T, "up", "down"), channel, T.plusSeconds(1));
    message(sending, "sending", "busy");
    long delivered = delivery(flip(check, T, "up", "down"), mail, T.plusSeconds(2));
    message(delivered, "delivered", "ok");
    String[][] cases = {
      {"", delivered + "," + sending + "," + waiting},
      {"?state=waiting", "" + waiting},
      {"?state=sending", "" + sending},
      {"?state=delivered", "" + delivered},
      {"?state=failed", ""},
      {"?channel=" + mail, "" + delivered},
      {"?channel=" + UUID.randomUUID(), ""},
      {"?start=1770091507", delivered + "," + sending},
      {"?end=1770091507", "" + waiting},
      {"?start=1770091507&end=1770091508&channel=" + channel, "" + sending},
    };
    for (String[] expected : cases) {
      for (String path : new String[] {"deliveries/", "checks/" + check + "/deliveries/"}) {
        assertThat(ids(get(path + expected[0]).path("deliveries")))
            .as(path + expected[0])
            .isEqualTo(expected[1]);
      }
    }
    assertThat(get("deliveries/?state=sending").findValuesAsText("next_attempt"))
        .containsExactly("2026-02-03T04:06:06+00:00");
  }

  @Test
  void a_settled_delivery_is_sent_again_and_one_on_its_way_is_not() {
    long settled = delivery(flip(check, T, "up", "down"), channel, T);
    message(settled, "failed", "busy");
    String path = "v3/deliveries/%d/resend".formatted(settled);
    assertThat(API.post(path, project.readKey(), "{}").status()).isEqualTo(401);
    var again = API.post(path, project.writeKey(), "{}");
    assertThat(again.status()).as(again.text()).isEqualTo(202);
    JsonNode made = again.json();
    assertThat(made.path("reason").asText()).isEqualTo("resend");
    assertThat(made.path("state").asText()).isEqualTo("waiting");
    assertThat(made.path("flip").path("to").asText()).isEqualTo("down");
    assertThat(made.path("origin").toString())
        .isEqualTo(
            "{\"id\":%d,\"channel\":{\"id\":\"%s\",\"name\":\"Hook\"}}"
                .formatted(settled, channel));
    assertThat(API.post(path, project.writeKey(), "{}").status())
        .as("a second time")
        .isEqualTo(202);
    String waiting = "v3/deliveries/%s/resend".formatted(made.path("id").asText());
    assertThat(API.post(waiting, project.writeKey(), "{}").status()).isEqualTo(409);
    assertThat(API.post("v3/deliveries/1/resend", API.project().writeKey(), "{}").status())
        .isEqualTo(404);
    assertThat(
            project.one(
                "SELECT count(*) AS v FROM lanes l JOIN channels c ON c.id = l.channel_id"
                    + " WHERE c.code = ? AND l.next_at <= now()",
                channel))
        .isEqualTo(1);
  }

  @Test
  void what_was_withheld_says_why_and_a_notice_what_it_says() {
    long quiet = delivery(flip(check, T, "up", "down"), channel, T);
    API.db.update("t", "UPDATE deliveries SET withheld = 'silenced' WHERE id = ?", quiet);
    long notice =
        project.one(
            """
            WITH n AS (
              INSERT INTO notices (project_id, key, matter, kind, level, title, lines, path)
              SELECT project_id, code::text, 'm', 'broken', 'problem', 'It broke', '{}', '/'
                FROM channels WHERE code = ? RETURNING id)
            INSERT INTO deliveries (notice_id, channel_id, reason, created_at)
            SELECT n.id, ch.id, 'notice', ? FROM n, channels ch WHERE ch.code = ? RETURNING id AS v
            """,
            channel,
            T.plusSeconds(1),
            channel);
    assertThat(ids(get("deliveries/?state=withheld").path("deliveries"))).isEqualTo("" + quiet);
    assertThat(get("deliveries/" + quiet).path("withheld").asText()).isEqualTo("silenced");
    assertThat(get("deliveries/" + notice).path("notice").toString())
        .isEqualTo("{\"kind\":\"broken\",\"level\":\"problem\",\"title\":\"It broke\"}");
    assertThat(ids(get("deliveries/?state=waiting").path("deliveries"))).isEqualTo("" + notice);
  }

  private static String ids(JsonNode items) {
    List<String> ids = new ArrayList<>();
    items.forEach(item -> ids.add(item.path("id").asText()));
    return String.join(",", ids);
  }

  @Test
  void deliveries_come_page_by_page_however_many_channels_there_are() {
    UUID other = project.channel("Other");
    List<String> newestFirst = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      long flip = flip(check, T.plusSeconds(i), "up", "down");
      newestFirst.add(0, "" + delivery(flip, i % 3 == 0 ? other : channel, T));
    }
    for (String path : new String[] {"deliveries/", "checks/" + check + "/deliveries/"}) {
      List<String> read = new ArrayList<>();
      String cursor = "";
      do {
        JsonNode page = get(path + "?limit=3" + cursor);
        read.add(ids(page.path("deliveries")));
        cursor = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").asText();
      } while (!cursor.isEmpty());
      assertThat(read).hasSize(3);
      assertThat(String.join(",", read)).isEqualTo(String.join(",", newestFirst));
    }
  }

  @Test
  void of_many_attempts_the_latest_are_shown() {
    String[] details = new String[25];
    for (int i = 0; i < details.length; i++) {
      details[i] = "try " + i;
    }
    message(delivery(flip(check, T, "up", "down"), channel, T), "sending", details);
    JsonNode one = get("deliveries/").path("deliveries").get(0);
    assertThat(one.path("n_attempts").asInt()).isEqualTo(25);
    assertThat(one.path("attempts")).hasSize(10);
    assertThat(one.path("attempts").get(9).path("detail").asText()).isEqualTo("try 24");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=1001",
        "limit=",
        "limit=x",
        "start=",
        "end=-1",
        "cursor=",
        "cursor=x",
        "cursor=9999999999999999999",
        "state=late",
        "state=",
        "limit=%00"
      })
  void a_wrong_parameter_is_named(String query) {
    for (String path : new String[] {"deliveries/", "incidents/"}) {
      var answer = API.get("v3/" + path + "?" + query, project.writeKey());
      assertThat(answer.status()).as(path).isEqualTo(400);
      assertThat(answer.error()).startsWith(query.substring(0, query.indexOf('=')));
    }
  }

  @Test
  void an_incident_lasts_from_a_down_flip_to_the_next_flip() {
    UUID other = API.create(project, "name", "Mirror");
    flip(check, T, "new", "up");
    flip(check, T.plusSeconds(10), "up", "down");
    flip(check, T.plusSeconds(20), "down", "up");
    flip(other, T.plusSeconds(25), "up", "down");
    flip(check, T.plusSeconds(30), "up", "down");
    flip(check, T.plusMillis(40_500), "down", "paused");
    project.incidents();
    JsonNode all = get("incidents/").path("incidents");
    assertThat(all).hasSize(3);
    assertThat(all.get(0).toString())
        .isEqualTo(
            """
            {"check":{"uuid":"%s","name":"Backup"},"started":"2026-02-03T04:05:36+00:00",\
            "ended":"2026-02-03T04:05:46.500000+00:00","duration":10.5,"unheard":0.0,"reason":"timeout",\
            "ended_by":"paused","id":"%s","withheld":null,"acknowledged":null,"assignee":null,\
            "notes":[]}"""
                .formatted(check, all.get(0).path("id").asText()));
    assertThat(all.get(1).path("check").path("name").asText()).isEqualTo("Mirror");
    assertThat(all.get(1).path("ended").isNull()).isTrue();
    assertThat(all.get(1).path("ended_by").isNull()).isTrue();
    assertThat(all.get(1).path("duration").asLong())
        .isBetween(1L, Duration.between(T, Instant.now()).toSeconds());
    assertThat(all.get(2).path("ended_by").asText()).isEqualTo("up");

    assertThat(get("checks/" + check + "/incidents/").path("incidents")).hasSize(2);
    assertThat(started("?state=ongoing")).containsExactly("2026-02-03T04:05:31+00:00");
    assertThat(started("?state=ended")).hasSize(2);
    assertThat(started("?start=1770091516&end=1770091517"))
        .containsExactly("2026-02-03T04:05:16+00:00");
    JsonNode first = get("incidents/?limit=2");
    assertThat(first.path("incidents")).hasSize(2);
    assertThat(started("?limit=2&cursor=" + first.path("next").asText()))
        .containsExactly("2026-02-03T04:05:16+00:00");
  }

  private List<String> started(String query) {
    return get("incidents/" + query).findValuesAsText("started");
  }

  @Test
  void a_read_only_key_reads_incidents_and_no_uuid() {
    flip(check, T, "up", "down");
    project.incidents();
    String key = CheckObject.uniqueKey(check);
    for (String path : new String[] {"incidents/", "checks/" + key + "/incidents/"}) {
      var answer = API.get("v3/" + path, project.readKey());
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).contains(key, "Backup").doesNotContain(check.toString());
    }
    assertThat(API.get("v3/incidents/", API.project().readKey()).json().path("incidents"))
        .isEmpty();
    assertThat(API.get("v3/checks/" + check + "/incidents/", API.project().writeKey()).status())
        .isEqualTo(403);
  }
}
