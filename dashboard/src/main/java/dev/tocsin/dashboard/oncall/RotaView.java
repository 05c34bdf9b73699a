package dev.tocsin.dashboard.oncall;

import dev.tocsin.domain.oncall.Rota;
import dev.tocsin.domain.oncall.Shift;
import dev.tocsin.store.Rotas.Person;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A rota as it is kept.
 *
 * @param id of its channel, and {@code code} of the same
 * @param people as they were entered, with the codes of their channels
 * @param standIns overrides that are on or to come
 * @param calendar whether there is an address of its calendar
 */
public record RotaView(
    long id,
    UUID code,
    long projectId,
    String name,
    Rota<Person> rota,
    List<RotaPlan.Turn> people,
    List<StandIn> standIns,
    boolean calendar) {

  /** Who is on call. */
  public Optional<Shift<Person>> now(Instant now) {
    return rota.at(now);
  }

  /** Whose name that is may take turns, or stand in. */
  public RotaPlan plan() {
    return new RotaPlan(name, people, rota.begins(), rota.turn(), rota.zone().getId());
  }
}
