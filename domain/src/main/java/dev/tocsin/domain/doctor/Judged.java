package dev.tocsin.domain.doctor;

import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Replay;
import java.time.Duration;

/**
 * How the past is judged by some settings.
 *
 * @param alarms how often the check goes down
 * @param silences those of {@code alarms} that are for a ping which did not come in time
 * @param down for how long in all
 */
public record Judged(int alarms, int silences, Duration down) {

  static Judged of(Replay replay) {
    int silences =
        (int) replay.downs().stream().filter(d -> d.reason() == Flip.Reason.TIMEOUT).count();
    return new Judged(replay.downs().size(), silences, replay.down());
  }
}
