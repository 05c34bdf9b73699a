package dev.tocsin.alerter.delivery;

import dev.tocsin.alerter.delivery.LaneRows.ChannelRow;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.Pace;
import dev.tocsin.channels.Verdict;
import dev.tocsin.store.SecretBox;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/** Opens channels. One that cannot be opened becomes a channel that says why at every attempt. */
final class ChannelDoor {

  private final Function<String, Optional<ChannelKind>> kinds;
  private final SecretBox secrets;

  ChannelDoor(Function<String, Optional<ChannelKind>> kinds, SecretBox secrets) {
    this.kinds = kinds;
    this.secrets = secrets;
  }

  Target open(ChannelRow row) {
    Optional<ChannelKind> kind = kinds.apply(row.kind());
    return new Target(channel(kind, row), kind.map(ChannelKind::pace).orElse(Pace.NONE));
  }

  private Channel channel(Optional<ChannelKind> kind, ChannelRow row) {
    if (kind.isEmpty()) {
      // A newer version may know it: while machines are upgraded one by one, another one sends it.
      return later("this version knows no channels of kind " + row.kind());
    }
    try {
      return kind.get().open(new String(secrets.open(row.settings()), StandardCharsets.UTF_8));
    } catch (IllegalStateException e) {
      return later("the settings cannot be decrypted: is secret.key the right one?");
    } catch (IllegalArgumentException e) {
      return new Closed(new Verdict.GiveUp("the settings are not valid"));
    }
  }

  private static Channel later(String why) {
    return new Closed(new Verdict.TryAgain(why, Optional.empty()));
  }

  private record Closed(Verdict verdict) implements Channel {
    @Override
    public Verdict deliver(Alert alert) {
      return verdict;
    }

    @Override
    public boolean groups() {
      return false;
    }
  }
}
