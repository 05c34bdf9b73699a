package dev.tocsin.dashboard.oncall;

import dev.tocsin.domain.oncall.Rota;
import dev.tocsin.store.Db;
import dev.tocsin.store.Rotas;
import dev.tocsin.store.Rotas.Person;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads rotas. */
final class RotaViews {

  private static final String SELECT =
      """
      SELECT r.channel_id, ch.code, ch.project_id, ch.name, r.calendar_hash IS NOT NULL AS calendar
        FROM rotas r JOIN channels ch ON ch.id = r.channel_id
      """;

  private final Db db;

  RotaViews(Db db) {
    this.db = db;
  }

  List<RotaView> of(long projectId, Instant now) {
    return read(SELECT + " WHERE ch.project_id = ? ORDER BY ch.id", now, projectId);
  }

  Optional<RotaView> byCalendar(byte[] hash, Instant since) {
    return read(SELECT + " WHERE r.calendar_hash = ?", since, hash).stream().findFirst();
  }

  private record Head(long id, UUID code, long projectId, String name, boolean calendar) {
    static Head of(Row row) throws SQLException {
      return new Head(
          row.number("channel_id"),
          row.uuid("code"),
          row.number("project_id"),
          row.string("name"),
          row.flag("calendar"));
    }
  }

  private List<RotaView> read(String sql, Instant since, @Nullable Object parameter) {
    return db.transaction(
        "reading rotas",
        tx -> {
          List<Head> heads = tx.query("reading rotas", sql, Head::of, parameter);
          List<Long> ids = heads.stream().map(Head::id).toList();
          Map<Long, Rota<Person>> rotas = Rotas.read(tx, ids, since);
          Map<Long, List<RotaPlan.Turn>> people = people(tx, ids);
          Map<Long, List<StandIn>> standIns = standIns(tx, ids, since);
          return heads.stream()
              .filter(head -> rotas.containsKey(head.id()))
              .map(
                  head ->
                      new RotaView(
                          head.id(),
                          head.code(),
                          head.projectId(),
                          head.name(),
                          Objects.requireNonNull(rotas.get(head.id())),
                          people.getOrDefault(head.id(), List.of()),
                          standIns.getOrDefault(head.id(), List.of()),
                          head.calendar()))
              .toList();
        });
  }

  private static Map<Long, List<RotaPlan.Turn>> people(Tx tx, List<Long> ids) {
    return tx
        .query(
            "reading who takes turns",
            """
            SELECT p.rota_id, p.name, ch.code FROM rota_people p JOIN channels ch ON ch.id = p.member_id
             WHERE p.rota_id = ANY(?) ORDER BY p.rota_id, p.position
            """,
            row ->
                Map.entry(
                    row.number("rota_id"), new RotaPlan.Turn(row.string("name"), row.uuid("code"))),
            ids)
        .stream()
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  private static Map<Long, List<StandIn>> standIns(Tx tx, List<Long> ids, Instant since) {
    return tx
        .query(
            "reading who stands in",
            """
            SELECT o.rota_id, o.code AS override, o.name, ch.code, o.starts_at, o.ends_at, o.author
              FROM rota_overrides o JOIN channels ch ON ch.id = o.member_id
             WHERE o.rota_id = ANY(?) AND o.ends_at > ? ORDER BY o.rota_id, o.starts_at, o.id
            """,
            row ->
                Map.entry(
                    row.number("rota_id"),
                    new StandIn(
                        Optional.of(row.uuid("override")),
                        row.string("name"),
                        row.uuid("code"),
                        row.instant("starts_at"),
                        row.instant("ends_at"),
                        row.string("author"))),
            ids,
            since)
        .stream()
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }
}
