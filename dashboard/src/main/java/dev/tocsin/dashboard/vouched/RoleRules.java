package dev.tocsin.dashboard.vouched;

import dev.tocsin.dashboard.people.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which role in which project comes with which value of a claim.
 *
 * @param claim its name; a dot leads into an object: {@code realm_access.roles}
 */
public record RoleRules(String claim, List<Rule> rules) {

  /** Who has this value has at least this role in this project. */
  public record Rule(String value, UUID project, Role role) {}

  /**
   * Reads rules.
   *
   * @param text {@code value = project:role}, separated by semicolons; the project by its UUID
   * @throws IllegalArgumentException with the rule that is none
   */
  public static RoleRules parse(String claim, String text) {
    List<Rule> rules = new ArrayList<>();
    for (String item : text.split(";", -1)) {
      if (!item.isBlank()) {
        rules.add(rule(item.strip()));
      }
    }
    return new RoleRules(claim, List.copyOf(rules));
  }

  private static Rule rule(String item) {
    int equals = item.lastIndexOf('=');
    int colon = item.lastIndexOf(':');
    if (equals < 1 || colon < equals) {
      throw notARule(item);
    }
    try {
      return new Rule(
          item.substring(0, equals).strip(),
          UUID.fromString(item.substring(equals + 1, colon).strip()),
          Role.of(item.substring(colon + 1).strip()).orElseThrow(() -> notARule(item)));
    } catch (IllegalArgumentException e) {
      throw notARule(item);
    }
  }

  private static IllegalArgumentException notARule(String item) {
    return new IllegalArgumentException(
        "not a rule like sre=<UUID of a project>:manager (owner, manager, member, readonly): "
            + item);
  }

  /** The projects of which the rules speak, in the order in which they are locked. */
  List<UUID> projects() {
    return rules.stream().map(Rule::project).distinct().sorted().toList();
  }

  /** The strongest role that somebody with these values has in a project, if any. */
  Optional<Role> roleIn(UUID project, Set<String> values) {
    return rules.stream()
        .filter(rule -> rule.project().equals(project) && values.contains(rule.value()))
        .map(Rule::role)
        .min(Comparator.naturalOrder()); // owner first
  }
}
