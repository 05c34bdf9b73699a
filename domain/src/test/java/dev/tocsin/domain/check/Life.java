package dev.tocsin.domain.check;

import dev.tocsin.domain.ping.Ping;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import dev.tocsin.domain.schedule.Period;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A check that lives through a test; instants are seconds since it was made. */
final class Life {

  static final RunId RUN_A = new RunId(new UUID(0, 0xa));
  static final RunId RUN_B = new RunId(new UUID(0, 0xb));

  private static final Instant CREATED_AT = Instant.parse("2026-11-20T00:00:00Z");

  /** The period and grace time of the worked example of the Pinging API. */
  static final CheckRules HOURLY = rules(3600, 300, false);

  CheckRules rules;
  CheckState state = CheckState.CREATED;
  BlindTimes blind = BlindTimes.NONE;
  final List<Flip> flips = new ArrayList<>();
  final List<Unverified> unverified = new ArrayList<>();

  Life(CheckRules rules) {
    this.rules = rules;
  }

  /** A check that came into this status by the shortest way, before second 20. */
  static Life that(Status is) {
    var life = new Life(HOURLY);
    switch (is) {
      case NEW -> {}
      case UP -> life.ping(10, PingKind.SUCCESS, null);
      case DOWN -> life.ping(10, PingKind.FAIL, null);
      case PAUSED -> life.ping(5, PingKind.SUCCESS, null).pause(10);
    }
    life.flips.clear();
    return life;
  }

  static CheckRules rules(long period, long grace, boolean manualResume) {
    return new CheckRules(
        new Period(Duration.ofSeconds(period)), Duration.ofSeconds(grace), manualResume);
  }

  static CheckRules rules(long period, long grace, Policy policy) {
    return new CheckRules(
        new Period(Duration.ofSeconds(period)), Duration.ofSeconds(grace), false, policy);
  }

  static Instant at(double second) {
    return CREATED_AT.plusNanos(Math.round(second * 1e6) * 1_000);
  }

  /** Seconds since the check was made; empty for no instant. */
  static Optional<Double> seconds(@Nullable Instant at) {
    return Optional.ofNullable(at).map(i -> Duration.between(CREATED_AT, i).toNanos() / 1e9);
  }

  Life ping(double second, PingKind kind, @Nullable RunId run) {
    return heard(at(second), kind, run, Instant.MAX);
  }

  Life heard(Instant at, PingKind kind, @Nullable RunId run, Instant heardThrough) {
    return take(CheckMachine.onPing(state, rules, new Ping(at, kind, run), heardThrough, blind));
  }

  Life look(Instant heardThrough) {
    return take(CheckMachine.onDeadline(state, rules, heardThrough, blind));
  }

  Life pause(double second) {
    return take(CheckMachine.onPause(state, at(second)));
  }

  Life resume(double second) {
    return take(CheckMachine.onResume(state, at(second)).orElseThrow());
  }

  Life edit(double second, CheckRules next) {
    state = CheckMachine.onEdit(state, next, at(second));
    rules = next;
    return this;
  }

  private Life take(Outcome outcome) {
    state = outcome.state();
    flips.addAll(outcome.flips());
    unverified.addAll(outcome.unverified());
    return this;
  }

  Standing standing(double second) {
    return CheckMachine.standing(state, rules, at(second));
  }

  /** As people see it who know of the blind time. */
  Standing seen(double second) {
    return CheckMachine.standing(state, rules, at(second), blind);
  }

  Optional<Double> lookAt() {
    return CheckMachine.lookAt(state, rules, blind).flatMap(Life::seconds);
  }

  Optional<Double> nextPing() {
    return CheckMachine.nextPing(state, rules).flatMap(Life::seconds);
  }

  Optional<Double> deadline() {
    return CheckMachine.deadline(state, rules, blind).flatMap(Life::seconds);
  }
}
