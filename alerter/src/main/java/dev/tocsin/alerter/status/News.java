package dev.tocsin.alerter.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.channels.email.PersonalLetter;
import dev.tocsin.store.Row;
import dev.tocsin.store.SubscriberLinks;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was announced, as subscribers are told of it.
 *
 * @param toldTo subscribers up to this id have been told
 * @param ends of maintenance or of an incident that is over
 */
record News(
    long id,
    long toldTo,
    long pageId,
    String pageName,
    String slug,
    @Nullable String host,
    UUID announcement,
    String kind,
    String title,
    Instant starts,
    @Nullable Instant ends,
    String state,
    String body,
    Instant at) {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH);

  static News of(Row row) throws SQLException {
    return new News(
        row.number("id"),
        row.number("told_to"),
        row.number("page_id"),
        row.string("page_name"),
        row.string("slug"),
        row.stringOrNull("host"),
        row.uuid("code"),
        row.string("kind"),
        row.string("title"),
        row.instant("starts_at"),
        row.instantOrNull("ends_at"),
        row.string("state"),
        row.string("body"),
        row.instant("at"));
  }

  /** The letter to a subscriber. */
  PersonalLetter letter(SubscriberLinks links, UUID subscriber) {
    String page = links.page(slug, host);
    String leave = links.leave(page, subscriber);
    List<String> lines = new ArrayList<>();
    lines.add("%s: %s".formatted(words(), title));
    if (kind.equals("maintenance") && ends != null) {
      lines.add("From %s to %s.".formatted(time(starts), time(ends)));
    }
    body.lines().forEach(lines::add);
    return new PersonalLetter(
        "%s: %s (%s)".formatted(pageName, title, words()),
        lines,
        Optional.of(new PersonalLetter.Link(page, "See the page")),
        "You get this because you subscribed to %s. No more of it: %s".formatted(pageName, leave),
        Optional.of(leave));
  }

  /** What is sent to the webhook of a subscriber. */
  String json(SubscriberLinks links, UUID subscriber) {
    String page = links.page(slug, host);
    ObjectNode json =
        JSON.createObjectNode()
            .put("type", "announcement")
            .put("page", pageName)
            .put("url", page)
            .put("id", announcement.toString())
            .put("kind", kind)
            .put("title", title)
            .put("state", state)
            .put("body", body)
            .put("at", at.toString())
            .put("start", starts.toString())
            .put("end", ends == null ? null : ends.toString())
            .put("unsubscribe", links.leave(page, subscriber));
    return json.toString();
  }

  /** "under way". */
  private String words() {
    return state.replace('_', ' ');
  }

  private static String time(Instant at) {
    return TIME.format(at.atZone(ZoneOffset.UTC));
  }
}
