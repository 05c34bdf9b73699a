package dev.tocsin.dashboard.checks;

import dev.tocsin.domain.check.AsOf;
import dev.tocsin.store.StoredCheck;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The checks of a project that pass a filter, oldest first.
 *
 * @param channels check id to the codes of its channels; checks without channels are left out
 * @param tellings check id to when people are told of it, where somebody said so
 * @param asOf the instant for which standings are computed
 */
public record CheckList(
    List<StoredCheck> checks,
    Map<Long, List<UUID>> channels,
    Map<Long, Telling> tellings,
    AsOf asOf) {

  /** One of them with its channels. */
  public CheckView view(StoredCheck check) {
    return new CheckView(
        check,
        channels.getOrDefault(check.id(), List.of()),
        tellings.getOrDefault(check.id(), Telling.USUAL),
        asOf);
  }
}
