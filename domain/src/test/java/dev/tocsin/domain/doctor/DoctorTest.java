package dev.tocsin.domain.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.Interval;
import dev.tocsin.domain.check.Policy;
import dev.tocsin.domain.doctor.Finding.Kind;
import dev.tocsin.domain.schedule.Cron;
import dev.tocsin.domain.schedule.Schedules;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorTest {

  private static final ZoneId RIGA = ZoneId.of("Europe/Riga");

  private final Job job = new Job(new Random(1));

  private static Told nightly(String zone, Duration grace) {
    return new Told(Schedules.CRON, Duration.ofDays(1), "0 3 * * *", zone, grace);
  }

  private Finding only(CaseHistory history) {
    List<Finding> findings = Doctor.examine(history);
    assertThat(findings).hasSize(1);
    return findings.get(0);
  }

  @Test
  void a_job_on_other_clocks_is_known_by_its_zone_and_the_alarms_that_would_not_have_been() {
    job.by(Cron.parse("0 3 * * *", RIGA), Duration.ofDays(60));
    Finding found = only(job.kept(100, nightly("UTC", Duration.ofMinutes(30)), true, RIGA));
    assertThat(found.kind()).isEqualTo(Kind.ZONE);
    Remedy remedy = found.remedy().orElseThrow();
    assertThat(remedy.told().zone()).isEqualTo("Europe/Riga");
    assertThat(remedy.before().silences()).isGreaterThan(50);
    assertThat(remedy.after().silences()).isZero();
    assertThat(found.examples())
        .hasSize(Finding.EXAMPLES)
        .isSortedAccordingTo((a, b) -> b.compareTo(a));
  }

  @Test
  void without_another_hint_a_common_zone_is_named_and_others_with_the_same_clocks_are_told() {
    job.by(Cron.parse("0 3 * * *", RIGA), Duration.ofDays(60));
    Finding found = only(job.kept(100, nightly("UTC", Duration.ofMinutes(30)), true));
    assertThat(found.remedy().orElseThrow().told().zone()).isEqualTo("Europe/Kyiv");
    assertThat(found.evidence()).anyMatch(line -> line.contains("It may be another zone"));
  }

  @Test
  void a_few_runs_say_nothing() {
    job.by(Cron.parse("0 3 * * *", RIGA), Duration.ofDays(6));
    assertThat(Doctor.examine(job.kept(100, nightly("UTC", Duration.ofMinutes(30)), true)))
        .isEmpty();
  }

  @Test
  void a_check_without_a_ping_is_in_peace() {
    CaseHistory silent =
        new CaseHistory(
            nightly("UTC", Duration.ofHours(1)),
            false,
            false,
            Policy.NONE,
            List.of(),
            List.of(),
            BlindTimes.NONE,
            0,
            Job.NOW,
            List.of(),
            Job.NOW);
    assertThat(Doctor.examine(silent)).isEmpty();
  }

  @Test
  void what_every_check_begins_with_is_nobodys_mistake() {
    job.by(Cron.parse("30 5 * * 1-5", RIGA), Duration.ofDays(40));
    Told untold =
        new Told(Schedules.SIMPLE, Duration.ofDays(1), "* * * * *", "UTC", Duration.ofHours(1));
    Finding found = only(job.kept(100, untold, false, RIGA));
    assertThat(found.kind()).isEqualTo(Kind.LEARNED);
    Told told = found.remedy().orElseThrow().told();
    assertThat(told.line()).isEqualTo("30 5 * * 1-5");
    assertThat(told.zone()).isEqualTo("Europe/Riga");
    assertThat(told.grace()).isEqualTo(Duration.ofMinutes(30));
    assertThat(found.remedy().orElseThrow().after().silences()).isZero();
  }

  @Test
  void an_office_job_is_not_taken_for_one_round_the_clock_while_its_nights_were_not_seen() {
    job.by(Cron.parse("*/10 8-17 * * *", RIGA), Duration.ofHours(4)); // 08:30 to 12:30 UTC
    Told untold =
        new Told(Schedules.SIMPLE, Duration.ofDays(1), "* * * * *", "UTC", Duration.ofHours(1));
    assertThat(Doctor.examine(job.kept(100, untold, false, RIGA))).isEmpty();
  }

  @Test
  void the_distribution_of_lateness_comes_with_a_grace_that_is_too_tight() {
    job.takes = () -> 30 + job.random.nextInt(10) * 30;
    job.by(Cron.parse("0 * * * *", RIGA), Duration.ofDays(5));
    Told told =
        new Told(Schedules.CRON, Duration.ofDays(1), "0 * * * *", "UTC", Duration.ofMinutes(3));
    Finding found = only(job.kept(200, told, true));
    assertThat(found.kind()).isEqualTo(Kind.GRACE_TOO_TIGHT);
    Lateness lateness = found.lateness().orElseThrow();
    assertThat(lateness.p50()).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(4));
    assertThat(lateness.max()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
    assertThat(found.remedy().orElseThrow().told().grace()).isEqualTo(Duration.ofMinutes(10));
    assertThat(found.remedy().orElseThrow().after().silences()).isZero();
  }

  private static Told inTheNight(String line, String zone) {
    return new Told(Schedules.CRON, Duration.ofDays(1), line, zone, Duration.ofMinutes(30));
  }

  @Test
  void a_run_that_is_left_out_when_clocks_skip_it_is_not_expected_any_more() {
    job.by(Schedules.parse("*-*-* 02:15", ZoneId.of("Europe/Berlin")), Duration.ofDays(260));
    Finding found = only(job.kept(300, inTheNight("15 2 * * *", "Europe/Berlin"), true));
    assertThat(found.kind()).isEqualTo(Kind.CHANGE_HOUR);
    assertThat(found.says()).contains("does not run in the night in which clocks skip 02:15");
    assertThat(found.evidence())
        .anyMatch(
            line -> line.contains("29 March 2026, clocks in Europe/Berlin skipped 02:00 to 03:00"))
        .anyMatch(line -> line.contains("28 March 2027"))
        .anyMatch(line -> line.contains("UTC"));
    Remedy remedy = found.remedy().orElseThrow();
    assertThat(remedy.told().line()).isEqualTo("*-*-* 02:15");
    assertThat(remedy.before().silences()).isEqualTo(1);
    assertThat(remedy.after().silences()).isZero();
    assertThat(Doctor.examine(job.kept(300, remedy.told(), true))).isEmpty();
  }

  @Test
  void a_run_that_comes_twice_when_clocks_repeat_it_is_told_and_is_the_jobs_to_mend() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    job.by(Cron.parse("15 2 * * *", berlin), Duration.ofDays(60));
    job.run(Instant.parse("2026-10-25T01:15:01Z")); // 02:15 for the second time
    Finding found = only(job.kept(300, inTheNight("15 2 * * *", "Europe/Berlin"), true));
    assertThat(found.kind()).isEqualTo(Kind.CHANGE_HOUR);
    assertThat(found.says()).contains("runs twice in the night in which clocks repeat 02:15");
    assertThat(found.examples()).hasSize(2);
    assertThat(found.remedy()).isEmpty();
  }

  @Test
  void a_job_that_missed_others_as_well_may_have_missed_that_night_by_chance() {
    job.by(Schedules.parse("*-*-* 02:15", ZoneId.of("Europe/Berlin")), Duration.ofDays(260));
    for (int i : new int[] {150, 70}) {
      job.heard.remove(i);
    }
    assertThat(Doctor.examine(job.kept(300, inTheNight("15 2 * * *", "Europe/Berlin"), true)))
        .isEmpty();
  }

  @Test
  void what_nobody_could_hear_in_that_night_was_not_left_out() {
    job.by(Schedules.parse("*-*-* 02:15", ZoneId.of("Europe/Berlin")), Duration.ofDays(260));
    job.blind =
        BlindTimes.of(
            List.of(
                new Interval(
                    Instant.parse("2026-03-29T00:00:00Z"), Instant.parse("2026-03-29T04:00:00Z"))));
    assertThat(Doctor.examine(job.kept(300, inTheNight("15 2 * * *", "Europe/Berlin"), true)))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "15 2 * * *   | *-*-* 02:15",
        "0 2 * * 1-5  | Mon..Fri *-*-* 02:00",
        "5,35 2,3 * * 0,6 | Sun,Sat *-*-* 02,03:05,35",
        "0 2 1,15 * * | *-*-1,15 02:00",
        "0 2 1 * 1    | ",
        "0 2 * 1 *    | ",
        "*/5 2 * * *  | ",
        "0 2 * * MON  | ",
      })
  void cron_lines_are_told_as_calendar_expressions_where_both_mean_the_same(
      String line, @Nullable String expression) {
    Optional<String> told = CalendarOfCron.of(line);
    assertThat(told).isEqualTo(Optional.ofNullable(expression));
    told.ifPresent(
        calendar ->
            assertThat(Schedules.parse(calendar, RIGA).upcoming(Job.NOW, 40))
                .isEqualTo(Cron.parse(line, RIGA).upcoming(Job.NOW, 40)));
  }

  @Test
  void kinds_have_a_word_on_the_wire() {
    assertThat(Kind.GRACE_TOO_TIGHT.word()).isEqualTo("grace_too_tight");
  }
}
