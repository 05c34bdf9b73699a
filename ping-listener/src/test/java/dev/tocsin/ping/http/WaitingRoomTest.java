package dev.tocsin.ping.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.ping.apply.Applied;
import dev.tocsin.ping.apply.Settled;
import dev.tocsin.ping.http.WaitingRoom.Pace;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {

  private static final long MILLI = 1_000_000;

  @SuppressWarnings("NullAway") // the room never looks at the client
  private static final WaitingPing.Client CLIENT =
      new WaitingPing.Client(null, null, "peer", false, true);

  private static final WaitingPing.Owner NOBODY =
      new WaitingPing.Owner() {
        @Override
        public void durable(WaitingPing ping) {}

        @Override
        public void lost(WaitingPing ping) {}
      };

  private final UnknownTargets budget = new UnknownTargets(PingLimits.defaults(), 1 << 30);
  private final WaitingRoom room = new WaitingRoom(Duration.ofMillis(200), Duration.ofSeconds(3));

  /** A ping of ten bytes at this position. */
  private WaitingPing ping(long position, boolean known) {
    UnknownTargets.Peer place = known ? null : budget.enter("peer", 10);
    WaitingPing ping = new WaitingPing(NOBODY, CLIENT, PingKind.SUCCESS, place, known ? 0 : 10);
    ping.position = position;
    ping.end = position + 10;
    return ping;
  }

  @Test
  void a_ping_waits_until_its_end_is_applied() {
    WaitingPing first = ping(0, true);
    WaitingPing second = ping(10, false);
    assertThat(room.durable(List.of(first, second), Pace.QUICK, 0)).isEmpty();
    assertThat(room.applied(10, List.of())).containsExactly(first);
    assertThat(room.applied(19, List.of())).isEmpty();
    assertThat(room.applied(20, List.of(new Settled(10, Applied.CREATED)))).containsExactly(second);
    assertThat(first.answer).isEqualTo(Answer.OK);
    assertThat(second.answer).isEqualTo(Answer.CREATED);
  }

  @Test
  void each_exception_has_its_answer() {
    for (Applied fate : Applied.values()) {
      assertThat(WaitingRoom.answer(fate))
          .isEqualTo(
              switch (fate) {
                case RECORDED, QUARANTINED -> Answer.OK;
                case CREATED -> Answer.CREATED;
                case NOT_FOUND -> Answer.NOT_FOUND;
                case AMBIGUOUS -> Answer.AMBIGUOUS;
              });
    }
  }

  @Test
  void a_known_target_waits_200_ms_and_an_unknown_one_3_s() {
    WaitingPing known = ping(0, true);
    WaitingPing unknown = ping(10, false);
    room.durable(List.of(known, unknown), Pace.QUICK, 0);
    assertThat(room.sweep(Pace.QUICK, 199 * MILLI)).isEmpty();
    assertThat(room.sweep(Pace.QUICK, 200 * MILLI)).containsExactly(known);
    assertThat(room.sweep(Pace.QUICK, 2_999 * MILLI)).isEmpty();
    assertThat(room.sweep(Pace.QUICK, 3_000 * MILLI)).containsExactly(unknown);
    assertThat(unknown.answer).isEqualTo(Answer.OK);
    assertThat(room.applied(20, List.of())).isEmpty();
  }

  @Test
  void behind_lets_known_targets_go_at_once_and_away_lets_all_go() {
    WaitingPing known = ping(0, true);
    WaitingPing unknown = ping(10, false);
    assertThat(room.durable(List.of(known, unknown), Pace.BEHIND, 0)).containsExactly(known);
    assertThat(room.sweep(Pace.BEHIND, 0)).isEmpty();
    assertThat(room.sweep(Pace.AWAY, 0)).containsExactly(unknown);
    assertThat(room.durable(List.of(ping(20, false)), Pace.AWAY, 0)).hasSize(1);
  }

  @Test
  void a_crowd_does_not_wait_for_postgres() {
    List<WaitingPing> crowd =
        LongStream.range(0, WaitingRoom.MOST_KNOWN + 2L).mapToObj(i -> ping(10 * i, true)).toList();
    WaitingPing last = crowd.get(crowd.size() - 1);
    WaitingPing lastButOne = crowd.get(crowd.size() - 2);
    assertThat(room.durable(crowd, Pace.QUICK, 0)).containsExactly(lastButOne, last);
    assertThat(room.applied(10, List.of())).hasSize(1);
    WaitingPing next = ping(last.end, true);
    assertThat(room.durable(List.of(next), Pace.QUICK, 0)).isEmpty();
    assertThat(room.applied(next.end, List.of())).hasSize(WaitingRoom.MOST_KNOWN).contains(next);
  }

  @Test
  void becoming_behind_lets_those_go_that_wait_already() {
    WaitingPing known = ping(0, true);
    room.durable(List.of(known), Pace.QUICK, 0);
    assertThat(room.sweep(Pace.BEHIND, 1)).containsExactly(known);
  }

  @Test
  void the_applier_may_be_earlier_than_the_receipts() {
    room.applied(30, List.of(new Settled(10, Applied.AMBIGUOUS)));
    WaitingPing recorded = ping(0, true);
    WaitingPing ambiguous = ping(10, false);
    WaitingPing later = ping(30, true);
    assertThat(room.durable(List.of(recorded, ambiguous, later), Pace.QUICK, 0))
        .containsExactly(recorded, ambiguous);
    assertThat(ambiguous.answer).isEqualTo(Answer.AMBIGUOUS);
  }

  @Test
  void a_ping_whose_check_was_not_found_is_not_answered_ok_any_more() {
    WaitingPing known = ping(0, true);
    WaitingPing unknown = ping(10, false);
    room.durable(List.of(known, unknown), Pace.QUICK, 0);
    assertThat(room.answered(0)).isFalse();
    assertThat(room.answered(10)).isFalse();
    assertThat(room.answered(20)).isFalse(); // its receipt is on the way
    WaitingPing early = ping(20, false);
    room.durable(List.of(early), Pace.QUICK, 0);
    assertThat(room.sweep(Pace.AWAY, 0)).containsExactly(known, unknown, early);
    for (WaitingPing ping : List.of(known, unknown, early)) {
      assertThat(ping.answer).isEqualTo(Answer.NOT_FOUND);
      assertThat(room.answered(ping.position)).isTrue();
    }
  }
}
