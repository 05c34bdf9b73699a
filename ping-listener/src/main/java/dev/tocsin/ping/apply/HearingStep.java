package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.ClockEvent;
import dev.tocsin.ping.journal.DeafCause;
import dev.tocsin.ping.journal.DeafTime;
import dev.tocsin.ping.journal.Sign;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How one transaction moves a stream's hearing on, and what it has to write for that. Here the one
 * rule about deafness is kept for what comes out of a journal, whoever wrote it: hearing never
 * moves over more than two seconds unless a note says that pings were heard, or a row that they
 * were not.
 */
final class HearingStep {

  private record Key(Instant since, DeafCause cause) {}

  private Instant openedAt;
  private Instant through;
  private boolean fell;
  private final Map<Key, DeafTime> deaf = new LinkedHashMap<>();
  private final List<ClockEvent> clocks = new ArrayList<>();
  private final Map<Key, Instant> countedUntil = new HashMap<>();
  private final Map<DeafCause, Duration> counted = new EnumMap<>(DeafCause.class);

  /**
   * From what the database says now.
   *
   * @param written the deaf times that were written last, and may go on
   */
  HearingStep(Hearing is, List<DeafTime> written) {
    openedAt = is.openedAt();
    through = is.through();
    written.forEach(time -> countedUntil.put(new Key(time.since(), time.cause()), time.until()));
  }

  /** Takes signs, in the journal's order. */
  HearingStep over(List<Sign> signs) {
    for (Sign sign : signs) {
      if (sign instanceof Sign.Heard heard) {
        heard(heard.from(), heard.through());
      } else if (sign instanceof DeafTime time) {
        deaf(time);
      } else if (sign instanceof ClockEvent event) {
        jumped(event);
      }
    }
    return this;
  }

  /** Pings were heard at every moment between. */
  HearingStep heard(Instant from, Instant until) {
    unknownUpTo(from);
    reach(until);
    return this;
  }

  /** Where the journal ends for now: taken before it was read to there. */
  HearingStep marked(Instant mark) {
    return fell ? this : heard(mark, mark); // a jump back came after the mark
  }

  /**
   * A process that crashed was alive at this moment. That is some time after its last note, and so
   * long it heard; but what is far from any note was not listening any more.
   */
  void lived(Instant last) {
    if (!last.isAfter(through.plus(Sign.GAP))) {
      reach(last);
    }
  }

  /** What the journal had to say of the time up to {@code until} is gone, pings included. */
  HearingStep lost(Instant until) {
    deaf(new DeafTime(DeafTime.WHERE_HEARING_ENDED, until, DeafCause.LOST));
    return this;
  }

  private void unknownUpTo(Instant next) {
    if (next.isAfter(through.plus(Sign.GAP))) {
      deaf(new DeafTime(through, next, DeafCause.UNKNOWN));
    }
  }

  private void deaf(DeafTime said) {
    boolean open = said.since().equals(DeafTime.WHERE_HEARING_ENDED);
    Instant since = open ? through : said.since();
    if (!said.until().isAfter(since)) {
      return;
    }
    unknownUpTo(since);
    if (said.cause() == DeafCause.UNBOUND && !since.isAfter(openedAt)) {
      openedAt = said.until(); // a stream begins when its port is open
    } else {
      DeafTime row = new DeafTime(since, said.until(), said.cause());
      Key key = new Key(since, said.cause());
      deaf.merge(key, row, HearingStep::longer);
      count(key, said.until());
    }
    reach(said.until());
  }

  /**
   * It may begin a little before what was said to be heard. One that begins long before is an old
   * one that goes on: a process of before has counted it so far.
   */
  private void count(Key key, Instant until) {
    Instant first = key.since().isBefore(through.minus(Sign.GAP)) ? through : key.since();
    Instant from = countedUntil.getOrDefault(key, first);
    if (until.isAfter(from)) {
      counted.merge(key.cause(), Duration.between(from, until), Duration::plus);
      countedUntil.put(key, until);
    }
  }

  private static DeafTime longer(DeafTime a, DeafTime b) {
    return a.until().isAfter(b.until()) ? a : b;
  }

  private void jumped(ClockEvent event) {
    clocks.add(event);
    if (event.back()) {
      fell = true;
      through = earlier(through, event.to());
      openedAt = earlier(openedAt, through);
    }
  }

  private void reach(Instant at) {
    through = at.isAfter(through) ? at : through;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  /** What the database is to say. */
  Hearing after() {
    return new Hearing(openedAt, through);
  }

  /** The same, if the database is to be told of it no further than that. */
  Hearing through(Instant longest) {
    return new Hearing(openedAt, earlier(through, longest));
  }

  /** The deaf times to be written, no two of them with the same beginning and cause. */
  List<DeafTime> deaf() {
    return List.copyOf(deaf.values());
  }

  /** The jumps of the clock to be written. */
  List<ClockEvent> clocks() {
    return clocks;
  }

  /** Whether there is more to be written than how far was heard. */
  boolean hasRows() {
    return !deaf.isEmpty() || !clocks.isEmpty();
  }

  /** Tells how much longer the time of each cause has become. */
  void count(ApplyMetrics metrics) {
    counted.forEach(metrics::deaf);
  }
}
