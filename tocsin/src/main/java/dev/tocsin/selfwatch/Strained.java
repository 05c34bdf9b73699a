package dev.tocsin.selfwatch;

import dev.tocsin.alerter.operators.Condition;
import dev.tocsin.alerter.operators.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** This process is close to one of its limits, and stays there. */
public final class Strained implements Condition {

  private static final double CLOSE = 0.90;

  /** It has to get this far below before it counts as room again. */
  private static final double ROOM = 0.75;

  /** A burst is what limits are for. */
  private static final Duration LASTS = Duration.ofMinutes(2);

  private final String who;
  private final String node;
  private final Loads loads;
  private final Set<String> close = new HashSet<>();

  /**
   * @param who the role of this process
   */
  public Strained(String who, String node, Loads loads) {
    this.who = who;
    this.node = node;
    this.loads = loads;
  }

  @Override
  public Duration opensAfter() {
    return LASTS;
  }

  @Override
  public List<Finding> find() {
    List<String> lines = new ArrayList<>();
    loads.last().stream()
        .sorted(Comparator.comparing(Load::of))
        .forEach(
            load -> {
              if (load.share() >= (close.contains(load.of()) ? ROOM : CLOSE)) {
                close.add(load.of());
                lines.add("%s: %.0f of %.0f".formatted(load.of(), load.used(), load.limit()));
              } else {
                close.remove(load.of());
              }
            });
    if (lines.isEmpty()) {
      return List.of();
    }
    lines.add("What comes beyond a limit waits or is refused with 503: find out what it is.");
    return List.of(
        new Finding(
            Finding.key("strained-" + who, node),
            "%s on %s is close to a limit".formatted(who, node),
            lines,
            "Own answers and limits"));
  }
}
