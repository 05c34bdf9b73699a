package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.checks.BodySearch;
import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.dashboard.checks.CheckView;
import dev.tocsin.dashboard.checks.FlipFilter;
import dev.tocsin.dashboard.checks.LoggedFlip;
import dev.tocsin.dashboard.checks.LoggedPing;
import dev.tocsin.domain.check.Status;
import dev.tocsin.store.CheckObject.Version;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Calls that read what happened to a check: pings and flips. */
final class LogRequests {

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'+00:00'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'").withZone(ZoneOffset.UTC);

  /** The year 2286: beyond it a number was surely no UNIX time. */
  static final long LATEST = 10_000_000_000L;

  private static final long LONGEST = Duration.ofDays(365).toSeconds();

  private final ApiConfig config;
  private final CheckQueries queries;
  private final OwnChecks own;
  private final BodySearch search;

  LogRequests(ApiConfig config, CheckQueries queries, BodySearch search) {
    this.config = config;
    this.queries = queries;
    this.own = new OwnChecks(queries);
    this.search = search;
  }

  Reply pings(Target target, ApiKey key, QueryString query) {
    return own.byUuid(target, key, view -> pings(target, view, query));
  }

  private Reply pings(Target target, CheckView view, QueryString query) {
    Paging paging = Paging.of(target, query, "pings", 1);
    if (paging.problem() != null) {
      return Reply.error(400, paging.problem());
    }
    int rows = paging.asked() ? paging.limit() + 1 : CheckQueries.PINGS_AT_ONCE;
    return Reply.json(
        paging.list(
            queries.pings(view.check(), paging.after(0, Long.MAX_VALUE), rows),
            ping -> object(target, ping),
            last -> new long[] {last.n()}));
  }

  /** Pings whose body says something, the newest first: as far as was looked for now. */
  Reply search(Target target, ApiKey key, QueryString query) {
    return own.byUuid(target, key, view -> search(target, view, query));
  }

  private Reply search(Target target, CheckView view, QueryString query) {
    Parameters parameters = new Parameters(query);
    String text = query.last("text").orElse("");
    int length = text.codePointCount(0, text.length());
    if (length == 0 || length > BodySearch.LONGEST) {
      return Reply.error(400, "text has 1 to %d characters".formatted(BodySearch.LONGEST));
    }
    int limit = parameters.limit();
    long before =
        parameters
            .value("before", name -> number(name, Long.MAX_VALUE).stream().boxed().findFirst())
            .orElse(Long.MAX_VALUE);
    if (parameters.problem().isPresent()) {
      return Reply.error(400, parameters.problem().get());
    }
    List<LoggedPing> pings = queries.pings(view.check(), before, CheckQueries.PINGS_AT_ONCE);
    BodySearch.Result result =
        search.among(view.check(), pings.stream().map(LoggedPing::n).toList(), text, limit);
    Set<Long> found = Set.copyOf(result.found());
    long next =
        result.stoppedAt() > 0
            ? result.stoppedAt() + 1
            : pings.size() < CheckQueries.PINGS_AT_ONCE ? 0 : pings.get(pings.size() - 1).n();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put(
        "pings",
        pings.stream()
            .filter(ping -> found.contains(ping.n()))
            .map(ping -> object(target, ping))
            .toList());
    json.put("next", next == 0 ? null : next);
    return Reply.json(200, json);
  }

