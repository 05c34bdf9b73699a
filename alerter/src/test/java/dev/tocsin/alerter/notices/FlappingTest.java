package dev.tocsin.alerter.notices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.World;
import dev.tocsin.domain.ping.PingKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Checks that change too often. */
class FlappingTest {

  private final World world = new World();
  private final Flapping flapping = new Flapping(FlapLimits.DEFAULTS);
  private final long channel = world.channel("group", "mail");
  private final long check = world.check("job");

  FlappingTest() {
    world.assign(check, channel);
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** Changes of the check, every five minutes: down, up, down, … */
  private void changes(int count, Instant from) {
    for (int i = 0; i < count; i++) {
      PingKind kind = i % 2 == 0 ? PingKind.FAIL : PingKind.SUCCESS;
      world.ping(check, kind, from.plus(Duration.ofMinutes(5L * i)));
    }
  }

  private List<Long> flips() {
    return world.db.query("flips", "SELECT id AS n FROM flips ORDER BY id", row -> row.number("n"));
  }

  private Set<Long> note(List<Long> flips) {
    return world.db.transaction("noting", tx -> flapping.note(tx, flips));
  }

  private boolean settle() {
    return world.db.transaction("settling", flapping::settle);
  }

  private List<String> notices() {
    return world.texts("SELECT level || ': ' || title AS t FROM notices ORDER BY id");
  }

  private void quietFor(Duration time) {
    world.run("UPDATE flapping SET last_at = last_at - ?::interval", time);
  }

  @Test
  void six_changes_within_an_hour_are_told_and_the_seventh_begins_the_silence() {
    changes(9, World.now().minus(Duration.ofMinutes(50)));
    List<Long> flips = flips();
    assertThat(note(flips.subList(0, 6))).isEmpty();
    assertThat(note(flips.subList(6, 8))).containsExactlyInAnyOrder(flips.get(6), flips.get(7));
    assertThat(note(flips.subList(8, 9))).containsExactly(flips.get(8));
    assertThat(notices()).containsExactly("problem: job flaps: 7 changes within 1 hour");
    assertThat(world.one("SELECT count(*) AS n FROM deliveries WHERE channel_id = ?", channel))
        .isEqualTo(1);
    assertThat(world.db.<Set<Long>>transaction("t", tx -> Flapping.among(tx, List.of(check, 99L))))
        .containsExactly(check);
  }

  @Test
  void how_changes_are_cut_into_batches_makes_no_difference() {
    changes(9, World.now().minus(Duration.ofMinutes(50)));
    List<Long> flips = flips();
    assertThat(note(flips)).containsExactlyInAnyOrderElementsOf(flips.subList(6, 9));
    assertThat(notices()).hasSize(1);
    assertThat(world.one("SELECT flips AS n FROM flapping")).isEqualTo(9);
  }

  @Test
  void changes_that_are_spread_over_more_than_an_hour_are_all_told() {
    for (int i = 0; i < 20; i++) {
      PingKind kind = i % 2 == 0 ? PingKind.FAIL : PingKind.SUCCESS;
      world.ping(check, kind, World.now().minus(Duration.ofHours(5)).plusSeconds(601L * i));
    }
    assertThat(note(flips())).isEmpty();
    assertThat(notices()).isEmpty();
  }

  @Test
  void once_it_has_settled_one_summary_is_posted_and_changes_are_told_again() {
    changes(8, World.now().minus(Duration.ofMinutes(50)));
    note(flips());
    quietFor(Duration.ofMinutes(29));
    settle();
    assertThat(notices()).hasSize(1);
    quietFor(Duration.ofMinutes(2));
    settle();
    settle();
    assertThat(notices())
        .containsExactly(
            "problem: job flaps: 7 changes within 1 hour", "over: job has settled: it is up");
    assertThat(world.texts("SELECT matter AS t FROM notices").stream().distinct()).hasSize(1);
    assertThat(world.texts("SELECT lines[1] AS t FROM notices ORDER BY id DESC LIMIT 1").get(0))
        .startsWith("It changed 8 times within ");

    world.run("DELETE FROM flips");
    world.ping(check, PingKind.FAIL, World.now());
    assertThat(note(flips())).isEmpty();
  }
}
