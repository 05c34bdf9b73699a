package dev.tocsin.alerter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.delivery.Delivery;
import dev.tocsin.alerter.delivery.DeliveryLimits;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The way of an alert, gone with made-up checks. */
class RehearsalTest {

  @Test
  void a_rehearsal_goes_the_whole_way_and_leaves_nothing() {
    try (World world = new World();
        Delivery delivery =
            new Delivery(
                world.db,
                world.secrets,
                code -> Optional.empty(),
                new Delivery.Site(
                    "Lab", URI.create("https://t.example"), URI.create("https://t.example/p")),
                DeliveryLimits.DEFAULTS,
                Duration.ofSeconds(30),
                new DatabaseLog(),
                AlerterMetrics.NONE)) {
      long rota = world.channel("rota", "calls");
      world.run(
          "INSERT INTO rotas (channel_id, begins, turn, tz) VALUES (?, '2026-01-05', '1 d', 'UTC')",
          rota);
      world.run(
          """
          CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN RAISE 'it is no rota of the rehearsal'; END $$;
          CREATE TRIGGER touched BEFORE UPDATE ON rotas FOR EACH ROW EXECUTE FUNCTION touched()
          """);
      long before = world.one("SELECT last_value AS n FROM attempts_id_seq");
      new Rehearsal(world.fanOut(10, () -> {}, AlerterMetrics.NONE), delivery).run(world.db);
      assertThat(world.one("SELECT last_value AS n FROM attempts_id_seq")).isGreaterThan(before);
      for (String table :
          List.of("checks", "check_state", "flips", "incidents", "deliveries", "messages")) {
        assertThat(world.one("SELECT count(*) AS n FROM " + table)).as(table).isZero();
      }
      assertThat(world.one("SELECT count(*) AS n FROM lanes")).isEqualTo(1);
      assertThat(world.one("SELECT count(*) AS n FROM projects")).isEqualTo(1);
    }
  }
}
