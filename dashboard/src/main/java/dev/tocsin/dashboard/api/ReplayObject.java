package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.history.Replays;
import dev.tocsin.domain.check.Replay;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What other settings would have made of the last 30 days, as JSON. */
final class ReplayObject {

  private ReplayObject() {}

  static Map<String, @Nullable Object> of(Replays.Month month, Instant now) {
    Replay replay = month.replay();
    return AlertObjects.members(
        "from", LogRequests.date(replay.from()),
        "until", LogRequests.date(now),
        "pings", replay.pings(),
        "alarms", replay.downs().size(),
        "down", AlertObjects.thousandths(replay.down()),
        "alarms_as_set", month.really(),
        "downs", replay.downs().stream().map(ReplayObject::down).toList());
  }

  private static Map<String, @Nullable Object> down(Replay.Down down) {
    return AlertObjects.members(
        "from", LogRequests.date(down.at()),
        "until", LogRequests.date(down.until()),
        "reason", down.reason().word());
  }
}
