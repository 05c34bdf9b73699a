package dev.tocsin.dashboard.pages.channels;

import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.Field;
import dev.tocsin.dashboard.channels.GroupMembers;
import dev.tocsin.dashboard.channels.ProjectChannels.Listed;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Visit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What people enter for a channel, as they entered it. What there is to enter is told by the fields
 * of its kind; whether it is good is for the kind to say.
 *
 * @param entered by the names of the form: those of the fields, {@code name}, {@code assign} and
 *     {@code skip_short}; flags are {@code on} or missing
 */
public record ChannelForm(ChannelKind kind, Map<String, String> entered) {

  /** Under this name stands a member of a group, with its code after it. */
  static final String MEMBER = "member.";

  static ChannelForm fresh(ChannelKind kind) {
    Map<String, String> entered = new LinkedHashMap<>();
    for (Field field : kind.fields()) {
      boolean flag = field.type() == Field.Type.FLAG;
      entered.put(
          field.name(), flag ? (field.otherwise().equals("true") ? "on" : "") : field.otherwise());
    }
    if (kind.code().equals("webhook")) {
      for (String event : List.of("down", "up")) {
        entered.put(event + ".headers", "Content-Type: application/json");
        entered.put(event + ".body", "$JSON");
      }
    }
    entered.put("assign", "on");
    return new ChannelForm(kind, entered);
  }

  static ChannelForm entered(ChannelKind kind, Visit visit, List<Listed> channels) {
    Map<String, String> entered = new LinkedHashMap<>();
    List.of("name", "assign", "skip_short").forEach(name -> entered.put(name, visit.field(name)));
    kind.fields().forEach(field -> entered.put(field.name(), visit.field(field.name())));
    if (GroupMembers.has(kind.code())) {
      channels.forEach(
          channel -> entered.put(MEMBER + channel.id(), visit.field(MEMBER + channel.id())));
    }
    return new ChannelForm(kind, entered);
  }

  /**
   * @param settings as people may see them
   */
  static ChannelForm stored(ChannelKind kind, String name, boolean skipShort, String settings) {
    Map<String, String> entered = new LinkedHashMap<>(FormSettings.read(kind, settings));
    entered.put("name", name);
    entered.put("skip_short", skipShort ? "on" : "");
    GroupMembers.identifiers(GroupMembers.has(kind.code()) ? settings : "{}")
        .forEach(code -> entered.put(MEMBER + code, "on"));
    return new ChannelForm(kind, entered);
  }

  /** What was entered, or the empty text. */
  public String get(String field) {
    return entered.getOrDefault(field, "");
  }

  /** Whether a box is ticked. */
  public boolean on(String field) {
    return !get(field).isEmpty();
  }

  /** Whether there are boxes to tick. */
  public boolean hasBoxes() {
    return kind.fields().stream().anyMatch(field -> field.type() == Field.Type.FLAG);
  }

  /** What is entered in a form of its own making: not made of the fields one by one. */
  public boolean isKind(String code) {
    return kind.code().equals(code);
  }

  /** Whether the stored secret is behind what a field shows. */
  public boolean hidden(Field field) {
    return field.secret() && get(field.name()).contains(ChannelKind.MASK);
  }

  /** The settings as the kind of channel reads them. */
  String json() {
    if (GroupMembers.has(kind.code())) {
      return GroupMembers.settings(
          entered.keySet().stream()
              .filter(name -> name.startsWith(MEMBER) && on(name))
              .map(name -> name.substring(MEMBER.length()))
              .toList());
    }
    return FormSettings.write(kind, entered);
  }

  /**
   * Problems as a kind tells them, {@code field: what to do}, at the fields of this form: what
   * concerns one line or one pair stands by its field.
   */
  Problems problems(List<String> told) {
    Problems problems = Problems.none();
    for (String problem : told) {
      int colon = problem.indexOf(": ");
      String path = colon < 0 ? "" : problem.substring(0, colon);
      String what = colon < 0 ? problem : problem.substring(colon + 2);
      if (!what.isEmpty()) {
        problems.add(field(path), Character.toUpperCase(what.charAt(0)) + what.substring(1) + ".");
      }
    }
    return problems;
  }

  private String field(String path) {
    Optional<String> field =
        kind.fields().stream()
            .map(Field::name)
            .filter(
                name ->
                    path.equals(name) || path.startsWith(name + ".") || path.startsWith(name + "["))
            .max(Comparator.comparingInt(String::length));
    return field.orElse(path);
  }
}
