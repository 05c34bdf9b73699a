package dev.tocsin.dashboard.apply;

import dev.tocsin.channels.rota.RotaKind;
import dev.tocsin.dashboard.channels.GroupMembers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Groups of channels in a plan: whom they name, and whether these will be there. */
final class GroupPlan {

  private GroupPlan() {}

  /** The same with its members as {@link Stored} has them: by name where there is one, sorted. */
  static Wanted.Channel canonical(Wanted.Channel channel, List<Stored.Channel> stored) {
    if (!GroupMembers.has(channel.kind())) {
      return channel;
    }
    Map<String, String> names = new HashMap<>();
    stored.forEach(c -> names.put(c.code().toString(), c.called()));
    List<String> members =
        GroupMembers.identifiers(channel.settings()).stream()
            .map(identifier -> names.getOrDefault(identifier, identifier))
            .distinct()
            .sorted()
            .toList();
    return new Wanted.Channel(
        channel.at(),
        channel.name(),
        channel.kind(),
        GroupMembers.settings(members),
        channel.shown());
  }

  /**
   * What is wrong with the members of the groups of a file.
   *
   * @param remaining what is there and stays
   */
  static List<Problem> problems(List<Wanted.Channel> wanted, List<Stored.Channel> remaining) {
    Map<String, List<String>> kindsByName = new HashMap<>();
    wanted.forEach(c -> kinds(kindsByName, c.name()).add(c.kind()));
    Set<String> mentioned = new HashSet<>(kindsByName.keySet());
    for (Stored.Channel channel : remaining) {
      if (!mentioned.contains(channel.name())) {
        kinds(kindsByName, channel.called()).add(channel.kind());
      }
    }
    List<Problem> problems = new ArrayList<>();
    for (Wanted.Channel group : wanted) {
      if (GroupMembers.has(group.kind())) {
        for (String member : GroupMembers.identifiers(group.settings())) {
          problem(kindsByName.getOrDefault(member, List.of()))
              .forEach(
                  why ->
                      problems.add(
                          new Problem(group.at() + ".settings.channels", member + ": " + why)));
        }
      }
    }
    return problems;
  }

  private static List<String> kinds(Map<String, List<String>> byName, String name) {
    return byName.computeIfAbsent(name, n -> new ArrayList<>());
  }

  private static List<String> problem(List<String> kinds) {
    if (kinds.isEmpty()) {
      return List.of("there is no such channel");
    }
    if (kinds.size() > 1) {
      return List.of("several channels have this name, use the code of one");
    }
    if (kinds.get(0).equals(RotaKind.CODE)) {
      return List.of("a rota cannot be a member of a group");
    }
    return GroupMembers.has(kinds.get(0))
        ? List.of("a group cannot be a member of a group")
        : List.of();
  }
}
