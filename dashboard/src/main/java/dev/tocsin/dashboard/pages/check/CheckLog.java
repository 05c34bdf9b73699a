package dev.tocsin.dashboard.pages.check;

import dev.tocsin.dashboard.blind.BlindTime;
import dev.tocsin.dashboard.blind.UnverifiedRun;
import dev.tocsin.dashboard.channels.ChannelRow;
import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.dashboard.checks.BodySearch;
import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.dashboard.checks.FlipFilter;
import dev.tocsin.dashboard.checks.LoggedFlip;
import dev.tocsin.dashboard.pages.check.LogFilter.Kind;
import dev.tocsin.dashboard.parts.Times;
import dev.tocsin.dashboard.parts.Withheld;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.StoredCheck;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Pings, flips, deliveries and blind times of a check in one stream, newest first. Blocking. */
final class CheckLog {

  /** Entries at once; older ones come on demand. */
  static final int PAGE = 60;

  private final Db db;
  private final CheckQueries queries;
  private final ProjectChannels channels;
  private final LogBodies bodies;
  private final LogPings pings;

  CheckLog(Db db, CheckQueries queries, ProjectChannels channels) {
    this.db = db;
    this.queries = queries;
    this.channels = channels;
    this.bodies = new LogBodies(db);
    this.pings = new LogPings(queries, new BodySearch(db));
  }

  /** What was logged before an instant and passes a filter, at most {@link #PAGE} entries. */
  List<LogEntry> before(StoredCheck check, Instant before, LogFilter filter) {
    LogPings.Found pings = this.pings.before(check, before, filter);
    List<LogEntry> all = new ArrayList<>(pings.entries());
    List<LogEntry> others = new ArrayList<>();
    if (filter.has(Kind.CHANGES)) {
      queries.flips(check, FlipFilter.ALL.to(before), PAGE).stream()
          .map(flip -> flip.known().map(CheckLog::flip).orElseGet(() -> foreign(flip)))
          .forEach(others::add);
    }
    if (filter.has(Kind.SENT)) {
      others.addAll(deliveries(check, before));
    }
    if (filter.has(Kind.BLIND)) {
      List<LogEntry> heard = Stream.concat(all.stream(), others.stream()).toList();
      db.transaction(
          "reading what nobody heard", tx -> others.addAll(unheard(tx, check, before, heard)));
    }
    others.stream().filter(e -> filter.says(e.what() + " " + e.detail())).forEach(all::add);
    pings.stopped().ifPresent(stop -> endAt(all, stop));
    all.sort(Comparator.comparing(LogEntry::at).thenComparingInt(LogEntry::rank).reversed());
    return bodies.withSnippets(check, all.subList(0, Math.min(PAGE, all.size())));
  }

  /** What is older comes with the next part, or the search would seem to have been there. */
  private static void endAt(List<LogEntry> all, LogEntry stop) {
    all.removeIf(entry -> entry.at().isBefore(stop.at()));
    all.add(stop);
  }

  /** Another version wrote it: its own words say more than none. */
  private static LogEntry foreign(LoggedFlip flip) {
    return LogEntry.plain(
        flip.at(),
        "log",
        "From %s to %s".formatted(flip.from(), flip.to()),
        "for the reason “%s”, of which this version of Tocsin knows nothing"
            .formatted(flip.reason()));
  }

  private static LogEntry flip(Flip flip) {
    String why =
        switch (flip.reason()) {
          case TIMEOUT -> "nothing was heard by the deadline";
          case FAIL -> "a ping said failure";
          case TOO_FAST -> "a run finished too fast";
          case ASSERTION -> "a success broke an assertion";
          case SUCCESS -> "a ping said success";
          case PAUSE -> "paused by a person";
          case RESUME -> "resumed by a person";
        };
    String what =
        switch (flip.to()) {
          case DOWN -> "Went down";
          case UP -> "Came up";
          case PAUSED -> "Paused";
          case NEW -> "Resumed";
        };
    return LogEntry.plain(flip.at(), flip.to().word(), what, why);
  }

