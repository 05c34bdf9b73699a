package dev.tocsin.dashboard.quiet;

import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.domain.check.Standing;
import java.util.List;

/**
 * Which checks a silence or a window would be for, as they are now. With a tag, or the whole
 * project, checks to come are in it as well.
 *
 * @param checks what needs people first
 */
public record Coverage(Range range, List<Shown> checks) {

  public Coverage {
    checks = List.copyOf(checks);
  }

  /** Those of a project that are in a range. */
  public static Coverage of(Range range, List<Shown> project) {
    return new Coverage(
        range,
        project.stream()
            .filter(shown -> range.covers(shown.check().code(), shown.check().settings().tags()))
            .sorted(Shown.BY_URGENCY)
            .toList());
  }

  /** How many of them are down: people were told of these, and are not reminded. */
  public int down() {
    return (int) checks.stream().filter(shown -> shown.standing() == Standing.DOWN).count();
  }

  /** At most so many of them. */
  public List<Shown> first(int most) {
    return checks.subList(0, Math.min(most, checks.size()));
  }
}
