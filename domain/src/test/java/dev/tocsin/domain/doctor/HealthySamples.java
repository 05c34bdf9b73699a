package dev.tocsin.domain.doctor;

import dev.tocsin.domain.doctor.Finding.Kind;
import dev.tocsin.domain.schedule.Cron;
import dev.tocsin.domain.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Checks with which all is well, also such as look like something else; and untold ones. */
final class HealthySamples extends Maker {

  HealthySamples(Random random, List<Sample> all) {
    super(random, all);
  }

  void healthy(int count) {
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
  void tempting(int count) {
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

  /** At a time that clocks skip and repeat, by a cron that takes care of it. */
  void inTheHourOfChange(int count) {
    for (int i = 0; i < count; i++) {
      Map.Entry<String, String> where = any(SKIPPED);
      ZoneId zone = ZoneId.of(where.getKey());
      Schedule schedule = Cron.parse(where.getValue(), zone);
      Job job = job();
      job.missed = i % 3 == 0 ? 0.1 : job.missed;
      Duration span = Duration.ofDays(60 + random.nextInt(340));
      job.by(schedule, span);
      if (i % 3 == 1) { // nobody could hear in the night of the change
        job.blind(2, Duration.ofHours(30), span);
      }
      add(
          "healthy, in the hour of change",
          job.kept(400, line(where.getValue(), zone, Duration.ofMinutes(45)), true),
          schedule,
          false);
    }
  }

  void learned(int count) {
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