  private Map<String, @Nullable Object> object(Target target, LoggedPing ping) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("type", ping.kind().word());
    json.put("date", date(ping.at()));
    json.put("n", ping.n());
    json.put("scheme", ping.scheme());
    json.put("remote_addr", ping.remoteAddr());
    json.put("method", ping.method());
    json.put("ua", ping.ua());
    json.put("rid", Optional.ofNullable(ping.rid()).map(UUID::toString).orElse(null));
    if (ping.duration() != null) {
      json.put("duration", hundredths(ping.duration()));
    }
    if (target.version() == Version.V3 && ping.broken() != null) {
      json.put("broken", ping.broken().lines().toList());
    }
    json.put("body_url", ping.bodyBytes() == 0 ? null : bodyUrl(target, ping));
    return json;
  }

  /** An instant with its fraction, if it has one. */
  static String date(Instant at) {
    boolean whole = at.truncatedTo(ChronoUnit.SECONDS).equals(at);
    return (whole ? SECONDS : MICROS).format(at);
  }

  private static double hundredths(Duration duration) {
    return BigDecimal.valueOf(duration.toNanos(), 9)
        .setScale(2, RoundingMode.HALF_EVEN)
        .doubleValue();
  }

  private String bodyUrl(Target target, LoggedPing ping) {
    return "%s/api/v%d/checks/%s/pings/%d/body"
        .formatted(config.siteUrl(), target.version().number(), target.uuid(), ping.n());
  }

  Reply body(Target target, ApiKey key) {
    return own.byUuid(
        target,
        key,
        view ->
            number(target.parts().get(1), Long.MAX_VALUE).stream()
                .boxed()
                .findFirst()
                .flatMap(n -> queries.body(view.check(), n))
                .map(bytes -> Reply.raw(200, bytes))
                .orElseGet(OwnChecks::notFound));
  }

  Reply flips(Target target, ApiKey key, QueryString query) {
    return own.byUuid(target, key, view -> flips(target, view, query));
  }

  Reply flipsByUniqueKey(Target target, ApiKey key, QueryString query) {
    return own.byUniqueKey(target, key, view -> flips(target, view, query));
  }

  private Reply flips(Target target, CheckView view, QueryString query) {
    FlipFilter filter = FlipFilter.ALL;
    for (String name : new String[] {"start", "end", "seconds"}) {
      Optional<String> text = query.last(name);
      boolean none = text.isEmpty() || (name.equals("seconds") && text.get().isEmpty());
      if (!none) {
        OptionalLong value = number(text.get().strip(), name.equals("seconds") ? LONGEST : LATEST);
        if (value.isEmpty()) {
          return Reply.empty(400);
        }
        filter = narrowed(filter, name, value.getAsLong());
      }
    }
    Paging paging = Paging.of(target, query, "flips", 2);
    if (paging.problem() != null) {
      return Reply.error(400, paging.problem());
    }
    int rows = paging.asked() ? paging.limit() + 1 : CheckQueries.FLIPS_AT_ONCE;
    FlipFilter page =
        paging.resumed() ? filter.after(micros(paging.after(0, 0)), paging.after(1, 0)) : filter;
    return Reply.json(
        paging.list(
            queries.flips(view.check(), page, rows),
            LogRequests::object,
            last -> new long[] {ChronoUnit.MICROS.between(Instant.EPOCH, last.at()), last.id()}));
  }

  private static Instant micros(long sinceEpoch) {
    return Instant.EPOCH.plus(sinceEpoch, ChronoUnit.MICROS);
  }

  private static FlipFilter narrowed(FlipFilter filter, String name, long value) {
    return switch (name) {
      case "start" -> filter.from(Instant.ofEpochSecond(value));
      case "end" -> filter.to(Instant.ofEpochSecond(value));
      default -> value == 0 ? filter : filter.last(Duration.ofSeconds(value));
    };
  }

  private static Map<String, Object> object(LoggedFlip logged) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("timestamp", SECONDS.format(logged.at()));
    json.put("up", logged.to().equals(Status.UP.word()) ? 1 : 0);
    return json;
  }

  /** A number from 0 to {@code max}, in ASCII digits. */
  static OptionalLong number(String text, long max) {
    if (!text.matches("[+-]?[0-9]+")) {
      return OptionalLong.empty();
    }
    try {
      long value = Long.parseLong(text);
      return value < 0 || value > max ? OptionalLong.empty() : OptionalLong.of(value);
    } catch (NumberFormatException e) {
      return OptionalLong.empty(); // more digits than a long has
    }
  }
}
