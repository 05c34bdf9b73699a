package dev.tocsin.dashboard.checks;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Which channels a check shall alert. */
public sealed interface ChannelChoice {

  /** Leave the assignment as it is; for a new check: none. */
  record Keep() implements ChannelChoice {}

  /** Every channel that the project has at this moment. */
  record All() implements ChannelChoice {}

  /**
   * These and no others.
   *
   * @param identifiers each the code of a channel (lower case) or its exact name; repeats collapse
   */
  record These(List<String> identifiers) implements ChannelChoice {
    public These {
      // A body has room for a million repeats of one name.
      identifiers = identifiers.stream().distinct().toList();
    }
  }

  ChannelChoice KEEP = new Keep();
  ChannelChoice ALL = new All();
  ChannelChoice NONE = new These(List.of());

  /** The text form of the Management API: {@code *}, the empty text, or a list with commas. */
  static ChannelChoice parse(String text) {
    return switch (text) {
      case "*" -> ALL;
      case "" -> NONE;
      default -> new These(List.of(text.split(",", -1)));
    };
  }

  /** By the codes of channels, as a form sends them. */
  static ChannelChoice of(Collection<UUID> codes) {
    return new These(codes.stream().map(UUID::toString).toList());
  }
}
