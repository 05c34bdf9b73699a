package dev.tocsin.dashboard.people.audit;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The audit log as a file to keep. */
public final class AuditFile {

  /** More are fetched in several files, by time: each is made in memory. */
  public static final int MOST = 20_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private AuditFile() {}

  /** Lines of RFC 4180, with a head. */
  public static byte[] csv(List<Event> events) {
    return Stream.concat(
            Stream.of("at,actor,action,detail"),
            events.stream()
                .map(
                    event ->
                        Stream.of(
                                event.at().toString(),
                                event.actor(),
                                event.action(),
                                event.detail().toString())
                            .map(AuditFile::cell)
                            .collect(Collectors.joining(","))))
        .collect(Collectors.joining("\r\n", "", "\r\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What begins like a formula would be one in a spreadsheet: not with an apostrophe before it. */
  private static String cell(String text) {
    String plain = text.matches("(?s)[=+@\\t\\r-].*") ? "'" + text : text;
    return plain.matches("(?s).*[\",\r\n].*") ? '"' + plain.replace("\"", "\"\"") + '"' : plain;
  }

  /** One array of objects. */
  public static byte[] json(List<Event> events) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartArray();
      for (Event event : events) {
        json.writeRaw('\n');
        json.writeStartObject();
        json.writeNumberField("id", event.id());
        json.writeStringField("at", event.at().toString());
        json.writeStringField("actor", event.actor());
        json.writeStringField("action", event.action());
        json.writeObjectField("detail", event.detail());
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return out.toByteArray();
  }
}
