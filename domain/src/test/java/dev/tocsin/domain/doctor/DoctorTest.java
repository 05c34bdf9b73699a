package dev.tocsin.domain.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.Policy;
import dev.tocsin.domain.doctor.Finding.Kind;
import dev.tocsin.domain.schedule.Cron;
import dev.tocsin.domain.schedule.Schedules;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

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

  @Test
  void kinds_have_a_word_on_the_wire() {
    assertThat(Kind.GRACE_TOO_TIGHT.word()).isEqualTo("grace_too_tight");
  }
}
