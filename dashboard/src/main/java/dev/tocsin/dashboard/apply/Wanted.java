package dev.tocsin.dashboard.apply;

import dev.tocsin.dashboard.checks.ChannelChoice;
import dev.tocsin.dashboard.checks.CheckEdit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a file asks of a project, each member found valid by itself.
 *
 * @param projectName empty: leave it as it is
 * @param mode how what is there is treated
 * @param channels none has the name of another
 * @param checks in the order of the file
 */
public record Wanted(
    Optional<String> projectName, Mode mode, List<Channel> channels, List<Check> checks) {

  public Wanted {
    channels = List.copyOf(channels);
    checks = List.copyOf(checks);
  }

  /**
   * How what is there is treated.
   *
   * @param label by which what the file keeps is known; empty: it is not kept, made once only
   * @param overwrite whether checks that are there are changed; false: they are left as they are
   * @param prune what happens to what has the label and is not in the file
   */
  public record Mode(String label, boolean overwrite, Prune prune) {

    /** Whether what is found is kept by a file from now on. */
    boolean keeps() {
      return !label.isEmpty();
    }
  }

  /** What may be deleted. */
  public enum Prune {
    NOTHING,
    /** What the file left out; not all of a kind, which is rather a mistake. */
    LEFT_OUT,
    /** Even if nothing remains. */
    EVERYTHING
  }

  /**
   * A channel, known by its name.
   *
   * @param at where it stands, for example {@code channels[0]}
   * @param settings JSON, good for this kind
   * @param shown names of its fields that hold no secret
   */
  public record Channel(String at, String name, String kind, String settings, Set<String> shown) {
    public Channel {
      shown = Set.copyOf(shown);
    }

    @Override
    public String toString() {
      return "Channel[%s %s]".formatted(kind, name); // the settings may hold secrets
    }
  }

  /**
   * A check, known by its code if it has one, else by its slug.
   *
   * @param at where it stands, for example {@code checks[3]}
   * @param edit what it differs in from a check as it comes; says a timeout or a schedule
   */
  public record Check(
      String at, Optional<UUID> code, String slug, CheckEdit edit, ChannelChoice channels) {}
}
