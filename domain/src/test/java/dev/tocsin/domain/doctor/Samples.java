package dev.tocsin.domain.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Hundreds of histories, healthy ones and others. */
final class Samples {

  private Samples() {}

  static List<Sample> all(long seed) {
    Random random = new Random(seed);
    List<Sample> all = new ArrayList<>();
    HealthySamples healthy = new HealthySamples(random, all);
    ClockSamples clocks = new ClockSamples(random, all);
    HabitSamples habits = new HabitSamples(random, all);
    healthy.healthy(140);
    healthy.tempting(60);
    clocks.zones(100);
    clocks.clockChanges(40);
    clocks.drifts(40);
    habits.graces(60);
    habits.twoJobs(45);
    habits.unfinished(20);
    clocks.neverDue(10);
    clocks.other(20);
    healthy.learned(140);
    healthy.inTheHourOfChange(30);
    clocks.changeHours(45);
    return all;
  }
}
