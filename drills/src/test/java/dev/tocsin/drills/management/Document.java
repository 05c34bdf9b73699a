package dev.tocsin.drills.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.tocsin.drills.harness.RawHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The OpenAPI document that the server hands out, and the server held to it: an answer may only
 * have a status, a content type and members that the document has for this very operation.
 */
final class Document {

  private static final String URI = "https://tocsin.example/openapi.json";
  private static final String ROOT = "/api/v3";

  private static @Nullable Document read;

  private final JsonNode document;
  private final JsonSchemaFactory schemas;
  private final Map<String, JsonSchema> compiled = new ConcurrentHashMap<>();
  private final List<Operation> operations = new ArrayList<>();
  private final Set<String> succeeded = new ConcurrentSkipListSet<>();

  /** A method of a path, and where in the document it stands. */
  private record Operation(String method, Pattern path, String id, String pointer) {}

  private Document(JsonNode document) {
    this.document = document;
    close(document);
    String text = document.toString();
    this.schemas =
        JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            builder -> builder.schemaLoaders(loaders -> loaders.schemas(Map.of(URI, text))));
    document.get("paths").properties().forEach(path -> add(path.getKey(), path.getValue()));
  }

  static synchronized Document get() {
    if (read == null) {
      try {
        RawHttp.Answer answer =
            RawHttp.ask(Installation.get().port(), "GET", ROOT + "/openapi.json");
        read = new Document(new Reply(answer).is(200).json());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return read;
  }

  /** The document lets answers grow; the server as it is today must have nothing it leaves out. */
  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("properties").isObject()
        && !object.has("additionalProperties")) {
      object.put("unevaluatedProperties", false);
    }
    node.forEach(Document::close);
  }

  private void add(String path, JsonNode item) {
    String regex = (item.has("servers") ? "" : ROOT) + Pattern.quote(path);
    for (JsonNode parameter : item.path("parameters")) {
      JsonNode schema = target(target(parameter).get("schema"));
      String value =
          schema.path("type").asText().equals("integer")
              ? "[0-9]+"
              : schema.path("pattern").asText("[^/]+").replaceAll("^\\^|\\$$", "");
      String name = "{" + target(parameter).get("name").asText() + "}";
      regex = regex.replace(name, "\\E(" + value + ")\\Q");
    }
    Pattern pattern = Pattern.compile(regex);
    item.properties()
        .forEach(
            entry -> {
              if (entry.getValue().has("operationId")) {
                operations.add(
                    new Operation(
                        entry.getKey().toUpperCase(Locale.ROOT),
                        pattern,
                        entry.getValue().get("operationId").asText(),
                        "/paths/" + path.replace("/", "~1") + "/" + entry.getKey()));
              }
            });
  }

  /** The names of all operations. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    operations.forEach(operation -> names.add(operation.id()));
    return names;
  }

  /** The names of those that were answered with success so far. */
  Set<String> succeeded() {
    return succeeded;
  }

  /** The answer must be one that the document has; requests that it does not know are passed. */
  void check(String method, String target, Reply reply) {
    String path = target.replaceAll("\\?.*", "");
    Optional<Operation> operation =
        operations.stream()
            .filter(o -> o.method().equals(method) && o.path().matcher(path).matches())
            .findFirst();
    operation.ifPresent(o -> check(o, reply));
  }

  private void check(Operation operation, Reply reply) {
    String what = operation.id() + ": " + reply.raw().brief();
    String pointer = resolved(operation.pointer() + "/responses/" + reply.status());
    JsonNode response = document.at(pointer);
    assertThat(response.isObject()).as("no such status, " + what).isTrue();
    if (reply.status() < 300) {
      succeeded.add(operation.id());
    }
    if (reply.body().isEmpty()) {
      boolean mayBeEmpty = reply.status() >= 300 || !response.has("content");
      assertThat(mayBeEmpty).as("no body, " + what).isTrue();
      return;
    }
    String type = reply.header("content-type").replaceAll(";.*", "");
    assertThat(response.path("content").has(type))
        .as("no such type, " + type + ", " + what)
        .isTrue();
    JsonNode value =
        type.equals("application/json")
            ? Reply.parse(reply.body())
            : TextNode.valueOf(reply.body());
    String schema = pointer + "/content/" + type.replace("/", "~1") + "/schema";
    assertThat(schema(schema).validate(value)).as(what).isEmpty();
  }

  /** What a reference leads to; else the node itself. */
  private JsonNode target(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
  }

  private String resolved(String pointer) {
    String ref = document.at(pointer).path("$ref").asText();
    return ref.isEmpty() ? pointer : ref.substring(1);
  }

  private JsonSchema schema(String pointer) {
    return compiled.computeIfAbsent(
        pointer, p -> schemas.getSchema(SchemaLocation.of(URI + "#" + p)));
  }
}
