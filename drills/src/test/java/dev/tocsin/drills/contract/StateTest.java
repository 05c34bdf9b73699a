package dev.tocsin.drills.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.drills.harness.Await;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** §8: what pings do to a check, as far as the Management API shows it. */
@ParameterizedClass
@EnumSource(Door.class)
class StateTest {

  private static final String RUN = "?rid=11111111-1111-1111-1111-111111111111";
  private static final String OTHER_RUN = "?rid=22222222-2222-2222-2222-222222222222";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PERIOD = Duration.ofHours(1);

  private final Door door;

  StateTest(Door door) {
    this.door = door;
  }

  private void ping(Check check, String... words) throws IOException {
    for (String word : words) {
      assertThat(door.get(check.path() + word).brief()).as(word).isEqualTo("200 OK");
    }
  }

  private static void assertState(Check check, String status, boolean started) {
    JsonNode it = check.object();
    assertThat(it.get("status").asText()).isEqualTo(status);
    assertThat(it.get("started").asBoolean()).isEqualTo(started);
  }

  /** 8.2, every stored status against every signal. */
  @Test
  void each_signal_has_its_effect_from_each_status() throws IOException {
    String[][] ways = {{"new"}, {"up", ""}, {"down", "/fail"}, {"paused", "pause"}};
    for (String[] way : ways) {
      for (String word : List.of("", "/fail", "/start", "/log")) {
        Check check = Check.create();
        for (String step : way) {
          if (step.equals("pause")) {
            check.pause();
          } else if (step.isEmpty() || step.startsWith("/")) {
            ping(check, step);
          }
        }
        JsonNode before = check.object();
        List<String> flips = check.flips();
        ping(check, word);
        JsonNode after = check.object();
        String what = way[0] + " " + word;
        String status = word.isEmpty() ? "up" : word.equals("/fail") ? "down" : way[0];
        assertThat(after.get("status").asText()).as(what).isEqualTo(status);
        assertThat(after.get("started").asBoolean()).as(what).isEqualTo(word.equals("/start"));
        assertThat(after.get("n_pings").asInt()).isEqualTo(before.get("n_pings").asInt() + 1);
        boolean completes = word.isEmpty() || word.equals("/fail");
        assertThat(after.get("last_ping").isNull())
            .as(what)
            .isEqualTo(!completes && before.get("last_ping").isNull());
        boolean flipped = !status.equals(way[0]);
        assertThat(check.flips()).as(what).hasSize(flips.size() + (flipped ? 1 : 0));
      }
    }
  }

  @Test
  void a_signal_that_changes_nothing_makes_no_flip() throws IOException {
    Check check = Check.create();
    ping(check, "", "", "/0", "/fail", "/fail", "/7", "", "/log", "/start");
    assertThat(check.flips()).containsExactly("up", "down", "up");
  }

  /** 8.3, row by row: whether the run goes on, and whether it has a duration. */
  @Test
  void completions_and_starts_are_paired_by_run_id() throws IOException {
    Object[][] cases = {
      {"", "", false, true},
      {RUN, RUN, false, true},
      {"", "/fail", false, true},
      {RUN, "/fail" + RUN, false, true},
      {RUN, "/fail" + OTHER_RUN, false, false},
      {RUN, "/fail", false, false},
      {"", "/3" + RUN, false, false},
      {RUN, "", false, false},
      {RUN, OTHER_RUN, true, false},
      {"", RUN, true, false}
    };
    for (Object[] one : cases) {
      Check check = Check.create();
      ping(check, "/start" + one[0]);
      check.age(Duration.ofSeconds(90));
      ping(check, (String) one[1]);
      JsonNode it = check.object();
      String what = "start" + one[0] + ", then " + one[1];
      assertThat(it.get("started").asBoolean()).as(what).isEqualTo(one[2]);
      assertThat(it.has("last_duration")).as(what).isEqualTo(one[3]);
      if ((boolean) one[3]) {
        assertThat(it.get("last_duration").asInt()).as(what).isBetween(90, 90 + 60);
      }
    }
  }

  @Test
  void a_run_id_is_compared_as_a_value() throws IOException {
    Check check = Check.create();
    ping(check, "/start?rid=ABCDEFAB-0000-4000-8000-00000000000A");
    ping(check, "?rid=abcdefab-0000-4000-8000-00000000000a");
    assertThat(check.object().has("last_duration")).isTrue();
    assertState(check, "up", false);
  }

  @Test
  void only_the_run_started_last_is_watched() throws IOException {
    Check check = Check.create();
    ping(check, "/start" + RUN, "/start" + OTHER_RUN, RUN);
    assertState(check, "up", true);
    ping(check, OTHER_RUN);
    assertState(check, "up", false);
    assertThat(check.object().has("last_duration")).isTrue();
    assertThat(check.pings("duration"))
        .as("the log pairs each run by itself")
        .doesNotHave(new org.assertj.core.api.Condition<>(d -> d.get(2).equals("absent"), ""))
        .startsWith("absent", "absent");
    assertThat(check.pings("duration").get(3)).isNotEqualTo("absent");
  }