  /** Runs that nobody could verify, and blind time in its place among what was heard. */
  private static List<LogEntry> unheard(
      Tx tx, StoredCheck check, Instant before, List<LogEntry> heard) {
    List<LogEntry> entries = new ArrayList<>();
    UnverifiedRun.ofCheck(tx, check.id(), before, PAGE).stream()
        .map(
            run ->
                LogEntry.plain(
                    run.certainAt(),
                    "unverified",
                    "Run unverified",
                    "not heard of, and Tocsin could not hear when it was due"))
        .forEach(entries::add);
    heard.stream()
        .map(LogEntry::at)
        .min(Comparator.naturalOrder())
        .or(() -> Optional.of(Instant.EPOCH))
        .map(oldest -> BlindTime.read(tx, oldest, before, before, PAGE))
        .orElse(List.of())
        .forEach(
            blind ->
                entries.add(
                    LogEntry.plain(
                        blind.at().since(),
                        "blind",
                        "Tocsin could not hear",
                        "for %s · %s".formatted(Times.span(blind.at().length()), blind.why()))));
    return entries;
  }

  private List<LogEntry> deliveries(StoredCheck check, Instant before) {
    Map<Long, String> titles =
        channels.of(check.projectId()).stream()
            .collect(Collectors.toMap(ChannelRow::id, ChannelRow::title));
    return db.query(
        "reading the deliveries of check " + check.code(),
        """
        SELECT coalesce(m.settled_at, a.at, d.created_at) AS at, d.channel_id, f.new_status,
               coalesce(m.state, '') AS state, coalesce(d.withheld, '') AS withheld, d.reason, coalesce(m.attempts, 0) AS attempts,
               coalesce(a.detail, '') AS detail
          FROM deliveries d
          LEFT JOIN flips f ON f.id = d.flip_id
          LEFT JOIN messages m ON m.id = d.message_id
          LEFT JOIN LATERAL (SELECT at, detail FROM attempts
                              WHERE message_id = m.id ORDER BY id DESC LIMIT 1) a ON true
         WHERE d.check_id = ? AND coalesce(m.settled_at, a.at, d.created_at) < ?
         ORDER BY d.created_at DESC, d.id DESC LIMIT ?
        """,
        row -> delivery(row, Optional.ofNullable(titles.get(row.number("channel_id")))),
        check.id(),
        before,
        PAGE);
  }

  /**
   * One delivery.
   *
   * @param channel empty: of the project in which the check was before, which keeps its channels,
   *     and what they answered, to itself
   */
  private static LogEntry delivery(Row row, Optional<String> channel) throws SQLException {
    String news = news(row);
    String to = channel.orElse("a channel of another project");
    String withheld = row.string("withheld");
    if (!withheld.isEmpty()) {
      return LogEntry.plain(
          row.instant("at"),
          "sent",
          "Did not send “%s” to %s".formatted(news, to),
          Withheld.words(withheld));
    }
    String what = "“%s” to %s".formatted(news, to);
    int attempts = row.integer("attempts");
    String tries = attempts > 1 ? " · %d attempts".formatted(attempts) : "";
    String detail = channel.isPresent() ? row.string("detail") : "";
    return switch (row.string("state")) {
      case "delivered" -> LogEntry.plain(row.instant("at"), "sent", "Sent " + what, detail + tries);
      case "failed" ->
          LogEntry.plain(row.instant("at"), "unsent", "Could not send " + what, detail + tries);
      case "sending" ->
          LogEntry.plain(row.instant("at"), "waiting", "Sending " + what, detail + tries);
      default -> LogEntry.plain(row.instant("at"), "waiting", "About to send " + what, "");
    };
  }

  private static String news(Row row) throws SQLException {
    String status = Optional.ofNullable(row.stringOrNull("new_status")).orElse("test");
    return switch (row.string("reason")) {
      case "reminder", "escalation" -> status + " (" + row.string("reason") + ")";
      case "resend" -> status + " (again)";
      default -> status;
    };
  }

  /** A number that moves when there is something new in the log. */
  long mark(StoredCheck check) {
    return db.first(
            "reading the mark of a log",
            """
            SELECT coalesce((SELECT max(id) FROM flips WHERE check_id = ?), 0)
                 + (SELECT count(*) FROM unverified_runs WHERE check_id = ?)
                 + coalesce((SELECT max(id) FROM deliveries WHERE check_id = ?), 0)
                 + (SELECT count(m.settled_at) + count(m.returned_at) + coalesce(sum(m.attempts), 0) FROM (
                     SELECT m.settled_at, m.returned_at, m.attempts FROM deliveries d
                       JOIN messages m ON m.id = d.message_id
                      WHERE d.check_id = ? ORDER BY d.created_at DESC, d.id DESC LIMIT 20) m) AS mark
            """,
            row -> row.number("mark"),
            check.id(),
            check.id(),
            check.id(),
            check.id())
        .orElse(0L);
  }
}
