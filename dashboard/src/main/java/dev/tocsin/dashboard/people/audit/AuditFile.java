package dev.tocsin.dashboard.people.audit;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.dashboard.files.Csv;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** The audit log as a file to keep. */
public final class AuditFile {

  /** More are fetched in several files, by time: each is made in memory. */
  public static final int MOST = 20_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private AuditFile() {}

  /** Lines of RFC 4180, with a head. */
  public static byte[] csv(List<Event> events) {
    StringBuilder file = new StringBuilder("at,actor,action,detail\r\n");
    for (Event event : events) {
      file.append(
          Csv.line(
              Stream.of(
                  event.at().toString(),
                  event.actor(),
                  event.action(),
                  event.detail().toString())));
    }
    return file.toString().getBytes(StandardCharsets.UTF_8);
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
