package dev.tocsin.dashboard.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tocsin.channels.email.EmailKind;
import dev.tocsin.channels.rota.RotaKind;
import dev.tocsin.dashboard.channels.GroupMembers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Rotas in a plan: whom they name, and by which channel of those that will be there. */
final class OnCallPlan {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A channel that will be there.
   *
   * @param code the empty text for one that is yet to be made
   */
  private record There(String code, String name, String kind, String settings) {

    boolean answersTo(String identifier) {
      return identifier.equals(code) || (!name.isEmpty() && identifier.equals(name));
    }

    /** Whether it is mail to this address, and to no other. */
    boolean writesTo(String address) {
      JsonNode to = kind.equals(EmailKind.CODE) ? parse(settings).path("to") : missing();
      return to.size() == 1 && to.get(0).asText().equalsIgnoreCase(address);
    }
  }

  private final List<There> there = new ArrayList<>();

  /**
   * @param wanted the channels of a file
   * @param remaining what is there and stays
   */
  OnCallPlan(List<Wanted.Channel> wanted, List<Stored.Channel> remaining) {
    Map<String, Wanted.Channel> named =
        wanted.stream()
            .collect(Collectors.toMap(Wanted.Channel::name, Function.identity(), (a, b) -> a));
    for (Stored.Channel one : remaining) {
      Optional<Wanted.Channel> changed = Optional.ofNullable(named.get(one.name()));
      there.add(
          new There(
              one.code().toString(),
              one.name(),
              one.kind(),
              changed.map(Wanted.Channel::settings).or(one::settings).orElse("{}")));
    }
    wanted.stream()
        .filter(one -> remaining.stream().noneMatch(r -> r.name().equals(one.name())))
        .forEach(one -> there.add(new There("", one.name(), one.kind(), one.settings())));
  }

  static boolean has(String kind) {
    return kind.equals(RotaKind.CODE);
  }

  /** The same with its channels by name where that is one's only, else by code. */
  Wanted.Channel canonical(Wanted.Channel channel) {
    return has(channel.kind())
        ? new Wanted.Channel(
            channel.at(),
            channel.name(),
            channel.kind(),
            canonical(channel.settings()),
            channel.shown())
        : channel;
  }

  /** The settings of a rota with its channels by name where that is one's only. */
  String canonical(String settings) {
    return FileRota.of(settings).withChannels(this::called).settings();
  }

  private String called(String identifier) {
    List<There> found = find(identifier);
    if (found.size() != 1) {
      return identifier;
    }
    There one = found.get(0);
    boolean only = there.stream().filter(other -> other.name().equals(one.name())).count() == 1;
    return only && !one.name().isEmpty() ? one.name() : one.code();
  }

  private List<There> find(String identifier) {
    List<There> named = there.stream().filter(one -> one.answersTo(identifier)).toList();
    return named.isEmpty()
        ? there.stream().filter(one -> one.writesTo(identifier)).toList()
        : named;
  }

  /** What is wrong with the people of the rotas of a file. */
  List<Problem> problems(List<Wanted.Channel> wanted) {
    List<Problem> problems = new ArrayList<>();
    for (Wanted.Channel rota : wanted) {
      if (has(rota.kind())) {
        int i = 0;
        for (FileRota.Person one : FileRota.of(rota.settings()).people()) {
          String at = rota.at() + ".people[%d]".formatted(i++);
          problem(one.channel()).ifPresent(what -> problems.add(new Problem(at, what)));
        }
      }
    }
    return problems;
  }

  private Optional<String> problem(String identifier) {
    List<There> found = find(identifier);
    boolean address = identifier.contains("@");
    if (found.isEmpty()) {
      return Optional.of(
          address
              ? "%s: no e-mail channel writes to this address alone; name a channel, or add one"
                  .formatted(identifier)
              : identifier + ": there is no such channel");
    }
    if (found.size() > 1) {
      return Optional.of(identifier + ": several channels answer to this, use the code of one");
    }
    String kind = found.get(0).kind();
    return has(kind) || GroupMembers.has(kind)
        ? Optional.of(
            identifier + ": a group or rota cannot take turns; name the channel of a person")
        : Optional.empty();
  }

  private static JsonNode parse(String settings) {
    try {
      return JSON.readTree(settings);
    } catch (JsonProcessingException e) {
      return missing(); // the kind says what is wrong
    }
  }

  private static JsonNode missing() {
    return MissingNode.getInstance();
  }
}
