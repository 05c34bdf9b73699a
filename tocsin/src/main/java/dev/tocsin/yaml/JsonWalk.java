package dev.tocsin.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Walks from YAML's nodes to JSON's, and notes the lines on the way. */
final class JsonWalk {

  /** As deep as a file of checks gets, with room; a node may contain itself by an alias. */
  private static final int DEEPEST = 50;

  /** Aliases multiply: nine lines of them make a billion. */
  private static final int MOST_NODES = 1_000_000;

  private static final String MERGE = "<<";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Map<String, Integer> lines;
  private final List<YamlFile.Problem> problems;
  private final Secrets secrets;
  private int nodes;
  private int depth;

  JsonWalk(Map<String, Integer> lines, List<YamlFile.Problem> problems, Secrets secrets) {
    this.lines = lines;
    this.problems = problems;
    this.secrets = secrets;
  }

  JsonNode json(Node root) {
    return json("", root);
  }

  private JsonNode json(String at, Node node) {
    if (++nodes > MOST_NODES || depth > DEEPEST) {
      if (nodes <= MOST_NODES || nodes == MOST_NODES + 1) {
        problem(node, "too much: aliases of aliases?");
      }
      nodes = MOST_NODES + 1; // one is enough
      return JSON.nullNode();
    }
    depth++;
    try {
      if (node instanceof MappingNode mapping) {
        ObjectNode object = JSON.objectNode();
        members(at, mapping, object, false);
        return object;
      }
      return node instanceof SequenceNode sequence
          ? list(at, sequence)
          : scalar(at, (ScalarNode) node);
    } finally {
      depth--;
    }
  }

  private ArrayNode list(String at, SequenceNode sequence) {
    ArrayNode list = JSON.arrayNode();
    for (Node item : sequence.getValue()) {
      String path = "%s[%d]".formatted(at, list.size());
      lines.put(path, line(item));
      list.add(json(path, item));
    }
    return list;
  }

  /**
   * Adds the members of a mapping.
   *
   * @param merged whether they come from elsewhere by {@code <<} and give way to what is there
   */
  private void members(String at, MappingNode mapping, ObjectNode object, boolean merged) {
    Map<String, Integer> seen = new HashMap<>();
    List<Node> merges = new ArrayList<>();
    for (NodeTuple member : mapping.getValue()) {
      if (!(member.getKeyNode() instanceof ScalarNode key)) {
        problem(member.getKeyNode(), "a name must be a plain text");
        continue;
      }
      String name = key.getValue();
      Integer before = seen.putIfAbsent(name, line(key));
      if (before != null) {
        problem(key, "%s is there twice: see line %d".formatted(name, before));
      } else if (name.equals(MERGE)) {
        merges.add(member.getValueNode());
      } else if (!merged || !object.has(name)) {
        String path = at.isEmpty() ? name : at + "." + name;
        lines.put(path, line(key));
        object.set(name, json(path, member.getValueNode()));
      }
    }
    merges.forEach(node -> merge(at, node, object));
  }

  private void merge(String at, Node node, ObjectNode object) {
    List<Node> sources = node instanceof SequenceNode list ? list.getValue() : List.of(node);
    for (Node source : sources) {
      if (source instanceof MappingNode mapping && ++nodes <= MOST_NODES && depth < DEEPEST) {
        depth++;
        members(at, mapping, object, true);
        depth--;
      } else {
        problem(source, "<< takes an alias of a mapping");
      }
    }
  }

  private JsonNode scalar(String at, ScalarNode scalar) {
    String text = scalar.getValue();
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return JSON.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return JSON.booleanNode(Boolean.parseBoolean(text));
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return number(tag, text);
    }
    if (!tag.equals(Tag.STR) && !tag.equals(Tag.ENV_TAG)) { // the parser's own idea of ${X}
      problem(scalar, "%s is no type of ours".formatted(tag.getValue()));
    }
    List<String> missing = new ArrayList<>();
    String filled = secrets.filled(at, text, missing);
    missing.forEach(name -> problem(scalar, "the environment has no " + name));
    return JSON.textNode(filled);
  }

  /** What is no number after all stays a text, for the reader of the members to refuse. */
  private static JsonNode number(Tag tag, String text) {
    try {
      return tag.equals(Tag.INT)
          ? JSON.numberNode(new BigInteger(text))
          : JSON.numberNode(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return JSON.textNode(text);
    }
  }

  private void problem(Node node, String what) {
    problems.add(new YamlFile.Problem(line(node), what));
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }
}
