package dev.tocsin.alerter.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.alerter.Await;
import dev.tocsin.alerter.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams that stand still, in a real database, asked on a real socket, on a clock of our own. */
class StreamWatchTest {

  private final World world = new World();
  private final FakeNode node = new FakeNode();
  private final AtomicLong nanos = new AtomicLong(1);
  private final List<String> retired = new ArrayList<>();
  private final AlerterMetrics metrics =
      new AlerterMetrics() {
        @Override
        public void streamRetired(String why) {
          retired.add(why);
        }
      };
  private final StreamWatch watch = watch();
  private final UUID stream = world.stream(World.now());

  private StreamWatch watch() {
    return new StreamWatch(world.db, StreamLimits.DEFAULTS, metrics, nanos::get);
  }

  @AfterEach
  void close() {
    watch.close();
    node.close();
    world.close();
  }

  private void advertise(String address) {
    world.run("UPDATE streams SET address = ? WHERE id = ?", address, stream);
  }

  /** Looks once a second, and waits for an answer where a question was asked. */
  private void look(StreamWatch by, int seconds) {
    for (int i = 0; i < seconds; i++) {
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
      by.runOnce();
      Await.until("an answer", by::idle);
    }
  }

  private String why() {
    return world
        .texts("SELECT coalesce(closed_why, 'open') AS t FROM streams WHERE id = ?", stream)
        .get(0);
  }

  @Test
  void a_dead_node_is_retired_after_half_a_minute_of_refusals() {
    advertise(node.address());
    Instant heard = heard();
    node.close();
    look(watch, 34);
    assertThat(why()).isEqualTo("open");
    look(watch, 6);
    assertThat(why()).isEqualTo("dead");
    assertThat(heard()).isEqualTo(heard);
    assertThat(retired).containsExactly("dead");
  }

  private Instant heard() {
    return world
        .db
        .first(
            "test",
            "SELECT heard_through FROM streams WHERE id = ?",
            row -> row.instant("heard_through"),
            stream)
        .orElseThrow();
  }

  @Test
  void a_node_that_is_cut_off_holds_alerts_for_ten_minutes_and_no_longer() {
    advertise(node.says(stream, "away").address());
    look(watch, 590);
    assertThat(why()).isEqualTo("open");
    assertThat(watch.still()).hasSize(1);
    look(watch, 20);
    assertThat(why()).isEqualTo("cut_off");
    assertThat(watch.still()).isEmpty();
  }

  @Test
  void a_node_that_works_is_never_retired_and_one_without_an_address_by_time_alone() {
    advertise(node.says(stream, "reached").address());
    UUID nowhere = world.stream(World.now());
    look(watch, 620);
    assertThat(why()).isEqualTo("open");
    assertThat(
            world.texts(
                "SELECT closed_why AS t FROM streams WHERE closed_at IS NOT NULL AND id = ?",
                nowhere))
        .containsExactly("dead");
  }

  @Test
  void a_stream_that_moves_is_not_even_asked() {
    advertise(node.address());
    for (int i = 0; i < 60; i++) {
      world.run("UPDATE streams SET heard_through = heard_through + interval '1 s'");
      look(watch, 1);
    }
    assertThat(node.asked).hasValue(0);
    assertThat(why()).isEqualTo("open");
  }

  @Test
  void a_gap_of_our_own_makes_everything_begin_anew() {
    advertise(node.address());
    node.close();
    look(watch, 30);
    nanos.addAndGet(Duration.ofSeconds(11).toNanos());
    look(watch, 30);
    assertThat(why()).isEqualTo("open");
    look(watch, 10);
    assertThat(why()).isEqualTo("dead");
  }

  @Test
  void of_two_alerters_one_retires() {
    advertise(node.address());
    node.close();
    try (StreamWatch other = watch()) {
      for (int i = 0; i < 40; i++) {
        look(watch, 1);
        other.runOnce();
        Await.until("an answer", other::idle);
      }
    }
    assertThat(why()).isEqualTo("dead");
    assertThat(retired).hasSize(1);
  }

  @Test
  void a_row_in_somebodys_hands_is_left_alone() {
    advertise(node.address());
    node.close();
    world.db.transaction(
        "a batch that takes long",
        tx -> {
          tx.query("locking", "SELECT 1 FROM streams WHERE id = ? FOR UPDATE", row -> 1, stream);
          look(watch, 60);
          return true;
        });
    assertThat(why()).isEqualTo("open");
  }
}
