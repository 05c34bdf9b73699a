package dev.tocsin.drills.sim;

import dev.tocsin.domain.check.CheckRules;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import dev.tocsin.domain.schedule.Schedule;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the Pinging API for one ordinary check, written down a second time and as plainly as
 * they go: the oracle must not ask the state machine whether the state machine is right. Only the
 * schedule is shared, which has oracles of its own.
 */
final class Expected {

  private final CheckRules rules;
  private String status = "new";
  private @Nullable Instant last;
  private @Nullable Instant started;
  private @Nullable RunId run;
  private @Nullable Instant credit;

  Expected(CheckRules rules) {
    this.rules = rules;
  }

  String status() {
    return status;
  }

  /** When it goes down if nothing is heard. */
  Optional<Instant> deadline() {
    if (status.equals("down")) {
      return Optional.empty();
    }
    Instant limit = started == null ? Schedule.NEVER : started.plus(rules.grace());
    Instant due = Schedule.NEVER;
    if (status.equals("up") && last != null) {
      Instant next = rules.schedule().nextAfter(credit == null ? last : credit);
      due = next.isBefore(Schedule.NEVER) ? next.plus(rules.grace()) : next;
    }
    Instant first = limit.isBefore(due) ? limit : due;
    return first.isBefore(Schedule.NEVER) ? Optional.of(first) : Optional.empty();
  }

  /** When it goes down by a deadline that nobody met: not before the completion before that. */
  Instant downAt(Instant deadline) {
    return last == null || last.isBefore(deadline) ? deadline : last;
  }

  /** Since when it waits: the last completion, or the start of a run that is older. */
  Instant since() {
    Instant from = last == null ? Instant.MAX : last;
    return started != null && started.isBefore(from) ? started : from;
  }

  /** Its run was taken for done, since nobody could have heard it. */
  void credited(Instant until) {
    credit = until;
    started = null;
  }

  /** A completion is heard after an overdue run was taken for done: it is not in progress. */
  void heardAfterExcuse(Instant by) {
    if (started != null && !by.isBefore(started.plus(rules.grace()))) {
      started = null;
    }
  }

  boolean isCredited() {
    return credit != null;
  }

  /** Its deadline was missed. */
  void missed() {
    status = "down";
  }

  /** Whether something that was heard after it was applied before it. */
  boolean isOvertaken(Entry ping) {
    return last != null && ping.at().isBefore(last);
  }

  /** As its stamp says. */
  void hears(Entry ping) {
    hears(ping, ping.at());
  }

  void hears(Entry ping, Instant at) {
    boolean late = last != null && at.isBefore(last);
    switch (ping.kind()) {
      case START -> {
        boolean newer = started == null || !at.isBefore(started);
        if (late && newer) {
          started = null; // it replaced that run, and was ended by what overtook it
        } else if (!late && newer && !at.equals(last)) {
          started = at;
          run = ping.run();
        }
      }
      case SUCCESS, FAIL -> {
        if (ends(ping, at, late)) {
          started = null;
        }
        if (!late) {
          last = at;
          credit = null;
          status = ping.kind() == PingKind.FAIL ? "down" : "up";
        }
      }
      case LOG, IGN -> {}
    }
  }

  private boolean ends(Entry ping, Instant at, boolean late) {
    boolean same = Objects.equals(ping.run(), run);
    if (started == null || late || at.isBefore(started)) {
      return same && ping.run() != null;
    }
    return same || ping.run() == null || ping.kind() == PingKind.FAIL;
  }
}
