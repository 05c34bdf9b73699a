package dev.tocsin.domain.oncall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RotaTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final LocalDateTime MONDAY = LocalDateTime.parse("2026-03-16T09:00");
  private static final Duration WEEK = Duration.ofDays(7);

  @Test
  void people_take_turns_in_their_order_and_begin_again() {
    var rota = rota(WEEK, List.of("Ada", "Bob", "Cleo"));
    assertThat(who(rota, "2026-03-16T08:00:00Z")).isEqualTo("Ada");
    assertThat(who(rota, "2026-03-23T07:59:59Z")).isEqualTo("Ada");
    assertThat(who(rota, "2026-03-23T08:00:00Z")).isEqualTo("Bob");
    assertThat(who(rota, "2026-03-30T07:00:00Z")).isEqualTo("Cleo");
    assertThat(who(rota, "2026-04-06T07:00:00Z")).isEqualTo("Ada");
  }

  @Test
  void somebody_is_on_call_before_the_first_hand_over_too() {
    var rota = rota(WEEK, List.of("Ada", "Bob", "Cleo"));
    assertThat(who(rota, "2026-03-16T07:59:59Z")).isEqualTo("Cleo");
  }

  @Test
  void hand_over_is_at_nine_on_the_wall_also_when_clocks_change() {
    var rota = rota(WEEK, List.of("Ada", "Bob"));
    var shifts = rota.between(at("2026-03-16T08:00:00Z"), at("2027-03-16T08:00:00Z"));
    assertThat(shifts)
        .hasSizeGreaterThan(50)
        .allSatisfy(
            shift -> {
              LocalDateTime from = LocalDateTime.ofInstant(shift.from(), BERLIN);
              assertThat(from.toLocalTime()).isEqualTo(LocalTime.of(9, 0));
              assertThat(from.getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
            });
  }

  @Test
  void a_hand_over_at_a_time_that_is_skipped_comes_as_much_later() {
    var rota =
        new Rota<>(
            List.of("Ada", "Bob"),
            LocalDateTime.parse("2026-03-28T02:30"),
            Duration.ofDays(1),
            BERLIN,
            List.of());
    assertThat(rota.at(at("2026-03-29T01:00:00Z")).orElseThrow().until())
        .isEqualTo("2026-03-29T01:30:00Z"); // 03:30: clocks went from 02:00 to 03:00
  }

  @Test
  void a_hand_over_at_a_time_that_comes_twice_is_at_the_first() {
    var rota =
        new Rota<>(
            List.of("Ada", "Bob"),
            LocalDateTime.parse("2026-10-24T02:30"),
            Duration.ofDays(1),
            BERLIN,
            List.of());
    assertThat(rota.at(at("2026-10-25T00:00:00Z")).orElseThrow().until())
        .isEqualTo("2026-10-25T00:30:00Z");
  }

  @Test
  void who_stands_in_is_on_call_for_just_that_time() {
    var rota =
        rota(
            WEEK,
            List.of("Ada", "Bob"),
            List.of(instead("Cleo", "2026-03-17T18:00:00Z", "2026-03-18T06:00:00Z")));
    assertThat(rota.between(at("2026-03-16T08:00:00Z"), at("2026-03-23T08:00:00Z")))
        .containsExactly(
            new Shift<>("Ada", at("2026-03-16T08:00:00Z"), at("2026-03-17T18:00:00Z"), false),
            new Shift<>("Cleo", at("2026-03-17T18:00:00Z"), at("2026-03-18T06:00:00Z"), true),
            new Shift<>("Ada", at("2026-03-18T06:00:00Z"), at("2026-03-23T08:00:00Z"), false));
    assertThat(rota.nextChange(at("2026-03-17T17:00:00Z"))).contains(at("2026-03-17T18:00:00Z"));
  }

  @Test
  void of_two_who_stand_in_the_later_word_counts() {
    var rota =
        rota(
            WEEK,
            List.of("Ada"),
            List.of(
                instead("Bob", "2026-03-17T10:00:00Z", "2026-03-17T20:00:00Z"),
                instead("Cleo", "2026-03-17T12:00:00Z", "2026-03-17T14:00:00Z")));
    assertThat(rota.between(at("2026-03-17T10:00:00Z"), at("2026-03-17T20:00:00Z")))
        .extracting(Shift::person)
        .containsExactly("Bob", "Cleo", "Bob");
  }

  @Test
  void without_people_only_those_who_stand_in_are_on_call() {
    var rota =
        rota(
            WEEK,
            List.of(),
            List.of(instead("Bob", "2026-03-17T10:00:00Z", "2026-03-17T20:00:00Z")));
    assertThat(rota.at(at("2026-03-17T09:00:00Z"))).isEmpty();
    assertThat(rota.nextChange(at("2026-03-17T09:00:00Z"))).contains(at("2026-03-17T10:00:00Z"));
    assertThat(rota.at(at("2026-03-17T10:00:00Z"))).isPresent();
    assertThat(rota.nextChange(at("2026-03-17T20:00:00Z"))).isEmpty();
  }

  @Test
  void a_turn_has_bounds() {
    assertThatThrownBy(() -> rota(Duration.ofMinutes(59), List.of("Ada")))
        .hasMessageContaining("one hour");
    assertThatThrownBy(() -> rota(Duration.ofDays(367), List.of("Ada")))
        .hasMessageContaining("366 days");
  }

  /** Whatever the zone, the turns and who stands in: time is covered without a gap, once. */
  @Test
  void shifts_follow_each_other_without_gap_and_agree_with_who_is_on_call() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 400; i++) {
      Rota<String> rota = any(random);
      Instant from = any(random, 400);
      Instant until = from.plus(Duration.ofHours(1 + random.nextInt(900)));
      List<Shift<String>> shifts = rota.between(from, until);
      assertThat(shifts.get(0).covers(from)).as("seed %d, %s", seed, rota).isTrue();
      assertThat(shifts.get(shifts.size() - 1).until()).isAfterOrEqualTo(until);
      for (int n = 1; n < shifts.size(); n++) {
        assertThat(shifts.get(n).from())
            .as("seed %d, %s", seed, rota)
            .isEqualTo(shifts.get(n - 1).until());
      }
      Instant some =
          from.plusSeconds(random.nextInt((int) Duration.between(from, until).toSeconds()));
      Shift<String> now = rota.at(some).orElseThrow();
      assertThat(now.covers(some)).as("seed %d, %s, %s", seed, rota, some).isTrue();
      assertThat(shifts)
          .as("seed %d, %s, %s", seed, rota, some)
          .anyMatch(shift -> shift.covers(some) && shift.person().equals(now.person()));
      assertThat(rota.nextChange(some).orElseThrow()).isBeforeOrEqualTo(now.until());
    }
  }

  private static Rota<String> any(Random random) {
    List<String> zones = List.of("UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe");
    List<Shift<String>> overrides = new ArrayList<>();
    for (int n = random.nextInt(5); n > 0; n--) {
      Instant from = any(random, 400);
      overrides.add(
          new Shift<>("in" + n, from, from.plusSeconds(1 + random.nextInt(900_000)), true));
    }
    return new Rota<>(
        List.of("Ada", "Bob", "Cleo").subList(0, 1 + random.nextInt(3)),
        MONDAY.plusHours(random.nextInt(9_000)).plusMinutes(random.nextInt(60)),
        Duration.ofHours(1 + random.nextInt(400)),
        ZoneId.of(zones.get(random.nextInt(zones.size()))),
        overrides);
  }

  private static Instant any(Random random, int days) {
    return at("2026-03-01T00:00:00Z").plusSeconds(random.nextInt(days * 86_400));
  }

  private static Rota<String> rota(Duration turn, List<String> people) {
    return rota(turn, people, List.of());
  }

  private static Rota<String> rota(
      Duration turn, List<String> people, List<Shift<String>> overrides) {
    return new Rota<>(people, MONDAY, turn, BERLIN, overrides);
  }

  private static Shift<String> instead(String person, String from, String until) {
    return new Shift<>(person, at(from), at(until), true);
  }

  private static String who(Rota<String> rota, String at) {
    return rota.at(at(at)).orElseThrow().person();
  }

  private static Instant at(String text) {
    return Instant.parse(text);
  }
}
