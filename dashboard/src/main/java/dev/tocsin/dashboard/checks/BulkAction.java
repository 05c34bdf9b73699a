package dev.tocsin.dashboard.checks;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** What is done to every check that passes a filter. */
public sealed interface BulkAction {

  /** As {@link CheckActions#pause} does. */
  record Pause() implements BulkAction {}

  /** As {@link CheckActions#resume} does; checks that are not paused stay as they are. */
  record Resume() implements BulkAction {}

  /** As {@link CheckActions#delete} does. */
  record Delete() implements BulkAction {}

  /**
   * Gives tags and takes others away; the rest stay, in their order.
   *
   * @param add put at the end where they are missing
   */
  record Tag(Set<String> add, Set<String> remove) implements BulkAction {
    public Tag {
      add = Collections.unmodifiableSet(new LinkedHashSet<>(add));
      remove = Set.copyOf(remove);
    }
  }

  /** Gives channels and takes others away; the rest stay. */
  record Assign(ChannelChoice add, ChannelChoice remove) implements BulkAction {}

  /** As {@link CheckActions#update} does. */
  record Update(CheckEdit edit, ChannelChoice channels) implements BulkAction {}
}
