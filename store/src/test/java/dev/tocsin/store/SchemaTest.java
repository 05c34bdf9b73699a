package dev.tocsin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchemaTest {

  private final DbConfig config = TestPostgres.freshDatabase();

  @Test
  void migrating_again_changes_nothing() {
    try (Db db = Db.open(config)) {
      assertThat(Schema.pending(db.dataSource())).isZero();
      assertThat(Schema.migrate(db.dataSource())).isZero();
    }
  }

  @Test
  void parameters_come_back_as_they_went() {
    Instant at = Instant.parse("2026-10-25T00:59:59.123456Z");
    Duration wait = Duration.ofDays(365).plusNanos(1_000);
    UUID id = UUID.randomUUID();
    try (Db db = Db.open(config)) {
      var row =
          db.first(
              "echo",
              "SELECT ?::timestamptz AS at, ?::interval AS wait, ?::uuid AS id, ?::bytea AS raw",
              r -> new Echo(r.instant("at"), r.duration("wait"), r.uuid("id"), r.bytes("raw")),
              at.plusNanos(999),
              wait,
              id,
              new byte[] {0, -1});
      assertThat(row).isPresent();
      assertThat(row.get().at()).isEqualTo(at);
      assertThat(row.get().lasts()).isEqualTo(wait);
      assertThat(row.get().id()).isEqualTo(id);
      assertThat(row.get().raw()).containsExactly(0, -1);
    }
  }

  @Test
  void arrays_come_back_as_they_went_nulls_included() {
    Instant at = Instant.parse("2026-10-25T00:59:59.123456Z");
    List<@Nullable Instant> instants = new ArrayList<>();
    instants.add(null);
    instants.add(at.plusNanos(999));
    try (Db db = Db.open(config)) {
      List<Optional<Instant>> rows =
          db.query(
              "echo",
              "SELECT at FROM unnest(?::timestamptz[]) AS at",
              r -> Optional.ofNullable(r.instantOrNull("at")),
              instants);
      assertThat(rows).containsExactly(Optional.empty(), Optional.of(at));
      instants.remove(1);
      assertThat(
              db.first(
                  "echo",
                  "SELECT count(*) AS n FROM unnest(?::timestamptz[]) AS at WHERE at IS NULL",
                  r -> r.number("n"),
                  instants))
          .contains(1L);
      assertThat(
              db.first("echo", "SELECT ?::bigint[] AS ids", r -> r.numbers("ids"), List.of(7L, 9L)))
          .contains(List.of(7L, 9L));
    }
  }

  private record Echo(Instant at, Duration lasts, UUID id, byte[] raw) {}
}
