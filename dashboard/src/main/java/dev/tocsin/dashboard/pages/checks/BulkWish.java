package dev.tocsin.dashboard.pages.checks;

import dev.tocsin.dashboard.checks.BulkAction;
import dev.tocsin.dashboard.checks.ChannelChoice;
import dev.tocsin.dashboard.checks.CheckFilter;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What somebody wants to be done to the selected checks.
 *
 * @param word {@code pause}, {@code resume}, {@code tag}, {@code untag}, {@code assign}, {@code
 *     unassign}
 * @param tags for the two about tags, separated by spaces
 * @param channel for the two about channels
 */
record BulkWish(String word, String tags, Optional<UUID> channel) {

  static BulkWish of(Visit visit) {
    return new BulkWish(
        visit.field("action"),
        visit.field("tags").replaceAll("[,\\s]+", " ").strip(),
        Visit.uuid(visit.field("channel")));
  }

  /** Empty if something is missing. */
  Optional<BulkAction> action() {
    Set<String> named = new LinkedHashSet<>(CheckFilter.tagsOf(tags));
    ChannelChoice to = ChannelChoice.of(channel.map(List::of).orElse(List.of()));
    return switch (word) {
      case "pause" -> Optional.of(new BulkAction.Pause());
      case "resume" -> Optional.of(new BulkAction.Resume());
      case "tag" -> tagging(new BulkAction.Tag(named, Set.of()));
      case "untag" -> tagging(new BulkAction.Tag(Set.of(), named));
      case "assign" -> channel.map(c -> new BulkAction.Assign(to, ChannelChoice.NONE));
      case "unassign" -> channel.map(c -> new BulkAction.Assign(ChannelChoice.NONE, to));
      default -> Optional.empty();
    };
  }

  private Optional<BulkAction> tagging(BulkAction.Tag tag) {
    return tags.isEmpty() ? Optional.empty() : Optional.of(tag);
  }

  /** What to do if {@link #action} is empty. */
  String missing() {
    return word.endsWith("assign") ? "Choose a channel." : "Type a tag.";
  }

  /** What was done, as a sentence. */
  String told(int changed, int selected) {
    String checks = changed == 1 ? "1 check" : String.format(Locale.ROOT, "%,d checks", changed);
    String done =
        switch (word) {
          case "pause" -> "Paused " + checks;
          case "resume" -> "Resumed " + checks;
          case "tag" -> "Tagged " + checks;
          case "untag" -> "Took the tag from " + checks;
          case "assign" -> "Gave the channel to " + checks;
          default -> "Took the channel from " + checks;
        };
    return changed == selected ? done : "%s of %,d".formatted(done, selected);
  }

  /** The form that takes it back, as JSON; empty if nothing does. */
  String undo(String ids) {
    String back =
        switch (word) {
          case "pause" -> "resume";
          case "tag" -> "untag";
          case "untag" -> "tag";
          case "assign" -> "unassign";
          case "unassign" -> "assign";
          default -> "";
        };
    return back.isEmpty()
        ? ""
        : new JsonObject()
            .put("action", back)
            .put("tags", tags)
            .put("channel", channel.map(UUID::toString).orElse(""))
            .put("checks", ids)
            .encode();
  }
}
