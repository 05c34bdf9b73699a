package dev.tocsin.dashboard.board;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** A board counted up once, for the many who look at it from outside. */
public final class Glance {

  private static final Tally NOTHING = Tally.of(List.of());

  private final List<Shown> checks;
  private final Instant asOf;
  private final Tally all;
  private final TreeMap<String, Tally> byTag = new TreeMap<>();
  private final Map<UUID, Shown> byBadge = new HashMap<>();

  Glance(Board board) {
    this.checks = board.checks().stream().sorted(Comparator.comparingLong(Shown::id)).toList();
    this.asOf = board.asOf();
    this.all = board.tally();
    Map<String, List<Shown>> tagged = new HashMap<>();
    for (Shown check : checks) {
      byBadge.put(check.check().badgeCode(), check);
      for (String tag : new HashSet<>(check.tags())) {
        tagged.computeIfAbsent(tag, t -> new ArrayList<>()).add(check);
      }
    }
    tagged.forEach((tag, own) -> byTag.put(tag, Tally.of(own)));
  }

  /** In the order in which they were made. */
  public List<Shown> checks() {
    return checks;
  }

  /** The instant for which standings are computed. */
  public Instant asOf() {
    return asOf;
  }

  public Tally all() {
    return all;
  }

  /** The checks with this tag, which may be none. */
  public Tally tagged(String tag) {
    return byTag.getOrDefault(tag, NOTHING);
  }

  /** Every tag with its checks, sorted. */
  public Map<String, Tally> byTag() {
    return java.util.Collections.unmodifiableMap(byTag);
  }

  /** The check with this badge. */
  public Optional<Shown> withBadge(UUID badgeCode) {
    return Optional.ofNullable(byBadge.get(badgeCode));
  }
}
