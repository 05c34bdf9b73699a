package dev.tocsin.drills.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Pausing, resuming, deleting. */
class LifeTest {

  private final Project project = Installation.main();
  private final Caller key = project.write();

  private Reply pause(Check check) {
    return key.post(check.path() + "/pause", "");
  }

  private Reply resume(Check check) {
    return key.post(check.path() + "/resume", "");
  }

  @Test
  void pausing_keeps_what_was_heard_and_ends_the_run() {
    Check check = project.check();
    check.ping("/start").age(Duration.ofSeconds(5)).ping("").ping("/start");
    JsonNode before = check.object();
    JsonNode paused = pause(check).is(200).json();
    assertThat(paused.get("status").asText()).isEqualTo("paused");
    assertThat(paused.get("started").asBoolean()).isFalse();
    assertThat(paused.get("next_ping").isNull()).isTrue();
    for (String kept : new String[] {"last_ping", "n_pings", "last_duration"}) {
      assertThat(paused.get(kept)).as(kept).isEqualTo(before.get(kept));
    }
    assertThat(check.object()).isEqualTo(paused);
    assertThat(key.get(check.path() + "/flips/").each("flips", "up").get(0)).isEqualTo("0");
  }

  @Test
  void pausing_twice_changes_nothing() {
    Check check = project.check();
    JsonNode first = pause(check).is(200).json();
    int flips = key.get(check.path() + "/flips/").items("flips").size();
    assertThat(pause(check).is(200).json()).isEqualTo(first);
    assertThat(key.get(check.path() + "/flips/").items("flips")).hasSize(flips);
  }

  @Test
  void from_every_status_a_check_can_be_paused() {
    for (String word : new String[] {"", "/fail", "/start", "/log"}) {
      Check check = project.check().ping(word);
      assertThat(pause(check).is(200).get("status")).as(word).isEqualTo("paused");
    }
    assertThat(pause(project.check()).is(200).get("status")).isEqualTo("paused");
  }

  @Test
  void a_ping_ends_a_pause_unless_it_must_be_resumed_by_hand() {
    Check easy = project.check();
    pause(easy);
    assertThat(easy.ping("").get("status")).isEqualTo("up");
    Check strict = project.check("\"manual_resume\": true");
    pause(strict);
    assertThat(strict.ping("").get("status")).isEqualTo("paused");
    assertThat(strict.get("n_pings")).isEqualTo("1");
  }

  @Test
  void a_resumed_check_is_as_good_as_new() {
    Check check = project.check().ping("").ping("/start");
    pause(check);
    JsonNode resumed = resume(check).is(200).json();
    assertThat(resumed.get("status").asText()).isEqualTo("new");
    assertThat(resumed.get("last_ping").isNull()).isTrue();
    assertThat(resumed.get("next_ping").isNull()).isTrue();
    assertThat(resumed.get("started").asBoolean()).isFalse();
    assertThat(resumed.get("n_pings").asInt()).isEqualTo(2);
    assertThat(key.get(check.path() + "/flips/").each("flips", "up").subList(0, 2))
        .containsExactly("0", "0");
  }

  @Test
  void what_is_not_paused_cannot_be_resumed() {
    Check check = project.check();
    resume(check).is(409, "check is not paused");
    resume(check.ping("")).is(409, "check is not paused");
    pause(check);
    resume(check).is(200);
    resume(check).is(409, "check is not paused");
  }

  @Test
  void a_deleted_check_is_shown_once_more_and_is_gone() {
    project.channel(Project.fresh("gone"));
    Check check =
        project.check("\"slug\": \"" + Project.fresh("gone") + "\", \"channels\": \"*\"").ping("");
    ObjectNode before = (ObjectNode) check.object();
    assertThat(before.get("channels").asText()).isNotEmpty();
    JsonNode last = key.delete(check.path()).is(200).json();
    assertThat(last).isEqualTo(before.put("channels", ""));
    key.get(check.path()).is(404);
    key.delete(check.path()).is(404);
    key.post(check.path(), "{}").is(404);
    key.get(check.path() + "/pings/").is(404);
    key.get(check.path() + "/flips/").is(404);
    key.get("checks/" + check.uniqueKey()).is(404, "");
    key.send("GET", "/ping/" + check.code(), new byte[0]).is(404);
    assertThat(key.get("checks/?slug=" + before.get("slug").asText()).items("checks")).isEmpty();
  }
}
