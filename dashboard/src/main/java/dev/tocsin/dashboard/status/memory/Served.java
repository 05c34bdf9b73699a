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

  private static final String HTML = "text/html; charset=utf-8";
  private static final String ATOM = "application/atom+xml; charset=utf-8";
  private static final String RSS = "application/rss+xml; charset=utf-8";

  /**
   * What is made of a snapshot of this age.
   *
   * @param https whether browsers reach us by it
   */
  static Served of(Snapshot page, Optional<Age> age, boolean https) {
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
        made(page, HTML, joined(papers.before(), note, papers.after()), since, https),
        made(page, "application/json", joined(papers.json(), bytes(fresh)), since, https),
        made(page, ATOM, papers.atom(), page.changedAt(), https),
        made(page, RSS, papers.rss(), page.changedAt(), https),
        made(page, HTML, papers.locked(), page.changedAt(), https),
        page.logoType().isEmpty()
            ? Optional.empty()
            : Optional.of(made(page, page.logoType(), page.logo(), page.changedAt(), https)));
  }

  private static Document made(
      Snapshot page, String type, byte[] bytes, Instant since, boolean https) {
    return Document.of(type, bytes, since, page.locked(), https);
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
