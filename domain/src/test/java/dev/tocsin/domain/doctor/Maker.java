package dev.tocsin.domain.doctor;

import dev.tocsin.domain.doctor.Finding.Kind;
import dev.tocsin.domain.schedule.Schedule;
import dev.tocsin.domain.schedule.Schedules;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** What makers of histories have in common. */
abstract class Maker {

  static final List<String> ZONES =
      List.of(
          "Europe/Riga",
          "Europe/Berlin",
          "Europe/London",
          "America/New_York",
          "America/Los_Angeles",
          "America/Sao_Paulo",
          "Asia/Kolkata",
          "Asia/Tokyo",
          "Australia/Sydney",
          "Africa/Nairobi",
          "UTC");

  /** With how long a history of about a hundred pings is. */
  static final List<String> DAILY =
      List.of("0 3 * * *", "15 2 * * *", "30 22 * * *", "5 4 * * 1-5", "0 9 * * 1-5");

  static final List<String> LINES =
      List.of(
          "0 3 * * *",
          "15 2 * * *",
          "30 22 * * *",
          "17 5 * * *",
          "5 4 * * 1-5",
          "0 9 * * 1-5",
          "0 6,18 * * *",
          "30 8-17 * * 1-5",
          "0 9-17 * * *",
          "0 0 * * *",
          "45 23 * * *",
          "0 4 * * 0",
          "30 5 * * 1",
          "0 5 1 * *",
          "0 7 1,15 * *",
          "0 12 * * 1,3,5");

  /** Zones with a line whose time they skip, and, but for those of America, repeat. */
  static final List<Map.Entry<String, String>> SKIPPED =
      List.of(
          Map.entry("Europe/Riga", "20 3 * * *"),
          Map.entry("Europe/Berlin", "15 2 * * *"),
          Map.entry("Europe/London", "30 1 * * *"),
          Map.entry("Europe/Berlin", "0 2 * * 0,6"),
          Map.entry("America/New_York", "30 2 * * *"),
          Map.entry("Australia/Sydney", "5 2 * * *"));

  static final List<String> OFTEN =
      List.of(
          "*/5 * * * *", "*/10 * * * *", "*/15 * * * *", "0 * * * *", "7 * * * *", "0 */2 * * *");

  final Random random;
  final List<Sample> all;

  Maker(Random random, List<Sample> all) {
    this.random = random;
    this.all = all;
  }

  <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  ZoneId zone() {
    return ZoneId.of(any(ZONES));
  }

  Job job() {
    Job job = new Job(random);
    job.starts = random.nextInt(3) == 0;
    job.missed = random.nextInt(3) == 0 ? 0.03 : 0;
    job.retries = random.nextInt(4) == 0 ? 0.05 : 0;
    job.fails = random.nextInt(4) == 0 ? 0.02 : 0;
    return job;
  }

  static Told line(String line, ZoneId zone, Duration grace) {
    return new Told(Schedules.CRON, Duration.ofDays(1), line, zone.getId(), grace);
  }

  static Told period(Duration every, Duration grace) {
    return new Told(Schedules.SIMPLE, every, "* * * * *", "UTC", grace);
  }

  /** About as long as a hundred to three hundred runs take. */
  Duration spanOf(Schedule schedule) {
    List<Instant> next = schedule.upcoming(Job.NOW, 60);
    Duration sixty = Duration.between(next.get(0), next.get(59));
    Duration span = sixty.multipliedBy(100 + random.nextInt(200)).dividedBy(60);
    return span.compareTo(Duration.ofDays(400)) > 0 ? Duration.ofDays(400) : span;
  }

  void add(String sort, CaseHistory history, Schedule truth, boolean by, Kind... kinds) {
    Set<Kind> expected = EnumSet.noneOf(Kind.class);
    expected.addAll(List.of(kinds));
    all.add(new Sample(sort, history, expected, truth, by));
  }
}
