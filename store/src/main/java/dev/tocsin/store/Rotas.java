package dev.tocsin.store;

import dev.tocsin.domain.oncall.Rota;
import dev.tocsin.domain.oncall.Shift;
import dev.tocsin.domain.schedule.TimeZones;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/**
 * Rotas as they are kept. A rota is a channel whose one member is who is on call, so that alerts
 * find their way without a look at calendars; it must be turned when somebody else's time comes.
 */
public final class Rotas {

  /** Where nothing will change by itself, somebody may change it, and says so. */
  private static final Duration NO_CHANGE = Duration.ofDays(1);

  /**
   * Somebody who is on call at times.
   *
   * @param channel that reaches them, by its number
   */
  public record Person(String name, long channel) {}

  private Rotas() {}

  /**
   * Rotas by the number of their channel.
   *
   * @param since overrides that were over by then are left out
   */
  public static Map<Long, Rota<Person>> read(Tx tx, Collection<Long> ids, Instant since) {
    Map<Long, List<Person>> people =
        tx
            .query(
                "reading who takes turns",
                """
                SELECT rota_id, name, member_id FROM rota_people
                 WHERE rota_id = ANY(?) ORDER BY rota_id, position
                """,
                row -> Map.entry(row.number("rota_id"), person(row)),
                ids)
            .stream()
            .collect(grouped());
    Map<Long, List<Shift<Person>>> overrides =
        tx
            .query(
                "reading who stands in",
                """
                SELECT rota_id, name, member_id, starts_at, ends_at FROM rota_overrides
                 WHERE rota_id = ANY(?) AND ends_at > ? ORDER BY id
                """,
                row -> Map.entry(row.number("rota_id"), override(row)),
                ids,
                since)
            .stream()
            .collect(grouped());
    Map<Long, Rota<Person>> rotas = new LinkedHashMap<>();
    tx.query(
            "reading rotas",
            """
            SELECT channel_id, begins::text AS begins, turn, tz FROM rotas
             WHERE channel_id = ANY(?) ORDER BY channel_id
            """,
            row -> {
              long id = row.number("channel_id");
              Rota<Person> rota =
                  new Rota<>(
                      people.getOrDefault(id, List.of()),
                      LocalDateTime.parse(row.string("begins").replace(' ', 'T')),
                      row.duration("turn"),
                      zone(row.string("tz")),
                      overrides.getOrDefault(id, List.of()));
              return Map.entry(id, rota);
            },
            ids)
        .forEach(entry -> rotas.put(entry.getKey(), entry.getValue()));
    return rotas;
  }

  /**
   * Has those alerted who are on call now, where that changed since; usually it did nowhere. A rota
   * that somebody else turns or changes at this very moment is theirs: no alert waits for people.
   */
  public static void turnDue(Tx tx, Instant now) {
    List<Long> due =
        tx.query(
            "reading which rotas turn",
            """
            SELECT channel_id FROM rotas WHERE turns_at <= ?
             ORDER BY channel_id FOR NO KEY UPDATE SKIP LOCKED
            """,
            row -> row.number("channel_id"),
            now);
    if (!due.isEmpty()) {
      turn(tx, due, now);
    }
  }

  private static void turn(Tx tx, List<Long> ids, Instant now) {
    List<Long> changes = new ArrayList<>();
    List<Long> rotas = new ArrayList<>();
    List<Long> members = new ArrayList<>();
    List<Instant> next = new ArrayList<>();
    read(tx, ids, now)
        .forEach(
            (id, rota) -> {
              changes.add(id);
              next.add(rota.nextChange(now).orElse(now.plus(NO_CHANGE)));
              rota.at(now)
                  .ifPresent(
                      shift -> {
                        rotas.add(id);
                        members.add(shift.person().channel());
                      });
            });
    tx.update("ending shifts", "DELETE FROM channel_members WHERE channel_id = ANY(?)", changes);
    tx.update(
        "beginning shifts",
        """
        INSERT INTO channel_members (channel_id, member_id)
        SELECT s.rota, ch.id FROM unnest(?::bigint[], ?::bigint[]) AS s(rota, member)
          JOIN channels ch ON ch.id = s.member
         ORDER BY s.rota
        """,
        rotas,
        members);
    tx.update(
        "noting when rotas turn next",
        """
        UPDATE rotas r SET turns_at = n.at
          FROM unnest(?::bigint[], ?::timestamptz[]) AS n(id, at) WHERE r.channel_id = n.id
        """,
        changes,
        next);
  }

  private static Person person(Row row) throws SQLException {
    return new Person(row.string("name"), row.number("member_id"));
  }

  private static Shift<Person> override(Row row) throws SQLException {
    return new Shift<>(person(row), row.instant("starts_at"), row.instant("ends_at"), true);
  }

  /** A zone that this Java has never heard of must not keep alerts from the others. */
  private static ZoneId zone(String name) {
    return TimeZones.canonical(name).map(ZoneId::of).orElse(ZoneOffset.UTC);
  }

  private static <T> Collector<Map.Entry<Long, T>, ?, Map<Long, List<T>>> grouped() {
    return Collectors.groupingBy(
        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList()));
  }
}
