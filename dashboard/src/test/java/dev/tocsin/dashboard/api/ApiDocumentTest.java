package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.tocsin.store.CheckObject.Version;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** The description of the API for programs: it is one, and it says what the routes say. */
class ApiDocumentTest {

  private static final Path SOURCE = Path.of("..", "docs", "openapi.yaml");
  private static final Path SERVED =
      Path.of("src", "main", "resources", "dev", "tocsin", "dashboard", "api", "openapi.json");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final JsonNode document = new YAMLMapper().readTree(SOURCE.toFile());

  ApiDocumentTest() throws IOException {}

  @Test
  void what_is_served_is_what_the_docs_have() throws IOException {
    if (Boolean.getBoolean("docs.write")) {
      JSON.writeValue(SERVED.toFile(), document);
    }
    assertThat(JSON.readTree(SERVED.toFile()))
        .as("run: mvn -pl dashboard -am test -Dtest=ApiDocumentTest -Ddocs.write=true")
        .isEqualTo(document);
  }

  @Test
  void it_is_openapi_3_1() {
    JsonSchemaFactory factory =
        JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            builder ->
                builder.schemaMappers(
                    mappers ->
                        mappers.mapPrefix(
                            "https://spec.openapis.org/", "classpath:spec.openapis.org/")));
    assertThat(
            factory
                .getSchema(
                    SchemaLocation.of("https://spec.openapis.org/oas/3.1/schema-base/2022-10-07"))
                .validate(document))
        .isEmpty();
  }

  @Test
  void its_examples_are_what_their_schemas_say() {
    JsonSchemaFactory factory =
        JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            builder ->
                builder.schemaLoaders(
                    loaders -> loaders.schemas(Map.of("urn:document", document.toString()))));
    List<String> looked = new ArrayList<>();
    eachExample(
        document,
        "",
        (schema, value) -> {
          looked.add(schema);
          assertThat(factory.getSchema(SchemaLocation.of("urn:document#" + schema)).validate(value))
              .as(schema)
              .isEmpty();
        });
    assertThat(looked).hasSizeGreaterThan(10);
  }

  /** Gives the place of a schema and a value for it, wherever one stands beside the other. */
  private void eachExample(JsonNode node, String place, BiConsumer<String, JsonNode> use) {
    if (node.has("schema") && node.path("examples").isObject()) {
      for (JsonNode example : node.get("examples")) {
        String ref = example.path("$ref").asText();
        JsonNode value = ref.isEmpty() ? example : document.at(ref.substring(1));
        use.accept(place + "/schema", value.get("value"));
      }
    }
    if (node.path("examples").isArray()) {
      node.get("examples").forEach(value -> use.accept(place, value));
    }
    node.properties()
        .forEach(
            member -> {
              String name = member.getKey().replace("~", "~0").replace("/", "~1");
              eachExample(member.getValue(), place + "/" + name, use);
            });
  }

  @Test
  void it_has_every_route_of_version_3_with_its_methods_and_keys_and_no_other() {
    assertThat(documented()).isEqualTo(routed());
  }

  /** Paths that clients cannot tell apart are one: a check's UUID and its unique key. */
  private static Map<String, Set<String>> routed() {
    Map<String, Set<String>> operations = new TreeMap<>();
    for (Route route : Route.values()) {
      for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE)) {
        if (route.isIn(Version.V3) && route.access(method) != Access.NOBODY) {
          operations
              .computeIfAbsent(
                  "/" + route.path().replaceAll("<[a-z]+>", "{}"), path -> new TreeSet<>())
              .add(method.name() + " " + route.access(method));
        }
      }
    }
    return operations;
  }

  private Map<String, Set<String>> documented() {
    Map<String, Set<String>> operations = new TreeMap<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path -> {
              if (path.getValue().has("servers")) {
                return; // beside the API: the drills ask for it
              }
              Set<String> methods = new TreeSet<>();
              for (String method : List.of("get", "post", "delete")) {
                JsonNode operation = path.getValue().path(method);
                if (operation.isObject()) {
                  methods.add(method.toUpperCase(java.util.Locale.ROOT) + " " + access(operation));
                }
              }
              operations.put(path.getKey().replaceAll("\\{[a-z]+}", "{}"), methods);
            });
    return operations;
  }

  private Access access(JsonNode operation) {
    JsonNode key = operation.path("security").path(0).path("ApiKey");
    if (operation.has("security") && key.isMissingNode()) {
      return Access.ANYBODY;
    }
    return key.path(0).asText().equals("write") ? Access.WRITE_KEY : Access.ANY_KEY;
  }

  @Test
  void every_operation_has_a_name_of_its_own_a_summary_and_a_tag_that_is_explained() {
    List<String> names = new ArrayList<>();
    List<String> tags = document.get("tags").findValuesAsText("name");
    for (JsonNode path : document.get("paths")) {
      for (JsonNode operation : path) {
        if (operation.has("operationId")) {
          names.add(operation.get("operationId").asText());
          assertThat(operation.path("summary").asText()).isNotBlank();
          assertThat(tags).contains(operation.path("tags").path(0).asText());
        }
      }
    }
    assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(40);
  }

  @Test
  void every_reference_leads_somewhere_and_every_component_is_used() {
    Set<String> used = new TreeSet<>(document.findValuesAsText("$ref"));
    assertThat(used).allSatisfy(ref -> assertThat(document.at(ref.substring(1))).isNotEmpty());
    for (String kind : List.of("schemas", "responses", "parameters", "requestBodies", "headers")) {
      document
          .at("/components/" + kind)
          .fieldNames()
          .forEachRemaining(name -> assertThat(used).contains("#/components/" + kind + "/" + name));
    }
  }
}
