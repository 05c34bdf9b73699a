package dev.tocsin.drills.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.RawHttp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** §9: checks that are made by their first ping. */
@ParameterizedClass
@EnumSource(Door.class)
class CreateTest {

  private static final int AT_ONCE = 50;

  private final Door door;

  CreateTest(Door door) {
    this.door = door;
  }

  private static String path(String slug) {
    return "/" + Installation.get().api().pingKey() + "/" + slug;
  }

  private static List<JsonNode> withSlug(Api api, String slug) {
    List<JsonNode> checks = new ArrayList<>();
    api.get("/api/v3/checks/?slug=" + slug).get("checks").forEach(checks::add);
    return checks;
  }

  private static JsonNode only(String slug) {
    List<JsonNode> checks = withSlug(Installation.get().api(), slug);
    assertThat(checks).as(slug).hasSize(1);
    return checks.get(0);
  }

  @Test
  void a_check_is_made_with_all_defaults_and_all_channels() throws IOException {
    Api api = Installation.get().api();
    Installation.get()
        .db()
        .update(
            "a channel",
            """
            INSERT INTO channels (project_id, kind, name, settings)
            SELECT id, 'webhook', 'for new checks', ''::bytea FROM projects WHERE code = ?
            """,
            api.projectCode());
    String slug = Check.freshSlug();
    assertThat(door.get(path(slug) + "?create=1").brief()).isEqualTo("201 Created");
    JsonNode check = only(slug);
    assertThat(check.get("name").asText()).isEqualTo(slug);
    assertThat(check.get("timeout").asInt()).isEqualTo(86_400);
    assertThat(check.get("grace").asInt()).isEqualTo(3_600);
    assertThat(check.get("tags").asText()).isEmpty();
    assertThat(check.get("n_pings").asInt()).isEqualTo(1);
    assertThat(check.get("status").asText()).isEqualTo("up");
    assertThat(check.get("channels").asText().split(",", -1))
        .hasSize(api.get("/api/v3/channels/").get("channels").size())
        .allSatisfy(id -> assertThat(UUID.fromString(id)).isNotNull());
  }

  @Test
  void it_works_with_every_word_and_method() throws IOException {
    String[][] cases = {
      {"GET", "", "up"},
      {"HEAD", "", "up"},
      {"POST", "/start", "new"},
      {"GET", "/fail", "down"},
      {"PUT", "/log", "new"},
      {"POST", "/0", "up"},
      {"GET", "/12", "down"}
    };
    for (String[] one : cases) {
      String slug = Check.freshSlug();
      String path = path(slug) + one[1] + "?create=1";
      assertThat(door.ask(one[0], path).status()).as(path).isEqualTo(201);
      assertThat(only(slug).get("status").asText()).as(path).isEqualTo(one[2]);
      assertThat(door.ask(one[0], path).status()).as(path).isEqualTo(200);
    }
  }

  @Test
  void a_refused_ping_leaves_its_check_behind() throws IOException {
    String tooBig = Check.freshSlug();
    assertThat(door.get(path(tooBig) + "/256?create=1").brief())
        .isEqualTo("400 invalid url format");
    assertThat(only(tooBig).get("n_pings").asInt()).isZero();
    String badRun = Check.freshSlug();
    assertThat(door.get(path(badRun) + "?create=1&rid=x").brief())
        .isEqualTo("400 invalid uuid format");
    assertThat(only(badRun).get("n_pings").asInt()).isZero();
    assertThat(door.get(path(badRun) + "?create=1").brief()).isEqualTo("200 OK");
  }

  @Test
  void an_unknown_ping_key_makes_nothing() throws IOException {
    String slug = Check.freshSlug();
    assertThat(door.get("/no-such-key/" + slug + "?create=1").brief()).isEqualTo("404 not found");
    assertThat(withSlug(Installation.get().api(), slug)).isEmpty();
  }

  @Test
  void twice_the_check_limit_is_the_end_of_it() throws IOException {
    Api small = Installation.get().smallProject();
    for (JsonNode left : small.get("/api/v3/checks/").get("checks")) {
      small.call("DELETE", "/api/v3/checks/" + left.get("uuid").asText(), "");
    }
    Installation.get()
        .db()
        .update(
            "a limit", "UPDATE projects SET check_limit = 2 WHERE code = ?", small.projectCode());
    for (int i = 0; i < 4; i++) {
      assertThat(door.get("/" + small.pingKey() + "/job-" + i + "?create=1").status())
          .isEqualTo(201);
    }
    assertThat(door.get("/" + small.pingKey() + "/job-4?create=1").brief())
        .isEqualTo("404 not found");
    assertThat(door.get("/" + small.pingKey() + "/job-3?create=1").brief()).isEqualTo("200 OK");
    assertThat(small.get("/api/v3/checks/").get("checks")).hasSize(4);
  }

  @Test
  void fifty_first_pings_at_once_make_one_check_and_one_created() throws Exception {
    String slug = Check.freshSlug();
    CountDownLatch go = new CountDownLatch(1);
    List<Integer> ports = List.of(door.port(), otherPort());
    ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        int port = ports.get(i % 2); // two listeners, one database
        Callable<Integer> ping =
            () -> {
              try (RawHttp http = new RawHttp(port)) {
                go.await();
                return http.ask("GET", "/ping" + path(slug) + "?create=1").status();
              }
            };
        answers.add(clients.submit(ping));
      }
      go.countDown();
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> answer : answers) {
        statuses.add(answer.get());
      }
      assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
      assertThat(statuses).filteredOn(status -> status == 200).hasSize(AT_ONCE - 1);
    } finally {
      clients.shutdownNow();
    }
    assertThat(only(slug).get("n_pings").asInt()).isEqualTo(AT_ONCE);
  }

  private int otherPort() {
    return door == Door.ALL_IN_ONE ? Door.LISTENER.port() : Door.ALL_IN_ONE.port();
  }
}
