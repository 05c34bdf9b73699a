package dev.tocsin.drills.sim;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Channels that lead to the {@link Provider} which their settings name.
 *
 * @param code {@code group} for messages of many checks, {@code single} for one each
 * @param sender the process that opens them
 */
record ProviderKind(String code, Map<String, Provider> providers, String sender)
    implements ChannelKind {

  @Override
  public String title() {
    return code;
  }

  @Override
  public List<String> problems(String settings) {
    return List.of();
  }

  @Override
  public String masked(String settings) {
    return settings;
  }

  @Override
  public String unmasked(String entered, String stored) {
    return entered;
  }

  @Override
  public String summary(String settings) {
    return settings;
  }

  @Override
  public Channel open(String settings) {
    Provider provider = Objects.requireNonNull(providers.get(settings), settings);
    return new Channel() {
      @Override
      public Verdict deliver(Alert alert) {
        return provider.deliver(alert, sender);
      }

      @Override
      public boolean groups() {
        return code.equals("group");
      }
    };
  }
}
