package dev.tocsin.ping.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.ping.http.UnknownTargets.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UnknownTargetsTest {

  // 20 requests, 5 of them for one peer; 100 kB of journal, 25 kB of them for one peer; two peers.
  private final UnknownTargets targets =
      new UnknownTargets(
          new PingLimits(
              OptionalInt.empty(),
              100,
              100,
              200,
              Duration.ofMillis(200),
              Duration.ofSeconds(3),
              10,
              25,
              2,
              0,
              6,
              2),
          1_000_000);

  private int fill(String peer, int bytes) {
    int taken = 0;
    while (targets.enter(peer, bytes) != null) {
      taken++;
    }
    return taken;
  }

  @Test
  void a_peer_gets_its_share_of_the_waiting_requests_and_no_more() {
    assertThat(fill("a", 1)).isEqualTo(5);
    assertThat(fill("b", 1)).isEqualTo(5);
  }

  @Test
  void peers_beyond_the_table_share_one_place() {
    fill("a", 1);
    fill("b", 1);
    assertThat(fill("c", 1)).isEqualTo(5);
    assertThat(fill("d", 1)).isZero();
  }

  @Test
  void an_answer_makes_room_for_the_next_request() {
    Peer peer = targets.enter("a", 1);
    fill("a", 1);
    targets.answered(Objects.requireNonNull(peer));
    assertThat(fill("a", 1)).isEqualTo(1);
  }

  @Test
  void bytes_count_until_they_are_applied() {
    long end = 0;
    List<@Nullable Peer> taken = new ArrayList<>();
    for (Peer peer = targets.enter("a", 1_000); peer != null; peer = targets.enter("a", 1_000)) {
      end += 1_000;
      targets.journaled(peer, 1_000, end);
      targets.answered(peer);
      taken.add(peer);
    }
    assertThat(taken).hasSize(25);
    targets.applied(end / 2);
    assertThat(targets.enter("a", 10_000)).isNotNull();
    targets.applied(end);
    assertThat(targets.enter("a", 15_000)).isNotNull();
    assertThat(targets.enter("a", 1)).isNull();
  }

  @Test
  void what_did_not_reach_the_journal_is_given_back() {
    Peer peer = Objects.requireNonNull(targets.enter("a", 25_000));
    assertThat(targets.enter("a", 1)).isNull();
    targets.answered(peer);
    targets.notJournaled(peer, 25_000);
    assertThat(targets.enter("a", 25_000)).isNotNull();
  }
}
