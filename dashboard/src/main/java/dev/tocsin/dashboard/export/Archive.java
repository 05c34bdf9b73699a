package dev.tocsin.dashboard.export;

import dev.tocsin.store.Db;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a ZIP file while it is read from the database, a page of rows at a time: it is as large as
 * it is, and takes no more memory than a page. Each page is a transaction of its own, so that a
 * slow reader holds up nobody. Blocking; used by one thread.
 */
final class Archive implements AutoCloseable {

  private final Db db;
  private final ZipOutputStream zip;

  Archive(Db db, OutputStream out) {
    this.db = db;
    this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
  }

  private record Line(long k, String json) {}

  /** A file of plain text. */
  void text(String name, String text) throws IOException {
    bytes(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A file as it is. */
  void bytes(String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }

  /** A list of objects, one a line. */
  void part(Part part) throws IOException {
    begin(part.name());
    boolean first = true;
    long after = 0;
    List<Line> page;
    do {
      page = page(part, after);
      for (Line line : page) {
        element(line.json(), first);
        first = false;
        after = line.k();
      }
    } while (!page.isEmpty());
    end();
  }

  /** Begins a list that is written by hand. */
  void begin(String name) throws IOException {
    zip.putNextEntry(new ZipEntry(name + ".json"));
    write("[");
  }

  /** Adds an object to it. */
  void element(String json, boolean first) throws IOException {
    write(first ? "\n" : ",\n");
    write(json);
  }

  void end() throws IOException {
    write("\n]\n");
    zip.closeEntry();
  }

  private List<Line> page(Part part, long after) {
    List<@Nullable Object> parameters = new ArrayList<>();
    parameters.add(after);
    parameters.addAll(part.parameters());
    parameters.add(part.rows());
    return db.query(
        "exporting " + part.name(),
        "SELECT k, (to_jsonb(t) - 'k')::text AS j FROM (" + part.sql() + ") t ORDER BY k",
        row -> new Line(row.number("k"), row.string("j")),
        parameters.toArray());
  }

  private void write(String text) throws IOException {
    zip.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Ends the file; without it, it is broken, and programs say so. */
  void finish() throws IOException {
    zip.finish();
    zip.flush();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
