package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** JSON in and out. */
final class Json {

  /** Deep enough for any client, shallow enough for any stack. */
  private static final int MAX_DEPTH = 1000;

  /** Longer numbers take time that grows with the square of their length. */
  private static final int MAX_DIGITS = 4300;

  /** A body of empty objects would take forty times its length: beyond this it is refused. */
  private static final long MAX_TOKENS = 500_000;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_DIGITS)
                          .maxNameLength(ApiConfig.MAX_BODY_BYTES)
                          .maxTokenCount(MAX_TOKENS)
                          .build())
                  // Names come from anybody: they must not stay in the memory of the JVM.
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  // The protocol's own parser takes NaN and Infinity: the members' types refuse
                  // them.
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final String INF = "INF";

  /** Tags of badges are names, too, and people make them. */
  private static final int MAX_NAMES = 500;

  private static final Map<String, SerializableString> NAMES = new ConcurrentHashMap<>();

  private Json() {}

  /** Reads a text: strict UTF-8 without a byte-order mark; of duplicate members the last counts. */
  static Optional<JsonNode> parse(byte[] raw) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
      JsonNode node = MAPPER.readTree(text);
      return node.isMissingNode() || saysInf(text) ? Optional.empty() : Optional.of(node);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Our parser takes {@code INF} for a number, too; nobody else does. */
  private static boolean saysInf(String text) throws IOException {
    if (!text.contains(INF)) {
      return false;
    }
    try (JsonParser tokens = MAPPER.createParser(text)) {
      for (JsonToken token = tokens.nextToken(); token != null; token = tokens.nextToken()) {
        if (token.isNumeric() && tokens.getText().endsWith(INF)) {
          return true;
        }
      }
      return false;
    }
  }

  static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * {@code {"<name>": [ … ]}}, made one item at a time: a list may have 10,000 of them.
   *
   * @param more further members, behind the list
   */
  static <T> Pieces list(
      String name,
      Iterable<T> items,
      Function<T, ? extends Map<String, ?>> object,
      Map<String, ?> more) {
    Pieces out = new Pieces();
    try (JsonGenerator json = MAPPER.createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart(name);
      for (T item : items) {
        write(json, object.apply(item));
      }
      json.writeEndArray();
      writeMembers(json, more);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out;
  }

  /** By hand, since the mapper sets up, flushes and looks up serializers for every item. */
  private static void write(JsonGenerator json, Map<String, ?> object) throws IOException {
    json.writeStartObject();
    writeMembers(json, object);
    json.writeEndObject();
  }

  /** The names of our objects are few; each is escaped and encoded once. */
  private static SerializableString name(String name) {
    SerializableString known = NAMES.get(name);
    if (known == null) {
      known = new SerializedString(name);
      if (NAMES.size() < MAX_NAMES) {
        NAMES.put(name, known);
      }
    }
    return known;
  }

  private static void writeMembers(JsonGenerator json, Map<String, ?> object) throws IOException {
    for (Map.Entry<String, ?> member : object.entrySet()) {
      json.writeFieldName(name(member.getKey()));
      Object value = member.getValue();
      if (value instanceof String text) {
        json.writeString(text);
      } else if (value instanceof Boolean flag) {
        json.writeBoolean(flag);
      } else if (value instanceof Long number) {
        json.writeNumber(number);
      } else {
        json.writeObject(value);
      }
    }
  }
}
