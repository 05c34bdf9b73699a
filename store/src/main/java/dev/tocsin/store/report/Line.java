package dev.tocsin.store.report;

import dev.tocsin.domain.report.Figures;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a report says of a project, a tag or a check.
 *
 * @param name of the tag or the check; empty: of the project
 * @param code of the check; empty: it is none
 * @param total all periods together
 * @param periods each of them; empty where nobody asked for them
 */
public record Line(String name, Optional<UUID> code, Figures total, List<Figures> periods) {

  /** What was down longest comes first, then what nobody can be sure of. */
  static final Comparator<Line> WORST_FIRST =
      Comparator.comparing((Line line) -> line.total().down())
          .thenComparing(line -> line.total().outages())
          .thenComparing(line -> line.total().unverified())
          .reversed()
          .thenComparing(Line::name, String.CASE_INSENSITIVE_ORDER)
          .thenComparing(line -> line.code().map(UUID::toString).orElse(""));

  public Line {
    periods = List.copyOf(periods);
  }
}
