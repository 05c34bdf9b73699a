package dev.tocsin.ping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pings of checks that have a cron line or calendar expressions: when the next one is due. */
class ScheduledPingTest {

  private static ListenerFixture it;

  @BeforeAll
  static void start(@TempDir Path dir) throws IOException {
    it = new ListenerFixture(dir).start();
  }

  @AfterAll
  static void stop() throws IOException {
    it.close();
  }

  private static UUID pinged(String slug, String kind, String schedule, String tz)
      throws IOException {
    UUID code = it.check(slug);
    it.db.update(
        "a schedule",
        "UPDATE checks SET kind = ?, schedule = ?, tz = ? WHERE code = ?",
        kind,
        schedule,
        tz,
        code);
    assertThat(it.get("/ping/" + code).status()).isEqualTo(200);
    return code;
  }

  private static long states(UUID code, String condition) {
    return it.settled()
        .one(
            "SELECT count(*) AS v FROM check_state JOIN checks ON id = check_id WHERE code = ? AND "
                + condition,
            code);
  }

  /** Midnight of next new year in Riga plus the grace time, as Postgres reckons it. */
  private static final String NEW_YEAR_IN_RIGA =
      """
      status = 'up' AND deadline = interval '300 s' +
        (date_trunc('year', last_ping AT TIME ZONE 'Europe/Riga') + interval '1 year')
          AT TIME ZONE 'Europe/Riga'
      """;

  @Test
  void a_cron_line_goes_by_the_clocks_of_its_zone() throws IOException {
    UUID code = pinged("cron", "cron", "0 0 1 JAN *", "Europe/Riga");
    assertThat(states(code, NEW_YEAR_IN_RIGA)).isEqualTo(1);
  }

  @Test
  void a_calendar_expression_goes_by_its_own_zone_even_under_a_retired_name() throws IOException {
    assertThat(states(pinged("here", "oncalendar", "1-1", "Europe/Riga"), NEW_YEAR_IN_RIGA))
        .isEqualTo(1);
    UUID abroad = pinged("abroad", "oncalendar", "*-*-* 00:00 Japan", "Europe/Riga");
    assertThat(
            states(
                abroad,
                """
                deadline = interval '300 s' +
                  (date_trunc('day', last_ping AT TIME ZONE 'Asia/Tokyo') + interval '1 day')
                    AT TIME ZONE 'Asia/Tokyo'
                """))
        .isEqualTo(1);
  }

  @Test
  void an_exhausted_calendar_leaves_the_check_up_with_nothing_due() throws IOException {
    UUID code = pinged("over", "oncalendar", "2019-01-01", "UTC");
    assertThat(states(code, "status = 'up' AND deadline IS NULL")).isEqualTo(1);
  }

  @Test
  void a_new_zone_counts_from_the_next_ping_on() throws IOException {
    UUID code = pinged("moves", "cron", "0 0 1 1 *", "Asia/Tokyo");
    it.db.update(
        "another zone",
        """
        WITH c AS (UPDATE checks SET tz = 'Europe/Riga' WHERE code = ? RETURNING id)
        UPDATE check_state SET rules_version = rules_version + 1 FROM c WHERE check_id = c.id
        """,
        code);
    assertThat(it.get("/ping/" + code).status()).isEqualTo(200);
    assertThat(states(code, NEW_YEAR_IN_RIGA)).isEqualTo(1);
  }
}
