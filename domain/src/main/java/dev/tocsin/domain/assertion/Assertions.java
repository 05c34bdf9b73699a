package dev.tocsin.domain.assertion;

import dev.tocsin.domain.ping.PingText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that has to be true of a run that reports success; if something is not, it counts as a
 * failure.
 *
 * @param all at most {@link #MOST}, no two the same
 */
public record Assertions(List<Assertion> all) {

  /** Most of one check: each is looked at with each of its successes. */
  public static final int MOST = 10;

  /** Nothing asked for. */
  public static final Assertions NONE = new Assertions(List.of());

  public Assertions {
    all = List.copyOf(all);
    if (all.size() > MOST) {
      throw new IllegalArgumentException("%d assertions at most".formatted(MOST));
    }
    if (all.stream().distinct().count() < all.size()) {
      throw new IllegalArgumentException("the same assertion twice");
    }
  }

  /**
   * Reads what {@link #text} made.
   *
   * @throws IllegalArgumentException for what this version cannot understand
   */
  public static Assertions of(String text) {
    return text.isEmpty() ? NONE : new Assertions(text.lines().map(AssertionText::parse).toList());
  }

  /** As they are kept: each on a line of its own; empty if there is none. */
  public String text() {
    return all.stream().map(Assertion::text).collect(Collectors.joining("\n"));
  }

  /** Each in words. */
  public List<String> lines() {
    return all.stream().map(Assertion::text).toList();
  }

  /** Whether one of them looks at what a ping says; otherwise nobody needs to read it. */
  public boolean readBody() {
    for (Assertion assertion : all) {
      if (assertion.readsBody()) {
        return true;
      }
    }
    return false;
  }

  /**
   * What does not hold, in order.
   *
   * @param took how long the run took; null: not known
   * @param said what the ping says; null: not known
   */
  public List<Breach> breaches(@Nullable Duration took, @Nullable PingText said) {
    if (all.isEmpty()) {
      return List.of();
    }
    List<Breach> breaches = new ArrayList<>();
    for (Assertion assertion : all) {
      Optional<String> found = assertion.found(took, said);
      found.ifPresent(text -> breaches.add(new Breach(assertion, text)));
    }
    return breaches;
  }
}
