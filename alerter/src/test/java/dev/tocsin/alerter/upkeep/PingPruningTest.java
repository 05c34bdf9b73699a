package dev.tocsin.alerter.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PingPruningTest {

  private static final int ROWS = 40;

  private final World world = new World();
  private final UpkeepLimits limits = new UpkeepLimits(Retention.DEFAULTS, 3, ROWS);

  @AfterEach
  void close() {
    world.close();
  }

  /** Walks through all checks, several times. */
  private void walk(Upkeep.Piece piece) {
    for (int through = 0; through < 3; ) {
      through += world.db.transaction("t", piece::step).through() ? 1 : 0;
    }
  }

  /** So many pings of a kind, the first of them so many hours ago and then each hour. */
  private void pings(long check, String kind, int count, int hoursAgo) {
    world.run(
        """
        WITH made AS (
          UPDATE check_state SET n_pings = n_pings + ? WHERE check_id = ? RETURNING n_pings)
        INSERT INTO pings (check_id, n, at, kind, scheme, method, ua, body)
        SELECT ?, n_pings - ? + i, now() - (? - i + 1) * interval '1 hour' + interval '1 min',
               ?, 'http', 'POST', '', 'said'
          FROM made, generate_series(1, ?) AS i
        """,
        count,
        check,
        check,
        count,
        hoursAgo,
        kind,
        count);
  }

  private void keeping(int newest, int days, int bodyDays) {
    world.run(
        "UPDATE projects SET ping_log_limit = ?, ping_log_days = ?, body_days = ?",
        newest,
        days,
        bodyDays);
  }

  private List<String> kept(long check) {
    return world.texts(
        """
        SELECT kind || ' ' || count(*) || ' from ' || min(n) AS t FROM pings
         WHERE check_id = ? GROUP BY kind ORDER BY kind
        """,
        check);
  }

  @Test
  void yesterdays_failures_are_there_after_a_hundred_successes_of_today() {
    long check = world.check("backup");
    pings(check, "success", 60, 400);
    pings(check, "fail", 13, 340);
    pings(check, "start", 60, 300);
    pings(check, "success", 100, 100);
    walk(new PingPruning(limits));
    assertThat(kept(check)).containsExactly("fail 10 from 64", "success 100 from 134");
  }

  @Test
  void failures_go_with_the_history_and_with_their_check() {
    long old = world.check("old");
    pings(old, "fail", 3, 94 * 24);
    pings(old, "fail", 2, 92 * 24);
    pings(old, "success", 100, 100);
    long gone = world.check("gone");
    pings(gone, "fail", 120, 200);
    world.run("DELETE FROM checks WHERE id = ?", gone);
    walk(new PingPruning(limits));
    assertThat(kept(old)).containsExactly("fail 2 from 4", "success 100 from 6");
    assertThat(kept(gone)).isEmpty();
  }

  @Test
  void by_time_all_go_that_are_older_and_none_that_is_younger() {
    keeping(1_000, 2, 0);
    long check = world.check("hourly");
    pings(check, "fail", 30, 300);
    pings(check, "success", 270, 270);
    long quiet = world.check("quiet");
    pings(quiet, "success", 5, 47);
    walk(new PingPruning(limits));
    assertThat(kept(check)).containsExactly("success 48 from 253");
    assertThat(kept(quiet)).containsExactly("success 5 from 1");
  }

  @Test
  void whatever_comes_in_whatever_order_what_should_stay_stays() {
    long seed = 20_261_122;
    Random random = new Random(seed);
    List<Long> checks = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      long check = world.check("check " + i);
      checks.add(check);
      for (int hours = 2 * (20 + random.nextInt(60)); hours > 0; hours -= 2) {
        pings(check, random.nextInt(4) == 0 ? "fail" : "success", 1 + random.nextInt(2), hours);
      }
    }
    keeping(1 + random.nextInt(60), random.nextInt(4), 0);
    TreeSet<String> expected = new TreeSet<>(world.texts(SHOULD_STAY));
    walk(new PingPruning(limits));
    assertThat(new TreeSet<>(world.texts("SELECT check_id || ' ' || n AS t FROM pings")))
        .as("seed %d", seed)
        .isEqualTo(expected);
    assertThat(checks).isNotEmpty();
  }

  /** The rule, as a sentence: it reads everything. */
  private static final String SHOULD_STAY =
      """
      SELECT check_id || ' ' || n AS t
        FROM (SELECT p.*, s.n_pings - pr.ping_log_limit AS past, pr.ping_log_days AS days,
                     row_number() OVER (
                       PARTITION BY p.check_id, p.kind, p.n <= s.n_pings - pr.ping_log_limit
                       ORDER BY p.n DESC) AS nth
                FROM pings p JOIN check_state s USING (check_id), projects pr) p
       WHERE (n > past OR kind = 'fail' AND nth <= 10)
         AND (days = 0 OR at >= now() - make_interval(days => days))
      """;

  @Test
  void bodies_go_before_their_pings_and_young_ones_stay() {
    keeping(1_000, 0, 2);
    long check = world.check("hourly");
    pings(check, "success", 200, 200);
    long fresh = world.check("fresh");
    pings(fresh, "success", 70, 70); // the third day is not over yet
    walk(new BodyPruning(UpkeepLimits.DEFAULTS));
    String bodies =
        "SELECT count(*) || ' from ' || min(n) AS t FROM pings WHERE check_id = ? AND body IS NOT NULL";
    assertThat(world.texts(bodies, check)).containsExactly("48 from 153");
    assertThat(world.texts(bodies, fresh)).containsExactly("70 from 1");
    assertThat(kept(check)).containsExactly("success 200 from 1");
  }

  @Test
  void in_small_steps_a_body_goes_within_a_day_after_its_time() {
    keeping(1_000, 0, 2);
    long check = world.check("hourly");
    pings(check, "success", 200, 200);
    walk(new BodyPruning(limits));
    assertThat(world.one("SELECT min(n) AS n FROM pings WHERE body IS NOT NULL"))
        .isBetween(129L, 153L);
  }

  @Test
  void an_old_date_among_young_ones_hides_no_body() {
    keeping(1_000, 0, 2);
    long check = world.check("replayed");
    pings(check, "success", 20, 100);
    pings(check, "success", 5, 30);
    pings(check, "success", 1, 100); // a listener that was away sends it now
    walk(new BodyPruning(limits));
    assertThat(world.texts("SELECT bodies_removed::text AS t FROM checks")).containsExactly("20");
    world.run("UPDATE pings SET at = at - interval '3 d'");
    walk(new BodyPruning(limits));
    assertThat(world.one("SELECT count(*) AS n FROM pings WHERE body IS NOT NULL")).isZero();
  }

  @Test
  void where_bodies_are_kept_as_long_as_pings_nothing_is_emptied() {
    long check = world.check("hourly");
    pings(check, "success", 50, 5_000);
    walk(new BodyPruning(limits));
    assertThat(world.one("SELECT count(*) AS n FROM pings WHERE body IS NULL")).isZero();
  }
}
