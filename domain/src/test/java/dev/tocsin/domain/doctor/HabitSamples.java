package dev.tocsin.domain.doctor;

import dev.tocsin.domain.doctor.Finding.Kind;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.schedule.Cron;
import dev.tocsin.domain.schedule.Schedule;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;

/** Jobs that ping in a way they should not, and grace times that do not go with them. */
final class HabitSamples extends Maker {

  HabitSamples(Random random, List<Sample> all) {
    super(random, all);
  }

  void graces(int count) {
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

  void twoJobs(int count) {
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

  void unfinished(int count) {
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
}
