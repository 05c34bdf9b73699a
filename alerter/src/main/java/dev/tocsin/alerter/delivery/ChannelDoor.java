package dev.tocsin.alerter.delivery;

import dev.tocsin.alerter.delivery.LaneRows.ChannelRow;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.Pace;
import dev.tocsin.channels.Verdict;
import dev.tocsin.store.SecretBox;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Opens channels, and keeps open those that were used last: in a storm a lane is held many times.
 * One that cannot be opened becomes a channel that says why at every attempt.
 */
final class ChannelDoor {

  private static final int MOST_OPEN = 1_000;

  private final Function<String, Optional<ChannelKind>> kinds;
  private final SecretBox secrets;
  private final Map<UUID, OpenChannel> open =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, OpenChannel> eldest) {
          return size() > MOST_OPEN;
        }
      };

  private record OpenChannel(ChannelRow row, Target target) {
    boolean is(ChannelRow other) {
      return row.kind().equals(other.kind()) && Arrays.equals(row.settings(), other.settings());
    }
  }

  ChannelDoor(Function<String, Optional<ChannelKind>> kinds, SecretBox secrets) {
    this.kinds = kinds;
    this.secrets = secrets;
  }

  /** The channel as the row says, opened anew if it says something else than before. */
  synchronized Target open(ChannelRow row) {
    OpenChannel was = open.get(row.code());
    if (was != null && was.is(row)) {
      return was.target();
    }
    Optional<ChannelKind> kind = kinds.apply(row.kind());
    var target = new Target(channel(kind, row), kind.map(ChannelKind::pace).orElse(Pace.NONE));
    open.put(row.code(), new OpenChannel(row, target));
    return target;
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
