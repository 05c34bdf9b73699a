package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tocsin.dashboard.apply.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes members out of the entries of a file, and notes everything that is wrong with them. */
final class Entries {

  /** As many as a project may usually have: each may have a problem of its own. */
  private static final int MOST = 10_000;

  private static final int LONGEST_NAME = 100;

  private final List<Problem> problems = new ArrayList<>();

  /** Everything wrong; ask when all is read. */
  List<Problem> problems() {
    return problems;
  }

  void problem(String at, String what) {
    problems.add(new Problem(at, what));
  }

  void problem(String at, String what, List<String> choices) {
    problems.add(new Problem(at, what, choices));
  }

  /** The entries of a list; none if there is no such list. */
  JsonNode objects(JsonNode body, String member) {
    JsonNode list = body.path(member);
    boolean few = list.size() <= MOST;
    if (few && (list.isMissingNode() || list.isArray())) {
      return list;
    }
    problem(member, few ? member + " is not an array" : "at most %d at once".formatted(MOST));
    return MissingNode.getInstance();
  }

  boolean requireObject(String at, JsonNode entry) {
    if (!entry.isObject()) {
      problem(at, "value is not an object");
    }
    return entry.isObject();
  }

  void requireKnown(String at, JsonNode object, Set<String> members) {
    List<String> unknown = new ArrayList<>();
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!members.contains(name)) {
                unknown.add(name);
              }
            });
    if (unknown.isEmpty()) {
      return;
    }
    List<String> free =
        members.stream()
            .filter(name -> !object.has(name) && !name.equals("api_key"))
            .sorted()
            .toList();
    unknown.forEach(name -> problem(at + shown(name), "unknown member", free));
  }

  /** A name that somebody made up, fit to be sent back. */
  private static String shown(String name) {
    String cut = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    return cut.replaceAll("[\\x00-\\x1f\\ud800-\\udfff]", "?");
  }

  /**
   * Notes a value that another entry has, too.
   *
   * @param seen values with where they stand
   */
  void requireNew(Map<String, String> seen, String at, String value, String entry) {
    String other = seen.putIfAbsent(value, entry);
    if (other != null) {
      problem(at, "%s is there twice: see %s".formatted(value, other));
    }
  }

  /** Text of at most so many characters; empty if it is wrong. */
  String text(String at, JsonNode object, String member, int longest) {
    JsonNode value = object.path(member);
    if (!value.isTextual()) {
      problem(
          at + member,
          value.isMissingNode() ? member + " is missing" : member + " is not a string");
      return "";
    }
    String text = value.textValue();
    if (text.codePointCount(0, text.length()) > longest) {
      problem(at + member, member + " is too long");
    }
    requireWhole(at + member, text, member);
    return text;
  }

  /** Postgres keeps neither NUL nor halves of characters. */
  void requireWhole(String at, String text, String what) {
    if (text.codePoints().anyMatch(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF))) {
      problem(at, what + " contains an invalid character");
    }
  }
}
