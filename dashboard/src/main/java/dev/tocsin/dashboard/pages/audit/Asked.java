package dev.tocsin.dashboard.pages.audit;

import dev.tocsin.dashboard.people.audit.AuditFilter;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.domain.schedule.Schedule;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a visitor looks for in the log, as the fields of the form have it.
 *
 * @param from a day, from its begin; empty: from the first
 * @param until a day, to its end; empty: to now
 */
public record Asked(String actor, String action, String from, String until, OptionalLong before) {

  private static final int LONGEST = 100;

  static Asked of(Visit visit) {
    String before = visit.query("before");
    return new Asked(
        text(visit, "actor"),
        text(visit, "action"),
        text(visit, "from"),
        text(visit, "until"),
        before.matches("[0-9]{1,18}")
            ? OptionalLong.of(Long.parseLong(before))
            : OptionalLong.empty());
  }

  private static String text(Visit visit, String name) {
    String text = visit.query(name).strip();
    return text.substring(0, Math.min(LONGEST, text.length()));
  }

  AuditFilter filter(Visit visit) {
    return new AuditFilter(
        actor,
        action,
        day(visit, from, 0).orElse(Instant.EPOCH),
        day(visit, until, 1).orElse(Schedule.NEVER),
        before.orElse(Long.MAX_VALUE));
  }

  /** Whether something was asked for that is not everything. */
  public boolean narrowed() {
    return !(actor + action + from + until).isEmpty();
  }

  private static Optional<Instant> day(Visit visit, String date, int later) {
    try {
      return date.isEmpty()
          ? Optional.empty()
          : Optional.of(
              LocalDate.parse(date)
                  .plusDays(later)
                  .atStartOfDay(visit.viewer().zone())
                  .toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The query that asks for the same, with something more. */
  public String query(String more) {
    StringBuilder query = new StringBuilder("?").append(more);
    add(query, "actor", actor);
    add(query, "action", action);
    add(query, "from", from);
    add(query, "until", until);
    return query.toString();
  }

  private static void add(StringBuilder query, String name, String value) {
    if (!value.isEmpty()) {
      query.append('&').append(name).append('=');
      query.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }
}
