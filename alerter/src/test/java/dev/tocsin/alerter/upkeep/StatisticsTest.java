package dev.tocsin.alerter.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.World;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  private final World world = new World();
  private final Statistics statistics = new Statistics(world.db);

  @AfterEach
  void close() {
    world.close();
  }

  private void deliveries(int count) {
    world.run(
        """
        INSERT INTO deliveries (flip_id, channel_id, check_id, message_id)
        SELECT n, 1, n, n FROM (SELECT coalesce(max(id), 0) AS last FROM deliveries) d,
               LATERAL generate_series(last + 1, last + ?) n
        """,
        count);
  }

  private long known() {
    return world.one(
        "SELECT reltuples::bigint AS n FROM pg_class WHERE oid = 'deliveries'::regclass");
  }

  @Test
  void what_was_planned_for_an_empty_table_is_planned_anew_once_it_has_grown() {
    world.run("ANALYZE deliveries");
    try (Db connection = oneConnection()) {
      connection.update(
          "test",
          "PREPARE members(bigint[]) AS"
              + " SELECT id FROM deliveries WHERE message_id = ANY($1) AND check_id > 0");
      assertThat(plan(connection)).contains("Seq Scan");
      deliveries(5_000);
      assertThat(plan(connection)).as("which nobody has told").contains("Seq Scan");
      statistics.runOnce();
      assertThat(plan(connection)).contains("deliveries_message").doesNotContain("Seq Scan");
    }
  }

  /** One that makes each plan once. */
  private Db oneConnection() {
    DbConfig usual = world.config.with(Map.of("options", "-c plan_cache_mode=force_generic_plan"));
    return Db.open(
        new DbConfig(
            usual.hosts(),
            usual.database(),
            usual.user(),
            usual.password(),
            usual.properties(),
            1,
            usual.connectTimeout()));
  }

  private static String plan(Db db) {
    List<String> lines =
        db.query("test", "EXPLAIN EXECUTE members('{7}')", row -> row.string("QUERY PLAN"));
    return String.join("\n", lines);
  }

  @Test
  void a_table_is_looked_at_when_it_has_grown_several_times_over() {
    deliveries(20);
    statistics.runOnce();
    assertThat(known()).as("small ones are left alone").isEqualTo(-1);
    deliveries(5_000);
    statistics.runOnce();
    assertThat(known()).isEqualTo(5_020);
    deliveries(5_000);
    statistics.runOnce();
    assertThat(known()).isEqualTo(5_020);
    deliveries(12_000);
    statistics.runOnce();
    assertThat(known()).isEqualTo(22_020);
  }
}
