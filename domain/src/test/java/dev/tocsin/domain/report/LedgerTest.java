package dev.tocsin.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Interval;
import dev.tocsin.domain.check.Status;
import dev.tocsin.domain.report.Timeline.Slice;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private static final List<Status> STATUSES = List.of(Status.values());
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private static Timeline line(Period period, ZoneId zone) {
    return Timeline.of(
        period, LocalDate.parse("2026-10-01"), LocalDate.parse("2026-11-30"), zone, NOW);
  }

  private static Instant at(String time) {
    return Instant.parse(time + ":00Z");
  }

  private static Flip flip(String at, Status from, Status to, Flip.Reason reason) {
    return new Flip(at(at), from, to, reason);
  }

  private static Ledger months(BlindTimes blind, Course course) {
    Ledger ledger = new Ledger(line(Period.MONTH, ZoneOffset.UTC));
    ledger.add(course, blind);
    return ledger;
  }

  /** Down from the end of October into November, then failing once; paused for a day. */
  private static final Course COURSE =
      new Course(
          at("2026-10-11T00:00"),
          List.of(
              flip("2026-10-12T00:00", Status.NEW, Status.UP, Flip.Reason.SUCCESS),
              flip("2026-10-31T22:00", Status.UP, Status.DOWN, Flip.Reason.TIMEOUT),
              flip("2026-11-01T01:00", Status.DOWN, Status.UP, Flip.Reason.SUCCESS),
              flip("2026-11-10T00:00", Status.UP, Status.DOWN, Flip.Reason.FAIL),
              flip("2026-11-10T06:00", Status.DOWN, Status.PAUSED, Flip.Reason.PAUSE),
              flip("2026-11-11T06:00", Status.PAUSED, Status.UP, Flip.Reason.SUCCESS)),
          Status.UP,
          List.of(at("2026-11-05T05:00")));

  @Test
  void an_outage_counts_where_it_began_and_its_time_where_it_passed() {
    Ledger ledger = months(BlindTimes.NONE, COURSE);
    Figures october = ledger.period(0);
    Figures november = ledger.period(1);
    assertThat(october.down()).hasHours(2);
    assertThat(november.down()).hasHours(1 + 6);
    assertThat(List.of(october.missed(), november.missed())).containsExactly(1, 0);
    assertThat(List.of(october.failed(), november.failed())).containsExactly(0, 1);
    assertThat(List.of(october.unverified(), november.unverified())).containsExactly(0, 1);
    assertThat(ledger.total().outages()).isEqualTo(2);
  }

  @Test
  void time_before_the_first_ping_and_paused_time_is_not_watched() {
    Ledger ledger = months(BlindTimes.NONE, COURSE);
    assertThat(ledger.period(0).watched()).as("since it is up").hasDays(20);
    assertThat(ledger.period(1).watched()).hasHours(24 * 20 + 12 - 24);
    Figures never =
        months(BlindTimes.NONE, new Course(NOW, List.of(), Status.NEW, List.of())).total();
    assertThat(never.uptime()).isEmpty();
  }

  @Test
  void blind_time_counts_neither_as_up_nor_as_down() {
    BlindTimes blind =
        BlindTimes.of(
            List.of(
                new Interval(at("2026-10-31T20:00"), at("2026-10-31T23:00")))); // 2 h up, 1 h down
    Figures october = months(blind, COURSE).period(0);
    assertThat(october.down()).hasHours(1);
    assertThat(october.up()).hasHours(24 * 20 - 2 - 2);
    assertThat(october.missed()).as("it was found out, still").isEqualTo(1);
  }

  @Test
  void a_check_without_flips_was_as_it_is_and_one_imported_is_older_than_its_row() {
    Course up = new Course(at("2026-09-01T00:00"), List.of(), Status.UP, List.of());
    assertThat(months(BlindTimes.NONE, up).total().uptime()).hasValue(100.0);
    Course imported =
        new Course(
            at("2026-11-20T00:00"),
            List.of(flip("2026-11-01T00:00", Status.UP, Status.DOWN, Flip.Reason.TOO_FAST)),
            Status.DOWN,
            List.of());
    Figures total = months(BlindTimes.NONE, imported).total();
    assertThat(total.down()).isEqualTo(Duration.between(at("2026-11-01T00:00"), NOW));
    assertThat(total.up()).isZero();
    assertThat(total.failed()).isEqualTo(1);
  }

  @Test
  void what_happened_before_and_after_the_report_counts_for_nothing_in_it() {
    Timeline september =
        Timeline.of(
            Period.MONTH,
            LocalDate.parse("2026-09-01"),
            LocalDate.parse("2026-09-30"),
            ZoneOffset.UTC,
            NOW);
    Ledger ledger = new Ledger(september);
    ledger.add(COURSE, BlindTimes.NONE);
    assertThat(ledger.total()).isEqualTo(new Figures(Duration.ZERO, Duration.ZERO, 0, 0, 0));
  }

  @Test
  void days_add_up_to_their_months_in_any_zone_and_each_to_what_a_second_look_finds() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      ZoneId zone = ZoneId.of(random.nextBoolean() ? "Europe/Berlin" : "America/New_York");
      List<Course> courses = List.of(course(random), course(random), course(random));
      BlindTimes blind = blind(random);
      Ledger days = new Ledger(line(Period.DAY, zone));
      Ledger months = new Ledger(line(Period.MONTH, zone));
      for (Course course : courses) {
        Ledger own = new Ledger(line(Period.DAY, zone));
        own.add(course, blind);
        days.add(own);
        months.add(course, blind);
      }
      assertThat(days.total()).as("seed %d", seed).isEqualTo(months.total());
      List<Slice> slices = line(Period.DAY, zone).slices();
      int day = random.nextInt(slices.size());
      Duration down =
          courses.stream()
              .map(course -> downMinutes(course, blind, slices.get(day)))
              .reduce(Duration.ZERO, Duration::plus);
      assertThat(days.period(day).down()).as("seed %d", seed).isEqualTo(down);
    }
  }

  /** Minute by minute; everything random here happens on full minutes. */
  private static Duration downMinutes(Course course, BlindTimes blind, Slice day) {
    int minutes = 0;
    for (Instant at = day.from(); at.isBefore(day.to()); at = at.plusSeconds(60)) {
      Status status = course.initially();
      for (Flip flip : course.flips()) {
        status = flip.at().isAfter(at) ? status : flip.to();
      }
      boolean known = !at.isBefore(course.since());
      boolean heard = blind.within(at, at.plusSeconds(60)).isZero();
      minutes += known && heard && status == Status.DOWN ? 1 : 0;
    }
    return Duration.ofMinutes(minutes);
  }

  private static Course course(Random random) {
    Instant at = at("2026-09-20T00:00").plusSeconds(60L * random.nextInt(20_000));
    Instant since = at;
    Status status = Status.UP;
    List<Flip> flips = new ArrayList<>();
    while (at.isBefore(NOW)) {
      at = at.plusSeconds(60L * (1 + random.nextInt(3_000)));
      Status to = STATUSES.get(random.nextInt(STATUSES.size()));
      if (to != status && at.isBefore(NOW)) {
        Flip.Reason reason = random.nextBoolean() ? Flip.Reason.TIMEOUT : Flip.Reason.FAIL;
        flips.add(new Flip(at, status, to, reason));
        status = to;
      }
    }
    return new Course(since, flips, status, List.of(at.minusSeconds(86_400)));
  }

  private static BlindTimes blind(Random random) {
    List<Interval> times = new ArrayList<>();
    for (int n = random.nextInt(10); n > 0; n--) {
      Instant since = at("2026-09-25T00:00").plusSeconds(60L * random.nextInt(80_000));
      times.add(new Interval(since, since.plusSeconds(60L * (1 + random.nextInt(600)))));
    }
    return BlindTimes.of(times);
  }
}
