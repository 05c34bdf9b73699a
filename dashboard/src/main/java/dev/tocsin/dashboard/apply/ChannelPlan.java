package dev.tocsin.dashboard.apply;

import dev.tocsin.dashboard.apply.Plan.Action;
import dev.tocsin.dashboard.apply.Plan.Change;
import dev.tocsin.dashboard.apply.Plan.ChannelStep;
import dev.tocsin.dashboard.apply.Plan.Item;
import dev.tocsin.dashboard.apply.Wanted.Prune;
import dev.tocsin.dashboard.checks.ChannelChoice;
import dev.tocsin.domain.schedule.Words;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The channels' part of a plan, and what the channels of checks mean by it. Channels that are yet
 * to be made have negative numbers.
 */
final class ChannelPlan {

  private final Wanted wanted;
  private final List<Problem> problems;
  private final List<ChannelStep> steps = new ArrayList<>();
  private final List<String> left = new ArrayList<>();
  private final List<Stored.Channel> remaining = new ArrayList<>();
  private final Map<Long, String> names = new HashMap<>();
  private final Map<Long, String> fresh = new HashMap<>();
  private final Set<Long> all = new TreeSet<>();
  private final Map<String, Integer> gone = new HashMap<>();
  private final OnCallPlan onCall;

  ChannelPlan(Wanted wanted, Stored stored, List<Problem> problems) {
    this.wanted = wanted;
    this.problems = problems;
    stored
        .channels()
        .forEach(c -> names.put(c.id(), c.name().isEmpty() ? c.code() + "" : c.name()));
    onCall =
        new OnCallPlan(wanted.channels(), stored.channels().stream().filter(this::stays).toList());
    for (Wanted.Channel channel : canonical(stored)) {
      List<Stored.Channel> found =
          stored.channels().stream().filter(c -> c.name().equals(channel.name())).toList();
      if (found.size() > 1) {
        problems.add(
            new Problem(
                channel.at() + ".name",
                "the project has %d channels of this name: give all but one another name"
                    .formatted(found.size())));
      } else {
        step(channel, found.isEmpty() ? null : found.get(0));
      }
    }
    stored.channels().forEach(this::keepOrDelete);
    problems.addAll(GroupPlan.problems(canonical(stored), remaining));
    problems.addAll(onCall.problems(wanted.channels()));
    remaining.forEach(channel -> all.add(channel.id()));
    all.addAll(fresh.keySet());
    if (!fresh.isEmpty() && all.size() > stored.channelLimit()) {
      problems.add(
          new Problem(
              "channels",
              "the project may have %s, and would have %d"
                  .formatted(Words.count(stored.channelLimit(), "channel"), all.size())));
    }
  }

  private List<Wanted.Channel> canonical(Stored stored) {
    return wanted.channels().stream()
        .map(channel -> GroupPlan.canonical(channel, stored.channels()))
        .map(onCall::canonical)
        .toList();
  }

  private void step(Wanted.Channel channel, Stored.@Nullable Channel was) {
    if (was == null) {
      long number = -1L - steps.size();
      names.put(number, channel.name());
      fresh.put(number, channel.name());
      Map<String, Change> changes = ChannelSettings.diff(null, null, channel);
      Item item = new Item(word(channel.kind()), channel.name(), null, Action.CREATE, changes);
      steps.add(
          new ChannelStep(item, number, channel.kind(), channel.settings(), wanted.mode().keeps()));
      return;
    }
    if (!was.kind().equals(channel.kind())) {
      problems.add(
          new Problem(
              channel.at() + ".kind",
              "this channel is of kind %s, which stays: give the new one another name"
                  .formatted(was.kind())));
    }
    String before = was.settings().map(settings -> canonical(was, settings)).orElse(null);
    Map<String, Change> changes = ChannelSettings.diff(was.kind(), before, channel);
    boolean same = changes.isEmpty();
    boolean keep = wanted.mode().keeps() && !was.label().equals(wanted.mode().label());
    if (keep) {
      changes.put("managed_by", new Change(was.label(), wanted.mode().label()));
    }
    Action action = changes.isEmpty() ? Action.UNCHANGED : Action.CHANGE;
    Item item = new Item(word(was.kind()), channel.name(), was.code(), action, changes);
    steps.add(new ChannelStep(item, was.id(), was.kind(), same ? null : channel.settings(), keep));
  }

  /** By which word people know it. */
  private static String word(String kind) {
    return OnCallPlan.has(kind) ? "rota" : "channel";
  }

  private String canonical(Stored.Channel was, String settings) {
    return OnCallPlan.has(was.kind()) ? onCall.canonical(settings) : settings;
  }

  private boolean mentions(Stored.Channel channel) {
    return wanted.channels().stream().anyMatch(w -> w.name().equals(channel.name()));
  }

  private boolean keeps(Stored.Channel channel) {
    return !channel.label().isEmpty() && channel.label().equals(wanted.mode().label());
  }

  private boolean stays(Stored.Channel channel) {
    return mentions(channel) || !keeps(channel) || wanted.mode().prune() == Prune.NOTHING;
  }

  private void keepOrDelete(Stored.Channel channel) {
    if (stays(channel)) {
      remaining.add(channel);
      if (!mentions(channel) && keeps(channel)) {
        left.add(word(channel.kind()) + " " + channel.name());
      }
    } else {
      gone.merge(word(channel.kind()), 1, Integer::sum);
      Item item =
          new Item(word(channel.kind()), channel.name(), channel.code(), Action.DELETE, Map.of());
      steps.add(new ChannelStep(item, channel.id(), channel.kind(), null, false));
    }
  }

  List<ChannelStep> steps() {
    return steps;
  }

  /** Those of the file's label that it does not mention, and that stay. */
  List<String> left() {
    return left;
  }

  /**
   * How many will be deleted.
   *
   * @param word {@code channel} or {@code rota}
   */
  int gone(String word) {
    return gone.getOrDefault(word, 0);
  }

  /** Whether the file has none of these. */
  boolean hasNo(String word) {
    return wanted.channels().stream().noneMatch(channel -> word(channel.kind()).equals(word));
  }

  /** What people call these, in order. */
  List<String> names(Collection<Long> numbers) {
    return numbers.stream().map(n -> names.getOrDefault(n, "?")).sorted().toList();
  }

  /** The numbers of a check's channels; empty: leave them as they are, or they are wrong. */
  Optional<Set<Long>> resolve(Wanted.Check check) {
    if (check.channels() instanceof ChannelChoice.These these) {
      Set<Long> numbers = new TreeSet<>();
      these.identifiers().forEach(identifier -> numbers.addAll(find(check, identifier)));
      return Optional.of(numbers);
    }
    if (check.channels() instanceof ChannelChoice.Keep) {
      return Optional.empty();
    }
    return Optional.of(all); // the same for a thousand checks
  }

  private Set<Long> find(Wanted.Check check, String identifier) {
    Set<Long> found =
        remaining.stream()
            .filter(channel -> channel.answersTo(identifier))
            .map(Stored.Channel::id)
            .collect(Collectors.toCollection(TreeSet::new));
    fresh.forEach(
        (number, name) -> {
          if (name.equals(identifier)) {
            found.add(number);
          }
        });
    if (found.size() != 1) {
      String what = identifier.isEmpty() ? "empty" : found.isEmpty() ? "invalid" : "non-unique";
      String text =
          "%s channel identifier%s".formatted(what, identifier.isEmpty() ? "" : ": " + identifier);
      problems.add(new Problem(check.at() + ".channels", text));
    }
    return found;
  }
}
