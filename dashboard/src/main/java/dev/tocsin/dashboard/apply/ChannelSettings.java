package dev.tocsin.dashboard.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tocsin.dashboard.apply.Plan.Change;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What changes in the settings of channels, told without the secrets in them. */
final class ChannelSettings {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HIDDEN = "(hidden)";

  /** Where a field is, without what it holds several of. */
  private static final Pattern FIELD = Pattern.compile("settings\\.([^\\[]+)(\\[\\d+])?");

  private ChannelSettings() {}

  /** Member to before and after; null for a channel that is not there. */
  static Map<String, Change> diff(
      @Nullable String kindBefore, @Nullable String before, Wanted.Channel wanted) {
    Map<String, JsonNode> was = leaves(kindBefore, before);
    Map<String, JsonNode> is = leaves(wanted.kind(), wanted.settings());
    TreeSet<String> members = new TreeSet<>(was.keySet());
    members.addAll(is.keySet());
    Map<String, Change> changes = new LinkedHashMap<>();
    for (String member : members) {
      JsonNode from = was.get(member);
      JsonNode to = is.get(member);
      if (from == null || !from.equals(to)) {
        changes.put(member, new Change(shown(wanted, member, from), shown(wanted, member, to)));
      }
    }
    return changes;
  }

  private static Map<String, JsonNode> leaves(@Nullable String kind, @Nullable String settings) {
    Map<String, JsonNode> leaves = new LinkedHashMap<>();
    if (kind != null && OnCallPlan.has(kind)) {
      collect(leaves, "", parse(settings == null ? "{}" : settings));
      return leaves;
    }
    if (kind != null) {
      leaves.put("kind", JSON.getNodeFactory().textNode(kind));
    }
    if (settings != null) {
      collect(leaves, "settings", parse(settings));
    }
    return leaves;
  }

  private static void collect(Map<String, JsonNode> leaves, String path, JsonNode node) {
    if (node.isObject()) {
      String margin = path.isEmpty() ? "" : path + ".";
      node.properties().forEach(e -> collect(leaves, margin + e.getKey(), e.getValue()));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(leaves, path + "[" + i + "]", node.get(i));
      }
    } else {
      leaves.put(path, node);
    }
  }

  private static @Nullable Object shown(
      Wanted.Channel wanted, String member, @Nullable JsonNode value) {
    if (value == null) {
      return null;
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    if (OnCallPlan.has(wanted.kind())) {
      return value.isNumber() ? value.numberValue() : value.asText(); // it holds no secret
    }
    Matcher field = FIELD.matcher(member);
    boolean open = field.matches() && wanted.shown().contains(field.group(1));
    return open || member.equals("kind") ? value.asText() : HIDDEN;
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance(); // its message would quote the text
    }
  }
}
