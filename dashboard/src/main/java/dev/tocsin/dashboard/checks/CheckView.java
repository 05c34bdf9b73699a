package dev.tocsin.dashboard.checks;

import dev.tocsin.domain.check.CheckMachine;
import dev.tocsin.domain.check.Standing;
import dev.tocsin.store.StoredCheck;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A check as it was read, with all that is needed to show it.
 *
 * @param channels the codes of the assigned channels, sorted as text
 * @param asOf the instant for which its standing is computed ({@link Heard})
 */
public record CheckView(StoredCheck check, List<UUID> channels, Instant asOf) {
  public CheckView {
    channels = List.copyOf(channels);
  }

  /** What people see of it. */
  public Standing standing() {
    return CheckMachine.standing(check.state(), check.rules(), asOf);
  }
}
