package dev.tocsin.dashboard.parts;

import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.dashboard.quiet.Range;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a form offers where something is for a check, for a tag, or for the whole project.
 *
 * @param tags those that checks of the project have
 * @param checks by name; too many to choose from are left out
 * @param all whether these are all checks
 */
public record RangeChoices(List<String> tags, List<Choice> checks, boolean all) {

  /** A list to choose from is of no use beyond this. */
  private static final int MOST = 500;

  /** A check that may be chosen. */
  public record Choice(String code, String name) {}

  /**
   * Of the checks of a project.
   *
   * @param chosen is among them in any case, if it is a check
   */
  public static RangeChoices of(List<Shown> checks, Optional<Range> chosen) {
    boolean all = checks.size() <= MOST;
    Optional<UUID> needed = chosen.flatMap(Range::check);
    Stream<Shown> offered =
        checks.stream()
            .filter(check -> all || needed.map(check.check().code()::equals).orElse(false));
    return new RangeChoices(
        checks.stream().flatMap(check -> check.tags().stream()).distinct().sorted().toList(),
        offered
            .map(check -> new Choice(check.check().code().toString(), check.name()))
            .sorted(Comparator.comparing(Choice::name))
            .toList(),
        all);
  }
}
