package dev.tocsin.domain.check;

import dev.tocsin.domain.ping.Ping;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What rules would have made of the pings that were heard: the same state machine, fed with the
 * same events once more. So nobody has to wait for a month to see whether a grace time is too
 * short.
 *
 * @param from the first ping that is still known, but not before what was asked for
 * @param pings how many there are
 * @param downs the alarms that would have been raised, oldest first
 */
public record Replay(Instant from, int pings, List<Down> downs) {

  /** An alarm. It goes on if its end is the end of the replay. */
  public record Down(Instant at, Instant until, Flip.Reason reason) {
    public Duration lasted() {
      return Duration.between(at, until);
    }
  }

  private record Event(Instant at, Optional<Ping> ping, Optional<Flip> by) {}

  /**
   * Plays it again.
   *
   * @param since alarms before are left out, pings before only lead up to them
   * @param flips of which only pauses and resumes count: people did that, not the rules
   */
  public static Replay of(
      CheckRules rules,
      List<Ping> pings,
      List<Flip> flips,
      BlindTimes blind,
      Instant since,
      Instant now) {
    List<Event> events =
        Stream.concat(
                pings.stream()
                    .map(ping -> new Event(ping.at(), Optional.of(ping), Optional.empty())),
                flips.stream()
                    .filter(
                        f -> f.reason() == Flip.Reason.PAUSE || f.reason() == Flip.Reason.RESUME)
                    .filter(f -> pings.stream().anyMatch(p -> p.at().isBefore(f.at())))
                    .map(flip -> new Event(flip.at(), Optional.empty(), Optional.of(flip))))
            .sorted(Comparator.comparing(Event::at))
            .toList();
    CheckState state = CheckState.CREATED;
    List<Flip> all = new ArrayList<>();
    for (Event event : events) {
      Outcome outcome = apply(state, rules, event, blind, now);
      state = outcome.state();
      all.addAll(outcome.flips());
    }
    all.addAll(CheckMachine.onDeadline(state, rules, now, blind).flips());
    Instant first = events.isEmpty() ? now : events.get(0).at();
    Instant from = first.isAfter(since) ? first : since;
    int shown = (int) pings.stream().filter(ping -> !ping.at().isBefore(from)).count();
    return new Replay(from, shown, downs(all, from, now));
  }

  private static Outcome apply(
      CheckState was, CheckRules rules, Event event, BlindTimes blind, Instant now) {
    if (event.ping().isPresent()) {
      return CheckMachine.onPing(was, rules, event.ping().get(), now, blind);
    }
    Outcome before = CheckMachine.onDeadline(was, rules, event.at(), blind);
    CheckState state = before.state();
    Outcome switched =
        event.by().orElseThrow().reason() == Flip.Reason.PAUSE
            ? CheckMachine.onPause(state, event.at())
            : CheckMachine.onResume(state, event.at())
                .orElse(new Outcome(state, List.of(), List.of()));
    List<Flip> both = new ArrayList<>(before.flips());
    both.addAll(switched.flips());
    return new Outcome(switched.state(), both, List.of());
  }

  private static List<Down> downs(List<Flip> flips, Instant from, Instant now) {
    List<Down> downs = new ArrayList<>();
    for (int i = 0; i < flips.size(); i++) {
      Flip flip = flips.get(i);
      if (flip.to() == Status.DOWN && !flip.at().isBefore(from)) {
        Instant until = i + 1 < flips.size() ? flips.get(i + 1).at() : now;
        downs.add(new Down(flip.at(), until, flip.reason()));
      }
    }
    return downs;
  }

  /** How long it would have been down. */
  public Duration down() {
    return downs.stream().map(Down::lasted).reduce(Duration.ZERO, Duration::plus);
  }
}
