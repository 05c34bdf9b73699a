package dev.tocsin.dashboard.checks;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A change of a check's {@link Telling}; what it does not say stays as it is. */
public final class TellingEdit {

  Optional<List<String>> dependsOn = Optional.empty();
  Optional<Telling> pace = Optional.empty();

  TellingEdit() {}

  /** Codes or slugs of checks of the same project. */
  public void dependsOn(List<String> checks) {
    dependsOn = Optional.of(List.copyOf(checks));
  }

  /** Codes or slugs, if it says something of them. */
  public Optional<List<String>> names() {
    return dependsOn;
  }

  /** How often people are reminded, where it was so before. */
  public Optional<Duration> remindEveryAfter(Optional<Duration> was) {
    return pace.isPresent() ? pace.get().remindEvery() : was;
  }

  boolean isNothing() {
    return dependsOn.isEmpty() && pace.isEmpty();
  }

  /** Zero: never; empty: as its channels say. */
  public void remindEvery(Optional<Duration> every) {
    pace = Optional.of(new Telling(List.of(), every));
  }
}
