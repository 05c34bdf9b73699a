package dev.tocsin.alerter.incidents;

import dev.tocsin.alerter.incidents.Plan.Escalation;
import dev.tocsin.alerter.incidents.Plan.Reminder;
import dev.tocsin.alerter.quiet.Hush;
import dev.tocsin.domain.check.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What looking at an open incident comes to.
 *
 * @param announce whether what was withheld is told now
 * @param tell reminders and escalation steps that are due
 * @param next when to look again; empty: there is nothing more to say, unless somebody changes
 *     something
 */
record Look(OpenIncident incident, boolean announce, List<Again> tell, Optional<Instant> next) {

  /** That a down is told again, to a channel. */
  record Again(long channel, String reason, int step) {}

  /** How often an incident is looked at whose time cannot be known: others may change things. */
  static final Duration RECHECK = Duration.ofSeconds(30);

  /** A check whose parent is back has its grace time, within these bounds, to be heard itself. */
  private static final Duration LEAST_PATIENCE = Duration.ofMinutes(1);

  private static final Duration MOST_PATIENCE = Duration.ofHours(1);

  /**
   * Decides it: a pure function.
   *
   * @param hush why nobody is to be told of the check at present
   * @param clearSince since when nothing that it depends on is down
   */
  static Look of(
      OpenIncident incident, Plan plan, Optional<Hush> hush, Instant clearSince, Instant now) {
    if (incident.status() != Status.DOWN) {
      return nothing(incident, now.plus(RECHECK)); // the flip that ends it is on its way
    }
    if (hush.isPresent()) {
      Instant recheck = now.plus(RECHECK);
      Optional<Instant> end = hush.get().until().filter(until -> until.isAfter(now));
      return nothing(incident, end.filter(recheck::isAfter).orElse(recheck));
    }
    Instant patience = clearSince.plus(patience(incident));
    if (incident.told().isEmpty() && patience.isAfter(now)) {
      return nothing(incident, patience);
    }
    if (incident.acknowledged()) {
      return new Look(incident, incident.told().isEmpty(), List.of(), Optional.empty());
    }
    return due(incident, plan, now);
  }

  private static Look due(OpenIncident incident, Plan plan, Instant now) {
    Instant told = incident.told().orElse(now);
    List<Again> tell = new ArrayList<>();
    List<Instant> later = new ArrayList<>();
    for (Reminder one : plan.reminders()) {
      Instant last = one.last().isAfter(told) ? one.last() : told;
      Instant due = last.plus(one.every());
      if (due.isAfter(now)) {
        later.add(due);
      } else {
        tell.add(new Again(one.channel(), "reminder", one.step() + 1));
        later.add(now.plus(one.every()));
      }
    }
    for (Escalation one : plan.escalations()) {
      Instant due = told.plus(one.after());
      if (due.isAfter(now)) {
        later.add(due);
      } else if (!one.done()) {
        tell.add(new Again(one.channel(), "escalation", one.step()));
      }
    }
    Optional<Instant> next = later.stream().min(Instant::compareTo);
    return new Look(incident, incident.told().isEmpty(), tell, next);
  }

  private static Look nothing(OpenIncident incident, Instant next) {
    return new Look(incident, false, List.of(), Optional.of(next));
  }

  private static Duration patience(OpenIncident incident) {
    return Stream.of(incident.grace(), MOST_PATIENCE)
        .min(Duration::compareTo)
        .filter(grace -> grace.compareTo(LEAST_PATIENCE) > 0)
        .orElse(LEAST_PATIENCE);
  }
}
