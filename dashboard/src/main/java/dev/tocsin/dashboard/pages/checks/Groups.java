package dev.tocsin.dashboard.pages.checks;

import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.dashboard.board.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks in groups by tag. Each stands once, under its first tag; a group stands where its first
 * check would, so that what needs people is on top of groups, too. Without tags comes last.
 */
public final class Groups {

  /**
   * What stands above a group.
   *
   * @param tag empty for the checks without tags
   * @param tally of all its checks, on whatever pages
   */
  public record Head(String tag, Tally tally) {}

  private Groups() {}

  /** The same checks, those of a group together, otherwise in the same order. */
  static List<Shown> together(List<Shown> sorted, ListQuery query) {
    Map<String, List<Shown>> groups = byTag(sorted, query);
    List<List<Shown>> all = new ArrayList<>(groups.values());
    groups.computeIfPresent(
        "",
        (none, untagged) -> {
          all.remove(untagged);
          all.add(untagged);
          return untagged;
        });
    if (query.sort().equals("name")) {
      all.sort(Comparator.comparing(group -> orderedName(query.group(group.get(0)))));
    }
    return all.stream().flatMap(List::stream).toList();
  }

  private static String orderedName(String tag) {
    return tag.isEmpty() ? "\uffff" : tag;
  }

  /** Id of the first check of each group on a part of the list, to what stands above it. */
  static Map<Long, Head> heads(List<Shown> all, List<Shown> part, int from, ListQuery query) {
    Map<String, List<Shown>> groups = byTag(all, query);
    Map<Long, Head> heads = new HashMap<>();
    String before = from == 0 ? null : query.group(all.get(from - 1));
    for (Shown check : part) {
      String tag = query.group(check);
      if (!tag.equals(before)) {
        heads.put(check.id(), new Head(tag, Tally.of(groups.getOrDefault(tag, List.of()))));
      }
      before = tag;
    }
    return heads;
  }

  private static Map<String, List<Shown>> byTag(List<Shown> checks, ListQuery query) {
    Map<String, List<Shown>> groups = new LinkedHashMap<>();
    for (Shown check : checks) {
      groups.computeIfAbsent(query.group(check), tag -> new ArrayList<>()).add(check);
    }
    return groups;
  }
}
