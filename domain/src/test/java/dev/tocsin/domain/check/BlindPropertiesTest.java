package dev.tocsin.domain.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.ping.Ping;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.schedule.Schedule;
import dev.tocsin.domain.schedule.Schedules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds whatever was blind; random lives, each told by its seed. */
class BlindPropertiesTest {

  private static final int STEP = CheckMachinePropertiesTest.STEP;
  private static final List<String> ZONES =
      List.of("UTC", "Europe/Kyiv", "America/New_York", "Australia/Lord_Howe");

  @Test
  void it_does_not_matter_when_the_alerter_looks_nor_how_much_it_knew_then() {
    CheckMachinePropertiesTest.forAll(
        BlindPropertiesTest::rules,
        (random, once) -> {
          BlindTimes blind = blind(random, 2_500);
          var often = new Life(once.rules);
          var pings = CheckMachinePropertiesTest.inOrder(CheckMachinePropertiesTest.pings(random));
          Instant was = Life.at(0);
          for (Ping ping : heard(pings, blind)) {
            for (Instant look : looks(random, was, ping.at())) {
              often.blind = known(blind, look);
              often.look(look);
            }
            was = ping.at();
            once.blind = known(blind, ping.at());
            often.blind = once.blind;
            once.heard(ping.at(), ping.kind(), ping.run(), Instant.MAX);
            often.heard(ping.at(), ping.kind(), ping.run(), Instant.MAX);
          }
          Instant end = Life.at(8_000);
          for (Instant look : looks(random, was, end)) {
            often.blind = known(blind, look);
            often.look(look);
          }
          once.blind = blind;
          often.blind = blind;
          once.look(end);
          often.look(end);
          assertThat(often.flips).isEqualTo(once.flips);
          assertThat(often.unverified).isEqualTo(once.unverified);
          assertThat(often.state).isEqualTo(once.state);
        });
  }

  @Test
  void flips_and_names_come_in_order_and_nobody_goes_down_while_we_cannot_hear() {
    CheckMachinePropertiesTest.forAll(
        BlindPropertiesTest::rules,
        (random, life) -> {
          life.blind = blind(random, 2_500);
          var pings = CheckMachinePropertiesTest.inOrder(CheckMachinePropertiesTest.pings(random));
          // With run ids, a check may come up while another run is already past its limit.
          heard(pings, life.blind).forEach(p -> life.heard(p.at(), p.kind(), null, Instant.MAX));
          life.look(Instant.MAX);
          assertThat(life.flips).isSortedAccordingTo(Comparator.comparing(Flip::at));
          assertThat(life.unverified).isSortedAccordingTo(Comparator.comparing(Unverified::at));
          assertThat(life.unverified).doesNotHaveDuplicates();
          BlindPolicy policy = life.rules.policy().blind();
          if (policy != BlindPolicy.EXCUSE) {
            assertThat(life.unverified).isEmpty();
          }
          if (policy != BlindPolicy.ALERT) {
            life.flips.stream()
                .filter(flip -> flip.reason() == Flip.Reason.TIMEOUT)
                .forEach(flip -> assertThat(isBlind(life.blind, flip.at())).isFalse());
          }
        });
  }

  @Test
  void a_job_that_does_its_work_never_goes_down_whatever_zone_and_change_of_clocks() {
    forAllSchedules(
        BlindPolicy.EXCUSE,
        (random, life, start) -> {
          List<Instant> runs = life.rules.schedule().upcoming(start, 60);
          life.blind = apart(random, runs, life.rules.grace());
          life.heard(start, PingKind.SUCCESS, null, Instant.MAX);
          for (Instant due : runs) {
            // It takes at most the grace time, and its client tries again for a while.
            long late = (long) (random.nextDouble() * life.rules.grace().toSeconds());
            Instant done = due.plusSeconds(late);
            for (int again = 0; again <= 60; again += 20) {
              Instant at = done.plusSeconds(again);
              if (!isBlind(life.blind, at)) {
                life.heard(at, PingKind.SUCCESS, null, Instant.MAX);
                break;
              }
            }
          }
          assertThat(life.flips).hasSize(1);
        });
  }

  @Test
  void a_job_that_has_died_is_told_of_in_time_one_way_or_the_other() {
    forAllSchedules(
        BlindPolicy.EXCUSE,
        (random, life, start) -> {
          List<Instant> runs = life.rules.schedule().upcoming(start, 40);
          life.blind = apart(random, runs, life.rules.grace());
          life.heard(start, PingKind.SUCCESS, null, Instant.MAX);
          Instant first = runs.get(0).plus(life.rules.grace());
          life.look(runs.get(39));
          Instant told =
              Stream.concat(
                      life.unverified.stream().map(Unverified::at),
                      life.flips.stream().skip(1).map(Flip::at))
                  .min(Comparator.naturalOrder())
                  .orElseThrow();
          Instant latest = first;
          for (Interval blind : life.blind.intervals()) {
            if (blind.since().isBefore(latest) && blind.until().isAfter(start)) {
              Instant after = blind.until().plus(life.rules.grace()).plusSeconds(60);
              latest = after.isAfter(latest) ? after : latest;
            }
          }
          assertThat(told).isBeforeOrEqualTo(latest);
          assertThat(life.state.status()).isEqualTo(Status.DOWN);
          assertThat(life.unverified).hasSizeLessThanOrEqualTo(1);
        });
  }

