package dev.tocsin.dashboard.checks;

import dev.tocsin.domain.check.AsOf;
import dev.tocsin.domain.check.Standing;
import dev.tocsin.store.StoredCheck;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which checks of a project a change of many means; every part must fit.
 *
 * @param settings by tags, slug and text
 * @param standings what people see of it is one of these; empty: any
 * @param name somewhere in its name, in either case; empty: any
 * @param codes it is one of these; empty: any
 */
public record BulkFilter(
    CheckFilter settings, Set<Standing> standings, String name, Optional<Set<UUID>> codes) {

  /** Every check: who means that has to say it. */
  public static final BulkFilter ALL =
      new BulkFilter(CheckFilter.ALL, Set.of(), "", Optional.empty());

  public BulkFilter {
    standings = Set.copyOf(standings);
    codes = codes.map(Set::copyOf);
  }

  boolean accepts(StoredCheck check, AsOf asOf) {
    return settings.accepts(check)
        && codes.map(known -> known.contains(check.code())).orElse(true)
        && check.settings().name().toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT))
        && (standings.isEmpty() || standings.contains(asOf.standing(check.state(), check.rules())));
  }
}
