package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.web.Escapes;
import dev.tocsin.store.CheckObject.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a path leads to.
 *
 * @param parts the variable parts of the path, in order
 */
record Target(Version version, Route route, List<String> parts) {

  private static final Pattern ROOT = Pattern.compile("/api/v([123])/(.*)", Pattern.DOTALL);

  /** The target of a path as it came, percent escapes included; empty: there is none. */
  static Optional<Target> of(String rawPath) {
    Matcher root = ROOT.matcher(Escapes.decode(rawPath, false));
    if (!root.matches()) {
      return Optional.empty();
    }
    Version version = Version.valueOf("V" + root.group(1));
    for (Route route : Route.values()) {
      Matcher matcher = route.pattern().matcher(root.group(2));
      if (route.isIn(version) && matcher.matches()) {
        return Optional.of(new Target(version, route, groups(matcher)));
      }
    }
    return Optional.empty();
  }

  private static List<String> groups(Matcher matcher) {
    List<String> groups = new ArrayList<>();
    for (int i = 1; i <= matcher.groupCount(); i++) {
      groups.add(matcher.group(i));
    }
    return List.copyOf(groups);
  }

  /** The UUID in the path of a route that has one. */
  UUID uuid() {
    return UUID.fromString(parts.get(0));
  }

  /** The UUID behind that of the project, in the path of a thing in a project. */
  UUID second() {
    return UUID.fromString(parts.get(1));
  }
}
