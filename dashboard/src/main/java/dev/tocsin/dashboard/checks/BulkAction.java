package dev.tocsin.dashboard.checks;

/** What is done to every check that passes a filter. */
public sealed interface BulkAction {

  /** As {@link CheckActions#pause} does. */
  record Pause() implements BulkAction {}

  /** As {@link CheckActions#resume} does; checks that are not paused stay as they are. */
  record Resume() implements BulkAction {}

  /** As {@link CheckActions#delete} does. */
  record Delete() implements BulkAction {}

  /** As {@link CheckActions#update} does. */
  record Update(CheckEdit edit, ChannelChoice channels) implements BulkAction {}
}
