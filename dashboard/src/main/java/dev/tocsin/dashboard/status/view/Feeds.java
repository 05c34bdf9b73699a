package dev.tocsin.dashboard.status.view;

import dev.tocsin.dashboard.status.told.Announcement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;

/** What people announced, as Atom (RFC 4287) and RSS 2.0. Text only: no reader runs anything. */
final class Feeds {

  private static final String XML = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

  private Feeds() {}

  static String atom(PageView view) {
    StringBuilder xml = new StringBuilder(XML);
    xml.append("<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    xml.append("<id>urn:uuid:").append(view.page().code()).append("</id>\n");
    element(xml, "title", view.page().name());
    element(xml, "updated", updated(view).toString());
    link(xml, view.url(), "alternate");
    link(xml, view.url() + "/feed.atom" + view.suffix(), "self");
    xml.append("<author>");
    element(xml, "name", view.page().name());
    xml.append("</author>\n");
    for (Announcement one : latest(view)) {
      xml.append("<entry>\n<id>urn:uuid:").append(one.code()).append("</id>\n");
      element(xml, "title", title(view, one));
      element(xml, "updated", one.lastChange().toString());
      element(xml, "published", published(one).toString());
      link(xml, view.url() + "#" + one.code(), "alternate");
      xml.append("<content type=\"text\">").append(escaped(body(one))).append("</content>\n");
      xml.append("</entry>\n");
    }
    return xml.append("</feed>\n").toString();
  }

  static String rss(PageView view) {
    StringBuilder xml = new StringBuilder(XML);
    xml.append("<rss version=\"2.0\"><channel>\n");
    element(xml, "title", view.page().name());
    element(xml, "link", view.url());
    element(xml, "description", view.page().name() + ": incidents and maintenance");
    element(xml, "lastBuildDate", date(updated(view)));
    for (Announcement one : latest(view)) {
      xml.append("<item>\n");
      element(xml, "title", title(view, one));
      element(xml, "link", view.url() + "#" + one.code());
      // Another guid with each update: readers of RSS do not look at an item again.
      String guid = one.code() + "/" + one.updates().size();
      xml.append("<guid isPermaLink=\"false\">").append(guid).append("</guid>\n");
      element(xml, "pubDate", date(one.lastChange()));
      // Readers take it for HTML, so that it is escaped twice.
      element(xml, "description", escaped(body(one)).replace("\n", "<br>"));
      xml.append("</item>\n");
    }
    return xml.append("</channel></rss>\n").toString();
  }

  private static List<Announcement> latest(PageView view) {
    return view.said().stream()
        .sorted(Comparator.comparing(Announcement::lastChange).reversed())
        .toList();
  }

  private static Instant updated(PageView view) {
    return view.said().stream()
        .map(Announcement::lastChange)
        .max(Comparator.naturalOrder())
        .orElse(view.page().createdAt());
  }

  private static Instant published(Announcement one) {
    return one.updates().isEmpty() ? one.starts() : one.updates().get(0).at();
  }

  private static String title(PageView view, Announcement one) {
    return one.state(view.asOf()).title() + ": " + one.title();
  }

  private static String body(Announcement one) {
    StringBuilder text = new StringBuilder();
    if (one.kind() == Announcement.Kind.MAINTENANCE && one.ends() != null) {
      text.append("From %s to %s\n".formatted(one.starts(), one.ends()));
    }
    for (int i = one.updates().size() - 1; i >= 0; i--) {
      Announcement.Update update = one.updates().get(i);
      text.append("%s, %s: %s\n".formatted(update.at(), update.state().title(), update.body()));
    }
    return text.toString().strip();
  }

  private static void link(StringBuilder xml, String url, String rel) {
    xml.append("<link rel=\"")
        .append(rel)
        .append("\" href=\"")
        .append(escaped(url))
        .append("\"/>\n");
  }

  private static void element(StringBuilder xml, String name, String text) {
    xml.append('<').append(name).append('>').append(escaped(text));
    xml.append("</").append(name).append(">\n");
  }

  private static String date(Instant at) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atZone(ZoneOffset.UTC));
  }

  /** Text that can stand anywhere in XML; what XML 1.0 cannot hold at all is replaced. */
  static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.appendCodePoint(isXml(c) ? c : 0xFFFD);
              }
            });
    return out.toString();
  }

  private static boolean isXml(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
