package dev.tocsin.dashboard.checks;

import dev.tocsin.dashboard.checks.Assignments.Channel;
import dev.tocsin.dashboard.checks.Assignments.Resolved;
import dev.tocsin.dashboard.checks.BulkAction.Assign;
import dev.tocsin.dashboard.checks.BulkAction.Tag;
import dev.tocsin.store.CheckSettings;
import dev.tocsin.store.StoredCheck;
import dev.tocsin.store.Tx;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Plans for changes that add to what each check has, and leave the rest of it. */
final class Additions {

  private Additions() {}

  static List<Planned> tagged(List<StoredCheck> meant, Tag tag) {
    return meant.stream().map(was -> tagged(was, tag)).toList();
  }

  private static Planned tagged(StoredCheck was, Tag tag) {
    Set<String> tags = new LinkedHashSet<>(CheckFilter.tagsOf(was.settings().tags()));
    Set<String> before = Set.copyOf(tags);
    tags.addAll(tag.add());
    tags.removeAll(tag.remove());
    CheckSettings settings =
        !tags.equals(before)
            ? new CheckEdit().tags(String.join(" ", tags)).applyTo(was.settings())
            : was.settings();
    return Planned.edited(was, settings, Optional.empty(), List.of());
  }

  /** What is wrong with the channels of an assignment. */
  static Optional<String> problem(Tx tx, long projectId, Assign assign) {
    List<Channel> known = Assignments.known(tx, projectId);
    Resolved add = Assignments.choose(assign.add(), known);
    Resolved remove = Assignments.choose(assign.remove(), known);
    return add.problem().or(remove::problem);
  }

  static List<Planned> assigned(Tx tx, long projectId, List<StoredCheck> meant, Assign assign) {
    List<Channel> known = Assignments.known(tx, projectId);
    List<Channel> add = Assignments.choose(assign.add(), known).codes().orElse(List.of());
    List<Channel> remove = Assignments.choose(assign.remove(), known).codes().orElse(List.of());
    Map<UUID, Channel> byCode =
        known.stream().collect(Collectors.toMap(Channel::code, channel -> channel));
    Map<Long, List<UUID>> before = Assignments.of(tx, meant.stream().map(StoredCheck::id).toList());
    return meant.stream()
        .map(
            was -> {
              List<UUID> had = before.getOrDefault(was.id(), List.of());
              Set<Channel> has = new LinkedHashSet<>();
              had.stream()
                  .flatMap(c -> Optional.ofNullable(byCode.get(c)).stream())
                  .forEach(has::add);
              has.addAll(add);
              remove.forEach(has::remove);
              return Planned.edited(was, was.settings(), Optional.of(List.copyOf(has)), had);
            })
        .toList();
  }
}
