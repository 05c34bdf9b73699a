package dev.tocsin.dashboard.status.memory;

import dev.tocsin.dashboard.status.view.Papers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * A page, ready to be sent.
 *
 * @param age empty: it is fresh
 * @param locked the form for the password
 * @param logo empty: there is none
 */
public record Served(
    Snapshot page,
    Optional<Age> age,
    Document html,
    Document json,
    Document atom,
    Document rss,
    Document locked,
    Optional<Document> logo) {

  /** What is made of a snapshot of this age. */
  static Served of(Snapshot page, Optional<Age> age) {
    Papers papers = page.papers();
    Instant since =
        age.map(old -> old.asOf().plusSeconds(60 * old.minutes())).orElse(page.changedAt());
    byte[] note = bytes(age.map(Age::html).orElse(""));
    String fresh =
        age.map(old -> ",\"stale\":true,\"as_of\":\"" + old.asOf() + "\"}")
            .orElse(",\"stale\":false}");
    return new Served(
        page,
        age,
        Document.of(
            "text/html; charset=utf-8", joined(papers.before(), note, papers.after()), since),
        Document.of("application/json", joined(papers.json(), bytes(fresh)), since),
        Document.of("application/atom+xml; charset=utf-8", papers.atom(), page.changedAt()),
        Document.of("application/rss+xml; charset=utf-8", papers.rss(), page.changedAt()),
        Document.of("text/html; charset=utf-8", papers.locked(), page.changedAt()),
        page.logoType().isEmpty()
            ? Optional.empty()
            : Optional.of(Document.of(page.logoType(), page.logo(), page.changedAt())));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] joined(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
