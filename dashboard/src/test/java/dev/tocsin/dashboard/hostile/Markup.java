package dev.tocsin.dashboard.hostile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTML read as browsers read it, as far as it matters here: which elements and attributes there
 * really are, whatever the text between them pretends to be.
 */
public final class Markup {

  /** An element's start. Attribute values are as the browser sees them: with entities resolved. */
  public record Tag(String name, Map<String, String> attributes, String text) {}

  private static final Set<String> RAW = Set.of("script", "style", "textarea", "title");

  /** Elements that load or run something, or change how what follows is read. */
  private static final Set<String> NEVER =
      Set.of("iframe", "object", "embed", "base", "style", "foreignobject", "animate", "set");

  private static final Set<String> URLS =
      Set.of(
          "href",
          "src",
          "action",
          "formaction",
          "xlink:href",
          "poster",
          "hx-get",
          "hx-post",
          "hx-delete",
          "hx-put",
          "hx-patch",
          "sse-connect");

  private static final Pattern URL = Pattern.compile("(?s)(/(?![/\\\\])|[#?]|https?://|mailto:).*");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9:_-]*");
  private static final Pattern ENTITY = Pattern.compile("&(#\\d+|amp|lt|gt|quot);");

  /** They turn around the text that follows them, ours too. */
  private static final Pattern TURNING = Pattern.compile("[\u202A-\u202E\u2066-\u2069]");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String html;
  private int at;
  private final List<Tag> tags = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  private Markup(String html) {
    this.html = html;
  }

  /** The elements of a page, in order. */
  public static List<Tag> tags(String html) {
    Markup markup = new Markup(html);
    markup.read();
    return List.copyOf(markup.tags);
  }

  /** What must be on no page of ours, one line each. */
  public static List<String> complaints(String html) {
    List<String> wrong = new ArrayList<>();
    Markup markup = new Markup(html);
    markup.read();
    TURNING
        .matcher(markup.text)
        .results()
        .map(MatchResult::start)
        .limit(3)
        .forEach(
            at -> wrong.add("turned around: " + markup.text.substring(Math.max(0, at - 60), at)));
    for (Tag tag : markup.tags) {
      if (NEVER.contains(tag.name) || tag.name.startsWith(HostileRows.MARK)) {
        wrong.add("element " + tag);
      }
      if (tag.name.equals("script")
          && (!tag.attributes.getOrDefault("src", "").startsWith("/static/")
              || !tag.text.isBlank())) {
        wrong.add("script " + tag);
      }
      tag.attributes.forEach((name, value) -> complain(tag, name, value, wrong));
    }
    return wrong;
  }

  private static void complain(Tag tag, String name, String value, List<String> wrong) {
    boolean unknown = !NAME.matcher(name).matches() || name.startsWith(HostileRows.MARK);
    if (unknown || name.startsWith("on") || name.startsWith("hx-on") || name.equals("style")) {
      wrong.add("attribute %s of %s".formatted(name, tag));
    }
    if (URLS.contains(name) && !value.isEmpty() && !URL.matcher(value).matches()) {
      wrong.add("address in %s of %s".formatted(name, tag));
    }
    if (value.startsWith("{") && !isPlainJson(value)) {
      wrong.add("JSON in %s of %s".formatted(name, tag));
    }
  }

  private static boolean isPlainJson(String value) {
    try {
      JsonNode json = JSON.readTree(value);
      return json.findValue(HostileRows.MARK) == null;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private void read() {
    while (at < html.length()) {
      int open = html.indexOf('<', at);
      text.append(html, at, open < 0 ? html.length() : open).append('\n');
      if (open < 0 || open + 1 >= html.length()) {
        return;
      }
      at = open + 1;
      if (html.startsWith("!--", at)) {
        at = after("-->");
      } else if (html.charAt(at) == '!' || html.charAt(at) == '?') {
        at = after(">");
      } else if (html.charAt(at) == '/') {
        at = after(">"); // attributes of end tags count for nothing, and quotes in them neither
      } else if (Character.isLetter(html.charAt(at))) {
        start();
      }
    }
  }

  private int after(String end) {
    int found = html.indexOf(end, at);
    return found < 0 ? html.length() : found + end.length();
  }

  private void start() {
    String name = word("/>").toLowerCase(Locale.ROOT);
    Map<String, String> attributes = new LinkedHashMap<>();
    while (at < html.length()) {
      skip();
      if (at >= html.length() || html.charAt(at) == '>') {
        at++;
        break;
      }
      String attribute = word("/>=").toLowerCase(Locale.ROOT);
      skipSpace();
      String value = "";
      if (at < html.length() && html.charAt(at) == '=') {
        at++;
        skipSpace();
        value = value();
      } else if (attribute.isEmpty()) {
        at++;
      }
      attributes.putIfAbsent(attribute, value);
    }
    String text = "";
    if (RAW.contains(name)) {
      Matcher end = Pattern.compile("(?i)</" + name + "[\\s/>]").matcher(html);
      int until = end.find(Math.min(at, html.length())) ? end.start() : html.length();
      text = html.substring(Math.min(at, until), until);
      at = until;
    }
    tags.add(new Tag(name, attributes, text));
  }

  private void skip() {
    while (at < html.length()
        && (Character.isWhitespace(html.charAt(at)) || html.charAt(at) == '/')) {
      at++;
    }
  }

  private void skipSpace() {
    while (at < html.length() && Character.isWhitespace(html.charAt(at))) {
      at++;
    }
  }

  private String word(String ends) {
    int from = at;
    while (at < html.length()
        && !Character.isWhitespace(html.charAt(at))
        && ends.indexOf(html.charAt(at)) < 0) {
      at++;
    }
    return html.substring(from, at);
  }

  private String value() {
    if (at >= html.length()) {
      return "";
    }
    char quote = html.charAt(at);
    if (quote == '"' || quote == '\'') {
      int from = ++at;
      int end = html.indexOf(quote, at);
      at = end < 0 ? html.length() : end + 1;
      return resolved(html.substring(from, end < 0 ? html.length() : end));
    }
    return resolved(word(">"));
  }

  /** What the entities that jte writes stand for. */
  static String resolved(String text) {
    return ENTITY
        .matcher(text)
        .replaceAll(
            entity ->
                Matcher.quoteReplacement(
                    switch (entity.group(1)) {
                      case "amp" -> "&";
                      case "lt" -> "<";
                      case "gt" -> ">";
                      case "quot" -> "\"";
                      default -> Character.toString(Integer.parseInt(entity.group(1).substring(1)));
                    }));
  }
}
