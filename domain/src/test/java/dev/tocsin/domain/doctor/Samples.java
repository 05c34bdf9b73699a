package dev.tocsin.domain.doctor;

import dev.tocsin.domain.doctor.Finding.Kind;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.schedule.Cron;
import dev.tocsin.domain.schedule.Period;
import dev.tocsin.domain.schedule.Schedule;
import dev.tocsin.domain.schedule.Schedules;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Hundreds of histories, healthy ones and others. */
final class Samples {

  private static final List<String> ZONES =
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
  private static final List<String> DAILY =
      List.of("0 3 * * *", "15 2 * * *", "30 22 * * *", "5 4 * * 1-5", "0 9 * * 1-5");

  private static final List<String> LINES =
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

  private static final List<String> OFTEN =
      List.of(
          "*/5 * * * *", "*/10 * * * *", "*/15 * * * *", "0 * * * *", "7 * * * *", "0 */2 * * *");

  private final Random random;
  private final List<Sample> all = new ArrayList<>();

  private Samples(Random random) {
    this.random = random;
  }

  static List<Sample> all(long seed) {
    Samples samples = new Samples(new Random(seed));
    samples.healthy(140);
    samples.tempting(60);
    samples.zones(100);
    samples.clockChanges(40);
    samples.drifts(40);
    samples.graces(60);
    samples.twoJobs(45);
    samples.unfinished(20);
    samples.neverDue(10);
    samples.other(20);
    samples.learned(140);
    return samples.all;
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private ZoneId zone() {
    return ZoneId.of(any(ZONES));
  }

  private Job job() {
    Job job = new Job(random);
    job.starts = random.nextInt(3) == 0;
    job.missed = random.nextInt(3) == 0 ? 0.03 : 0;
    job.retries = random.nextInt(4) == 0 ? 0.05 : 0;
    job.fails = random.nextInt(4) == 0 ? 0.02 : 0;
    return job;
  }

  private static Told line(String line, ZoneId zone, Duration grace) {
    return new Told(Schedules.CRON, Duration.ofDays(1), line, zone.getId(), grace);
  }

  private static Told period(Duration every, Duration grace) {
    return new Told(Schedules.SIMPLE, every, "* * * * *", "UTC", grace);
  }

  /** About as long as a hundred to three hundred runs take. */
  private Duration spanOf(Schedule schedule) {
    List<Instant> next = schedule.upcoming(Job.NOW, 60);
    Duration sixty = Duration.between(next.get(0), next.get(59));
    Duration span = sixty.multipliedBy(100 + random.nextInt(200)).dividedBy(60);
    return span.compareTo(Duration.ofDays(400)) > 0 ? Duration.ofDays(400) : span;
  }

  private void add(String sort, CaseHistory history, Schedule truth, boolean by, Kind... kinds) {
    Set<Kind> expected = EnumSet.noneOf(Kind.class);
    expected.addAll(List.of(kinds));
    all.add(new Sample(sort, history, expected, truth, by));
  }

  private void healthy(int count) {
    for (int i = 0; i < count; i++) {
      ZoneId zone = zone();
      boolean often = random.nextInt(3) == 0;
      Schedule schedule = Cron.parse(any(often ? OFTEN : LINES), zone);
      Job job = job();
      Duration span = spanOf(schedule);
      job.by(schedule, span);
      if (random.nextInt(3) == 0) {
        job.blind(1 + random.nextInt(4), Duration.ofMinutes(5 + random.nextInt(600)), span);
      }
      Duration every =
          Duration.between(
              schedule.upcoming(Job.NOW, 2).get(0), schedule.upcoming(Job.NOW, 2).get(1));
      String text = schedule.toString().substring(0, schedule.toString().indexOf(" in "));
      Told told =
          often && random.nextBoolean()
              ? period(every, grace(every))
              : line(text, zone, grace(every));
      add("healthy", job.kept(100 + random.nextInt(300), told, true, zone()), schedule, false);
    }
  }

  private Duration grace(Duration interval) {
    Duration least = Duration.ofMinutes(5);
    Duration tenth = interval.dividedBy(10 + random.nextInt(10));
    Duration most = Duration.ofHours(1);
    return tenth.compareTo(least) < 0 ? least : tenth.compareTo(most) > 0 ? most : tenth;
  }

  /** Healthy, and looking like something else. */
  private void tempting(int count) {
    for (int i = 0; i < count; i++) {
      ZoneId zone = zone();
      Job job = new Job(random);
      String line = any(DAILY);
      Schedule schedule = Cron.parse(line, zone);
      Duration grace = Duration.ofHours(1);
      Duration span = Duration.ofDays(60 + random.nextInt(100));
      switch (i % 6) {
        case 0 -> { // takes an hour or two, and says only that it is done
          double usual = 3_600 * (1 + random.nextInt(2));
          job.takes = () -> usual + random.nextDouble() * 240;
          grace = Duration.ofHours(3);
          job.by(schedule, span);
        }
        case 1 -> { // two machines take turns
          job.by(schedule, span);
          List<Heard> turns = new ArrayList<>();
          for (Heard h : job.heard) {
            turns.add(
                new Heard(h.ping(), random.nextBoolean() ? "10.0.0.5 curl" : "10.0.0.6 curl"));
          }
          job.heard.clear();
          job.heard.addAll(turns);
        }
        case 2 -> { // a laptop: late by any time, now and then by hours
          job.delay = () -> random.nextInt(8) == 0 ? random.nextDouble() * 20_000 : 30;
          grace = Duration.ofHours(6);
          job.by(schedule, span);
        }
        case 3 -> { // the server moved from one machine to another one half way
          job.by(schedule, span);
          List<Heard> moved = new ArrayList<>();
          for (int k = 0; k < job.heard.size(); k++) {
            boolean old = k < job.heard.size() / 2;
            moved.add(new Heard(job.heard.get(k).ping(), old ? "10.0.0.5 wget" : "10.0.9.9 curl"));
          }
          job.heard.clear();
          job.heard.addAll(moved);
        }
        case 4 -> { // was down for days, several times
          job.by(schedule, span);
          for (int k = 0; k < 4; k++) {
            Instant from = Job.NOW.minusSeconds((long) (random.nextDouble() * span.toSeconds()));
            job.heard.removeIf(
                h ->
                    h.ping().at().isAfter(from)
                        && h.ping().at().isBefore(from.plus(Duration.ofDays(2))));
          }
        }
        default -> { // crashes in the middle, now and then
          job.starts = true;
          job.by(schedule, span);
          job.heard.removeIf(h -> h.ping().kind().completes() && random.nextInt(8) == 0);
        }
      }
      add("healthy, but tempting", job.kept(300, line(line, zone, grace), true), schedule, false);
    }
  }

  private void zones(int count) {
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
  private void clockChanges(int count) {
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

  private void drifts(int count) {
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

  private void graces(int count) {
    for (int i = 0; i < count; i++) {
      ZoneId zone = zone();
      boolean tight = i % 3 != 0;
      String line = any(List.of("0 3 * * *", "0 * * * *", "*/30 * * * *", "30 22 * * *"));
      Schedule schedule = Cron.parse(line, zone);
      Job job = new Job(random);
      double usual = 40 + random.nextDouble() * 30;
      if (tight) {
        job.takes = () -> usual * Math.exp(1.1 * Math.max(-2, random.nextGaussian()));
      }
      job.by(schedule, spanOf(schedule));
      Duration grace = tight ? Duration.ofMinutes(3) : Duration.ofHours(any(List.of(6, 8, 12, 24)));
      add(
          tight ? "grace too tight" : "grace far too wide",
          job.kept(250, line(line, zone, grace), true),
          schedule,
          false,
          tight ? Kind.GRACE_TOO_TIGHT : Kind.GRACE_TOO_WIDE);
    }
  }

  private void twoJobs(int count) {
    for (int i = 0; i < count; i++) {
      ZoneId zone = zone();
      String line = any(List.of("0 3 * * *", "0 * * * *", "20 4 * * *"));
      Schedule schedule = Cron.parse(line, zone);
      Duration span = spanOf(schedule).dividedBy(2);
      Job job = new Job(random);
      job.starts = i % 3 == 1;
      double takes = job.starts ? 400 : 20;
      job.takes = () -> takes * (1 + random.nextDouble() / 4);
      job.by(schedule, span);
      switch (i % 3) {
        case 0 -> { // on two machines
          job.source = "10.0.0.6 curl/8.5";
          job.delay = () -> 40 + random.nextDouble() * 20;
        }
        case 1 -> job.delay = () -> 60 + random.nextDouble() * 20; // while the other one runs
        default -> job.delay = () -> 900 + random.nextDouble() * 20; // a quarter of an hour later
      }
      if (i % 3 == 2) {
        String other = line.equals("0 * * * *") ? "15 * * * *" : "30 9 * * *";
        schedule = Cron.parse(other, zone);
        job.delay = () -> random.nextDouble() * 20;
      }
      job.by(schedule, span);
      add(
          "two jobs, one URL",
          job.kept(200, line(line, zone, Duration.ofMinutes(30)), true),
          schedule,
          false,
          Kind.TWO_JOBS);
    }
  }

  private void unfinished(int count) {
    for (int i = 0; i < count; i++) {
      ZoneId zone = zone();
      String line = any(DAILY);
      Job job = new Job(random);
      job.starts = true;
      job.by(Cron.parse(line, zone), Duration.ofDays(60));
      int some = i % 2;
      job.heard.removeIf(
          h ->
              h.ping().kind() == PingKind.SUCCESS
                  && (some == 0
                      || random.nextInt(10) < 7
                      || h.ping().at().isAfter(Job.NOW.minus(Duration.ofDays(4)))));
      add(
          "start without finish",
          job.kept(200, line(line, zone, Duration.ofHours(1)), true),
          Cron.parse(line, zone),
          false,
          Kind.UNFINISHED);
    }
  }

  private void neverDue(int count) {
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
  private void other(int count) {
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

  private void learned(int count) {
    for (int i = 0; i < count; i++) {
      ZoneId zone = zone();
      boolean often = i % 4 == 0;
      Schedule schedule = Cron.parse(any(often ? OFTEN : LINES), zone);
      Job job = job();
      if (i % 5 == 1 && !often) {
        job.takes = () -> 300 + random.nextDouble() * 300;
      }
      Duration span = spanOf(schedule);
      job.by(schedule, span);
      ZoneId[] likely = {zone};
      if (span.compareTo(Duration.ofHours(25)) < 0) {
        add(
            "too little to learn from",
            job.kept(300, period(Duration.ofDays(1), Duration.ofHours(1)), false, likely),
            schedule,
            false);
        continue;
      }
      add(
          often ? "learned, frequent" : "learned, by the clock",
          job.kept(
              100 + random.nextInt(200),
              period(Duration.ofDays(1), Duration.ofHours(1)),
              false,
              likely),
          schedule,
          true,
          Kind.LEARNED);
    }
  }
}
