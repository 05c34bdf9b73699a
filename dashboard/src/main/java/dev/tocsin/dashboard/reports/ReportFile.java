package dev.tocsin.dashboard.reports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tocsin.dashboard.files.Csv;
import dev.tocsin.domain.report.Figures;
import dev.tocsin.domain.report.Timeline.Slice;
import dev.tocsin.store.report.Line;
import dev.tocsin.store.report.Report;
import dev.tocsin.store.report.Sort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** A report for spreadsheets and programs: every period of every line of one sort. */
public final class ReportFile {

  private static final JsonFactory JSON = new JsonFactory();

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx").withZone(ZoneOffset.UTC);

  private ReportFile() {}

  /** One line for each period, with a head. Spans are in seconds; no uptime: it was not watched. */
  public static byte[] csv(Report report, Sort sort) {
    List<Slice> slices = report.timeline().slices();
    StringBuilder file =
        new StringBuilder(
            sort.word()
                + ",uuid,period,from,to,uptime_percent,watched,down,"
                + "outages,missed,failed,unverified\r\n");
    for (Line line : report.by(sort)) {
      for (int at = 0; at < slices.size(); at++) {
        file.append(Csv.line(cells(line, slices.get(at), line.periods().get(at))));
      }
    }
    return file.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Stream<String> cells(Line line, Slice slice, Figures figures) {
    return Stream.of(
        line.name(),
        line.code().map(Object::toString).orElse(""),
        slice.label(),
        slice.from().toString(),
        slice.to().toString(),
        percent(figures.uptime()),
        Long.toString(figures.watched().toSeconds()),
        Long.toString(figures.down().toSeconds()),
        Integer.toString(figures.outages()),
        Integer.toString(figures.missed()),
        Integer.toString(figures.failed()),
        Integer.toString(figures.unverified()));
  }

  private static String percent(OptionalDouble uptime) {
    return uptime.isPresent() ? cut(uptime.getAsDouble()).toPlainString() : "";
  }

  /** Cut and not rounded: 100 % is said only if it was. */
  private static BigDecimal cut(double percent) {
    return BigDecimal.valueOf(percent).setScale(4, RoundingMode.DOWN);
  }

  /** One object: what it is about, and its lines, each with its periods and their total. */
  public static byte[] json(Report report, Sort sort) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("period", report.wish().period().word());
      json.writeStringField("tz", report.wish().zone().getId());
      json.writeStringField("tag", report.wish().tag());
      json.writeStringField("by", sort.word());
      json.writeArrayFieldStart("lines");
      for (Line line : report.by(sort)) {
        write(json, line, report.timeline().slices());
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return out.toByteArray();
  }

  private static void write(JsonGenerator json, Line line, List<Slice> slices) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", line.name());
    json.writeObjectFieldStart("total");
    write(json, line.total());
    json.writeEndObject();
    if (line.code().isPresent()) {
      json.writeStringField("uuid", line.code().get().toString());
    }
    json.writeArrayFieldStart("periods");
    for (int at = 0; at < slices.size(); at++) {
      json.writeStartObject();
      json.writeStringField("period", slices.get(at).label());
      json.writeStringField("from", date(slices.get(at).from()));
      json.writeStringField("to", date(slices.get(at).to()));
      write(json, line.periods().get(at));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Figures figures) throws IOException {
    OptionalDouble uptime = figures.uptime();
    if (uptime.isPresent()) {
      json.writeNumberField("uptime", cut(uptime.getAsDouble()));
    } else {
      json.writeNullField("uptime");
    }
    json.writeNumberField("watched", seconds(figures.watched()));
    json.writeNumberField("down", seconds(figures.down()));
    json.writeNumberField("outages", figures.outages());
    json.writeNumberField("missed", figures.missed());
    json.writeNumberField("failed", figures.failed());
    json.writeNumberField("unverified", figures.unverified());
  }

  /** As the API has it everywhere: without a fraction if that is zero. */
  private static String date(Instant at) {
    return (at.truncatedTo(ChronoUnit.SECONDS).equals(at) ? SECONDS : MICROS).format(at);
  }

  private static BigDecimal seconds(Duration span) {
    return BigDecimal.valueOf(span.toMillis(), 3);
  }
}