  @Test
  void extend_gives_back_every_second_that_we_could_not_hear() {
    long first = System.nanoTime();
    for (long seed = first; seed < first + 2_000; seed++) {
      var random = new Random(seed);
      var life = new Life(Life.rules(3_600, 600, Policies.blind(BlindPolicy.EXTEND)));
      List<Interval> blind = new ArrayList<>();
      for (int second = random.nextInt(4_500); second < 6_000; second += 400) {
        int until = second + 61 + random.nextInt(300);
        blind.add(new Interval(Life.at(second), Life.at(until)));
        second = until + random.nextInt(500);
      }
      life.blind = BlindTimes.of(blind);
      life.ping(0, PingKind.SUCCESS, null).look(Instant.MAX);
      Instant down = life.flips.get(1).at();
      Instant from = Life.at(3_000);
      Duration listened = Duration.between(from, down).minus(life.blind.within(from, down));
      assertThat(listened).as("seed %d: %s", seed, life.blind).hasSeconds(1_200);
    }
  }

  private interface ScheduleProperty {
    void check(Random random, Life life, Instant start);
  }

  /** Around changes of clocks, in several zones, and for a period as well. */
  private static void forAllSchedules(BlindPolicy policy, ScheduleProperty property) {
    long first = System.nanoTime();
    List<String> starts = List.of("2026-03-07T12:00:00Z", "2026-10-24T00:00:00Z");
    for (long seed = first; seed < first + 400; seed++) {
      var random = new Random(seed);
      String zone = ZONES.get(random.nextInt(ZONES.size()));
      Schedule schedule =
          switch (random.nextInt(3)) {
            case 0 -> Schedules.of("simple", Duration.ofHours(1), "", "UTC");
            case 1 -> Schedules.of("cron", Duration.ZERO, "30 2 * * *", zone);
            default -> Schedules.of("cron", Duration.ZERO, "0 */3 * * *", zone);
          };
      Duration grace = Duration.ofMinutes(1 + random.nextInt(50));
      var life = new Life(new CheckRules(schedule, grace, false, Policies.blind(policy)));
      Instant start =
          Instant.parse(starts.get(random.nextInt(2))).plusSeconds(random.nextInt(9999));
      try {
        property.check(random, life, start);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  /** Never two that matter for neighbouring runs: of these, the second is no excuse. */
  private static BlindTimes apart(Random random, List<Instant> runs, Duration grace) {
    List<Interval> blind = new ArrayList<>();
    for (int i = random.nextInt(4); i < runs.size() - 1; i += 4) {
      Instant from = runs.get(i).minus(grace);
      Instant since = from.plusSeconds(random.nextInt((int) grace.toSeconds() * 2));
      blind.add(new Interval(since, since.plusSeconds(1 + random.nextInt(1_800))));
    }
    return BlindTimes.of(blind);
  }

  private static CheckRules rules(Random random) {
    return Life.rules(period(random), grace(random), Policies.random(random, STEP));
  }

  private static int period(Random random) {
    return STEP * (1 + random.nextInt(60));
  }

  private static int grace(Random random) {
    return STEP * (1 + random.nextInt(40));
  }

  private static BlindTimes blind(Random random, int seconds) {
    List<Interval> blind = new ArrayList<>();
    for (int at = random.nextInt(400); at < seconds; at += STEP * (1 + random.nextInt(100))) {
      int until = at + STEP * (1 + random.nextInt(random.nextBoolean() ? 12 : 80));
      blind.add(new Interval(Life.at(at), Life.at(until)));
      at = until;
    }
    return BlindTimes.of(blind);
  }

  /** What can be heard. */
  private static List<Ping> heard(List<Ping> pings, BlindTimes blind) {
    return pings.stream().filter(ping -> !isBlind(blind, ping.at())).toList();
  }

  private static boolean isBlind(BlindTimes blind, Instant at) {
    return blind.intervals().stream()
        .anyMatch(one -> !at.isBefore(one.since()) && at.isBefore(one.until()));
  }

  /** What anybody knows whose watermark is there: the interval that goes on ends there so far. */
  private static BlindTimes known(BlindTimes blind, Instant watermark) {
    return BlindTimes.of(
        blind.intervals().stream()
            .filter(one -> one.since().isBefore(watermark))
            .map(one -> one.until().isAfter(watermark) ? new Interval(one.since(), watermark) : one)
            .toList());
  }

  /** Watermarks of looks: everything before the next ping may be heard by then, and silence. */
  private static List<Instant> looks(Random random, Instant from, Instant to) {
    long seconds = Duration.between(from, to).toSeconds();
    return Stream.generate(() -> from.plusSeconds((long) (random.nextDouble() * (seconds + 1))))
        .limit(random.nextInt(6))
        .sorted()
        .toList();
  }
}