  @Test
  void log_and_ignored_pings_do_not_part_a_run() throws IOException {
    Check check = Check.create();
    ping(check, "/start" + RUN, "/log" + RUN, "/log", RUN);
    assertThat(check.object().has("last_duration")).isTrue();
    assertThat(check.pings("duration").get(3)).isNotEqualTo("absent");
  }

  @Test
  void a_last_duration_is_gone_after_a_ping_that_ends_no_run() throws IOException {
    Check check = Check.create();
    ping(check, "/start", "");
    assertThat(check.object().has("last_duration")).isTrue();
    ping(check, "/log");
    assertThat(check.object().has("last_duration")).isTrue();
    ping(check, "");
    assertThat(check.object().has("last_duration")).isFalse();
  }

  @Test
  void while_a_run_is_on_version_1_says_started() throws IOException {
    Check check = Check.create();
    ping(check, "", "/start");
    assertThat(check.api().get("/api/v1/checks/" + check.code()).get("status").asText())
        .isEqualTo("started");
    assertThat(check.api().get("/api/v2/checks/" + check.code()).get("status").asText())
        .isEqualTo("up");
  }

  /** 8.7: period 3600 s, grace 300 s; between two rows time is let pass for this check alone. */
  @Test
  void the_worked_example() throws IOException {
    Check check = Check.create();
    assertRow(check, "new", false, null);
    ping(check, "/start");
    assertRow(check, "new", true, Duration.ZERO);
    check.age(Duration.ofSeconds(50));
    ping(check, "");
    assertRow(check, "up", false, PERIOD);
    assertThat(check.object().get("last_duration").asInt()).isBetween(50, 50 + 60);
    check.age(Duration.ofSeconds(40));
    ping(check, "/log");
    assertRow(check, "up", false, Duration.ofSeconds(3_560));
    check.age(Duration.ofSeconds(3_550)); // 10 s before it is due
    ping(check, "/start");
    assertRow(check, "up", true, Duration.ZERO);
    check.age(Duration.ofSeconds(50));
    assertRow(check, "grace", true, Duration.ofSeconds(-50));
    check.age(Duration.ofSeconds(250)); // the run's grace is over
    Await.that("the alerter sees it", PATIENCE, () -> check.flips().size() == 2);
    assertRow(check, "down", true, null);
    check.age(Duration.ofSeconds(50));
    ping(check, "");
    assertRow(check, "up", false, PERIOD);
    assertThat(check.object().get("last_duration").asInt()).isBetween(350, 350 + 60);
    check.age(Duration.ofSeconds(100));
    ping(check, "/fail");
    assertRow(check, "down", false, null);
    check.age(Duration.ofSeconds(100));
    ping(check, "/start");
    assertRow(check, "down", true, null);
    check.age(Duration.ofSeconds(400));
    assertRow(check, "down", true, null);
    ping(check, "");
    assertRow(check, "up", false, PERIOD);
    assertThat(check.object().get("last_duration").asInt()).isBetween(400, 400 + 60);
    assertThat(check.flips()).containsExactly("up", "down", "up", "down", "up");
  }

  /** A flip for a missed deadline is dated at the deadline, not when it was seen. */
  @Test
  void a_silent_check_passes_through_grace_to_down() throws IOException {
    Check check = Check.create();
    ping(check, "");
    check.age(Duration.ofSeconds(3_590));
    assertRow(check, "up", false, Duration.ofSeconds(10));
    check.age(Duration.ofSeconds(20));
    assertRow(check, "grace", false, Duration.ofSeconds(-10));
    Instant lastPing = OffsetDateTime.parse(check.get("last_ping")).toInstant();
    check.age(Duration.ofSeconds(400));
    Await.that("the alerter sees it", PATIENCE, () -> check.flips().size() == 2);
    assertRow(check, "down", false, null);
    String flip =
        check
            .api()
            .get("/api/v3/checks/" + check.code() + "/flips/")
            .get("flips")
            .get(0)
            .get("timestamp")
            .asText();
    assertThat(OffsetDateTime.parse(flip).toInstant())
        .isEqualTo(lastPing.minusSeconds(400).plusSeconds(3_900));
  }

  /**
   * @param next how far from now the next ping is due; null: not at all
   */
  private static void assertRow(
      Check check,
      String status,
      boolean started,
      @org.jspecify.annotations.Nullable Duration next) {
    JsonNode it = check.object();
    assertThat(it.get("status").asText()).isEqualTo(status);
    assertThat(it.get("started").asBoolean()).isEqualTo(started);
    if (next == null) {
      assertThat(it.get("next_ping").isNull()).isTrue();
    } else {
      Instant expected = Instant.now().plus(next).truncatedTo(ChronoUnit.SECONDS);
      assertThat(OffsetDateTime.parse(it.get("next_ping").asText()).toInstant())
          .isBetween(expected.minusSeconds(60), expected.plusSeconds(1));
    }
  }
}
