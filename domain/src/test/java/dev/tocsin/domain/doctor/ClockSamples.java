package dev.tocsin.domain.doctor;

import dev.tocsin.domain.doctor.Finding.Kind;
import dev.tocsin.domain.schedule.Cron;
import dev.tocsin.domain.schedule.Period;
import dev.tocsin.domain.schedule.Schedule;
import dev.tocsin.domain.schedule.Schedules;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Checks that are told the wrong times. */
final class ClockSamples extends Maker {

  ClockSamples(Random random, List<Sample> all) {
    super(random, all);
  }

  void zones(int count) {
    for (int i = 0; i < count; i++) {
      ZoneId truth = zone();
      ZoneId told = random.nextBoolean() ? ZoneId.of("UTC") : zone();
      String line =
          any(
              List.of(
                  "0 3 * * *",
                  "15 2 * * *",
                  "30 22 * * *",
                  "5 4 * * 1-5",
                  "0 9 * * 1-5",
                  "0 6,18 * * *",
                  "0 9-17 * * *"));
      if (sameClocks(truth, told)) {
        continue;
      }
      Schedule schedule = Cron.parse(line, truth);
      Job job = job();
      boolean longRuns = job.starts;
      if (longRuns) {
        job.takes = () -> 600 + random.nextDouble() * 1_200;
      }
      job.by(schedule, Duration.ofDays(20 + random.nextInt(130)));
      ZoneId[] likely = random.nextBoolean() ? new ZoneId[] {truth} : new ZoneId[0];
      Duration grace = Duration.ofMinutes(30 + random.nextInt(31));
      add(
          likely.length > 0 ? "wrong zone, one that others have" : "wrong zone, any",
          job.kept(400, line(line, told, grace), true, likely),
          schedule,
          true,
          Kind.ZONE,
          Kind.CLOCK_CHANGE);
    }
  }

  private static boolean sameClocks(ZoneId a, ZoneId b) {
    return a.getRules().getOffset(Job.NOW).equals(b.getRules().getOffset(Job.NOW));
  }

  /** The machine goes by UTC, or by winter time, all the year. */
  void clockChanges(int count) {
    for (int i = 0; i < count; i++) {
      ZoneId told = ZoneId.of(any(List.of("Europe/London", "Europe/Berlin", "America/New_York")));
      ZoneId truth =
          ZoneId.of(
              told.getId().equals("Europe/London")
                  ? "UTC"
                  : told.getId().equals("Europe/Berlin") ? "Africa/Lagos" : "America/Panama");
      boolean reverse = random.nextBoolean();
      String line = any(List.of("0 5 * * *", "15 4 * * *", "30 22 * * *"));
      Schedule schedule = Cron.parse(line, reverse ? told : truth);
      Job job = job();
      job.by(schedule, Duration.ofDays(70 + random.nextInt(200)));
      add(
          "off by an hour for a part of the year",
          job.kept(400, line(line, reverse ? truth : told, Duration.ofMinutes(30)), true),
          schedule,
          true,
          Kind.CLOCK_CHANGE);
    }
  }

  /** The scheduler of the job leaves out what clocks skip, or runs twice what they repeat. */
  void changeHours(int count) {
    for (int i = 0; i < count; i++) {
      Map.Entry<String, String> where = any(SKIPPED);
      boolean american = where.getKey().startsWith("America/"); // repeats another hour
      boolean doubles = i % 3 != 0 && !american;
      boolean skips = i % 3 != 1 || american;
      ZoneId zone = ZoneId.of(where.getKey());
      String expression = CalendarOfCron.of(where.getValue()).orElseThrow();
      Schedule skipping = Schedules.parse(expression, zone);
      Schedule schedule = skips ? skipping : Cron.parse(where.getValue(), zone);
      Job job = new Job(random);
      job.starts = random.nextInt(3) == 0;
      job.retries = random.nextInt(4) == 0 ? 0.05 : 0;
      job.by(schedule, Duration.ofDays(280 + random.nextInt(120)));
      if (doubles) {
        Told told = line(where.getValue(), zone, Duration.ofHours(1));
        ClockChanges.of(told).between(Job.NOW.minus(Duration.ofDays(280)), Job.NOW).stream()
            .filter(change -> !change.isGap())
            .forEach(change -> job.run(change.second().plusSeconds(random.nextInt(3))));
      }
      add(
          skips ? "skipped when clocks change" : "doubled when clocks change",
          job.kept(1_000, line(where.getValue(), zone, Duration.ofMinutes(45)), true),
          schedule,
          skips,
          Kind.CHANGE_HOUR);
    }
  }

  void drifts(int count) {
    for (int i = 0; i < count; i++) {
      Duration sleep = Duration.ofMinutes(any(List.of(5, 10, 15, 30, 60)));
      Job job = new Job(random);
      double takes = sleep.toSeconds() * (0.02 + 0.2 * random.nextDouble());
      job.takes = () -> takes * (0.8 + 0.4 * random.nextDouble());
      job.loop(sleep, 150);
      boolean cron = i % 2 == 0;
      Duration grace = sleep.dividedBy(2 + random.nextInt(4));
      String line =
          sleep.toMinutes() == 60 ? "0 * * * *" : "*/%d * * * *".formatted(sleep.toMinutes());
      Told told = cron ? line(line, ZoneId.of("UTC"), grace) : period(sleep, grace);
      Schedule truth = new Period(sleep.plusSeconds((long) takes));
      add("drift of a sleeping loop", job.kept(120, told, true), truth, true, Kind.DRIFT);
    }
  }

  void neverDue(int count) {
    for (int i = 0; i < count; i++) {
      Schedule schedule = Cron.parse("0 4 * * *", ZoneId.of("UTC"));
      Job job = job();
      job.by(schedule, Duration.ofDays(30 + i));
      Told told =
          i % 2 == 0
              ? line("0 4 29 2 *", ZoneId.of("UTC"), Duration.ofHours(1))
              : new Told(
                  Schedules.ONCALENDAR,
                  Duration.ofDays(1),
                  "2025-*-* 04:00",
                  "UTC",
                  Duration.ofHours(1));
      add("never due, or hardly ever", job.kept(200, told, true), schedule, true, Kind.NEVER_DUE);
    }
  }

  /** The line in the check is not the one in the crontab. */
  void other(int count) {
    for (int i = 0; i < count; i++) {
      ZoneId zone = zone();
      Schedule schedule = Cron.parse(any(List.of("0 4 * * 1-5", "30 5 * * 1", "0 6 1 * *")), zone);
      Job job = new Job(random);
      job.by(schedule, Duration.ofDays(250));
      add(
          "another schedule than told",
          job.kept(200, line("0 4 * * *", zone, Duration.ofHours(1)), true),
          schedule,
          true,
          Kind.OTHER_SCHEDULE);
    }
  }
}
