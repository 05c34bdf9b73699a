package dev.tocsin.dashboard.pages.check;

import dev.tocsin.store.Db;
import dev.tocsin.store.StoredCheck;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Looks into the bodies of pings: they are long, so the log reads as little of them as it can. */
final class LogBodies {

  private static final int SNIPPET_BYTES = 240;
  private static final int SNIPPET_CHARS = 120;

  private final Db db;

  LogBodies(Db db) {
    this.db = db;
  }

  /** The same entries, pings with the first words of their bodies. */
  List<LogEntry> withSnippets(StoredCheck check, List<LogEntry> entries) {
    List<Long> withBody = entries.stream().filter(e -> e.bodyBytes() > 0).map(LogEntry::n).toList();
    if (withBody.isEmpty()) {
      return List.copyOf(entries);
    }
    Map<Long, String> snippets =
        db
            .query(
                "reading the beginnings of bodies",
                """
                SELECT n, substring(body FOR ?) AS body FROM pings WHERE check_id = ? AND n = ANY(?)
                """,
                row -> Map.entry(row.number("n"), snippet(row.bytes("body"))),
                SNIPPET_BYTES,
                check.id(),
                withBody)
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return entries.stream().map(e -> e.withSnippet(snippets.getOrDefault(e.n(), ""))).toList();
  }

  private static String snippet(byte[] body) {
    String text =
        new String(body, StandardCharsets.UTF_8).replaceAll("[\\s\\p{Cntrl}\\ufffd]+", " ").strip();
    return text.length() > SNIPPET_CHARS ? text.substring(0, SNIPPET_CHARS) + "…" : text;
  }
}
