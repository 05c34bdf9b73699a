package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.dashboard.TestProject;
import dev.tocsin.dashboard.api.ApiServer.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever was there: after a file is applied with pruning, what is there is the file. */
class ApplyPropertyTest {

  private static final int ROUNDS = 40;
  private static final List<String> SCHEDULES =
      List.of("* * * * *", "*/5 1-3 * * MON", "0 0 1 1 *", "*-*-* 04:00:00");
  private static final List<String> ZONES = List.of("UTC", "Europe/Kyiv", "Asia/Tokyo");

  @Test
  void after_any_two_files_the_second_is_what_is_there() {
    long seed = System.nanoTime();
    try (ApiServer server = new ApiServer(Duration.ofMinutes(1))) {
      TestProject same = server.project();
      for (int round = 0; round < ROUNDS; round++) {
        Random random = new Random(seed + round);
        String what = "seed %d, round %d".formatted(seed, round);
        ObjectNode first = file(random);
        ObjectNode second = file(random);
        apply(server, same, first, what);
        apply(server, same, second, what);
        TestProject fresh = server.project();
        apply(server, fresh, second, what);
        assertThat(state(server, same)).as(what).isEqualTo(state(server, fresh));

        JsonNode again = apply(server, same, second, what);
        assertThat(again.path("applied").asBoolean()).as(what).isFalse();
        assertThat(again.path("plan")).as(what).isEmpty();
      }
    }
  }

  private static JsonNode apply(ApiServer server, TestProject to, ObjectNode file, String what) {
    Answer answer = server.post("v3/apply", to.writeKey(), file.toString());
    assertThat(answer.status()).as("%s: %s for %s", what, answer.text(), file).isEqualTo(200);
    return answer.json();
  }

  private static ObjectNode file(Random random) {
    ObjectNode file = ApiServer.JSON.createObjectNode();
    file.put("prune_everything", true);
    List<String> channels = some(random, List.of("ops", "chat", "pager"));
    ArrayNode made = file.putArray("channels");
    for (String name : channels) {
      ObjectNode channel = made.addObject().put("name", name).put("kind", "webhook");
      channel
          .putObject("settings")
          .putObject(random.nextBoolean() ? "up" : "down")
          .put("url", "https://hooks.example/" + random.nextInt(3))
          .put("method", random.nextBoolean() ? "GET" : "POST");
    }
    ArrayNode checks = file.putArray("checks");
    for (String slug : some(random, List.of("a", "b", "c", "d", "e", "f"))) {
      check(random, checks.addObject().put("slug", slug), channels);
    }
    return file;
  }

  private static void check(Random random, ObjectNode check, List<String> channels) {
    if (random.nextBoolean()) {
      check.put("name", "Name " + random.nextInt(3)).put("desc", "it's \\ \"so\"\n");
    }
    if (random.nextBoolean()) {
      check.put("tags", random.nextBoolean() ? "x y" : "");
    }
    if (random.nextBoolean()) {
      check.put("schedule", SCHEDULES.get(random.nextInt(SCHEDULES.size())));
      check.put("tz", ZONES.get(random.nextInt(ZONES.size())));
    } else if (random.nextBoolean()) {
      check.put("timeout", 60 * (1 + random.nextInt(3)));
    }
    if (random.nextBoolean()) {
      check.put("grace", 60 * (1 + random.nextInt(3)));
    }
    if (random.nextBoolean()) {
      check.put("manual_resume", random.nextBoolean()).put("methods", "POST");
      check.put("filter_body", random.nextBoolean()).put("success_kw", "ok");
    }
    if (random.nextBoolean()) {
      check.put("max_runtime", 100 + random.nextInt(2)).put("failures_before_down", 2);
      check.put("overlapping_runs", random.nextBoolean()).put("early_tolerance", 5);
    }
    ArrayNode assigned = check.putArray("channels"); // said, since what is not said stays
    some(random, channels).forEach(assigned::add);
  }

  private static List<String> some(Random random, List<String> of) {
    List<String> mixed = new ArrayList<>(of);
    Collections.shuffle(mixed, random);
    return mixed.subList(0, random.nextInt(mixed.size() + 1));
  }

  /** Checks as a reader sees them, without what tells one of two equal projects from the other. */
  private static List<String> state(ApiServer server, TestProject project) {
    List<String> state = new ArrayList<>();
    for (JsonNode check : server.get("v3/checks/", project.readKey()).json().path("checks")) {
      ObjectNode shown = check.deepCopy();
      shown.remove(List.of("badge_url", "unique_key"));
      String channels =
          server
              .db
              .first(
                  "reading channels",
                  """
                  SELECT coalesce(string_agg(ch.name, ',' ORDER BY ch.name), '') AS v
                    FROM checks c JOIN check_channels a ON a.check_id = c.id
                    JOIN channels ch ON ch.id = a.channel_id
                   WHERE c.project_id = ? AND c.slug = ?
                  """,
                  row -> row.string("v"),
                  project.id(),
                  check.path("slug").asText())
              .orElse("");
      state.add(shown + " " + channels);
    }
    server
        .db
        .query(
            "reading channels",
            "SELECT name, kind, settings FROM channels WHERE project_id = ?",
            row ->
                row.string("name")
                    + row.string("kind")
                    + new String(
                        server.secrets.open(row.bytes("settings")),
                        java.nio.charset.StandardCharsets.UTF_8),
            project.id())
        .forEach(state::add);
    Collections.sort(state);
    return state;
  }
}
