package dev.tocsin.drills.sim;

import dev.tocsin.domain.check.CheckRules;
import dev.tocsin.domain.schedule.Schedule;
import dev.tocsin.domain.schedule.Schedules;
import dev.tocsin.store.Db;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Makes a project, its channels and its checks: all kinds of schedules, in zones that shift. */
final class Fleet {

  /**
   * Names of the channels, each with a provider of its own; the first two group, the others not.
   */
  static final List<String> CHANNELS = List.of("mail", "chat", "hook", "pager");

  private static final String[] CRONS = {
    "*/10 * * * *",
    "*/15 * * * *",
    "7,37 * * * *",
    "0 * * * *",
    "20 1-4 * * *",
    "30 2 * * *",
    "5 0-23/2 * * *",
    "45 1 * * SUN",
    "*/20 0-12 * * *"
  };

  private static final String[] CALENDARS = {
    "*:0/10",
    "*:0/30:20",
    "hourly",
    "*-*-* 02:30:00",
    "*-*-* 00..05:15:00",
    "Sun *-*-* 01..04:40",
    "*-*-* *:05,35"
  };

  private static final String[] ZONES = {
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "America/Sao_Paulo"
  };

  private static final int[] PERIODS = {120, 300, 600, 900, 1_800, 1_800, 3_600, 3_600, 86_400};
  private static final int[] GRACES = {60, 90, 180, 300, 600};

  private record Plan(UUID code, String kind, int period, int grace, String text, String zone) {

    CheckRules rules() {
      Schedule schedule = Schedules.of(kind, Duration.ofSeconds(period), text, zone);
      return new CheckRules(schedule, Duration.ofSeconds(grace), false);
    }

    Duration pace(Instant now) {
      Schedule schedule = rules().schedule();
      Instant next = schedule.nextAfter(now);
      return Duration.between(next, schedule.nextAfter(next));
    }
  }

  private final Random random;
  private final Instant now;

  Fleet(Random random, Instant now) {
    this.random = random;
    this.now = now;
  }

  List<Watched> make(Db db, SecretBox secrets, int checks) {
    return db.transaction("making a fleet", tx -> make(tx, secrets, checks));
  }

  private List<Watched> make(Tx tx, SecretBox secrets, int checks) {
    long project =
        number(
            tx,
            """
            INSERT INTO projects (name, ping_key, check_limit) VALUES ('Fleet', 'key', 1000000)
            RETURNING id AS n
            """);
    List<Long> channels = new ArrayList<>();
    for (String name : CHANNELS) {
      byte[] settings = secrets.seal(name.getBytes(StandardCharsets.UTF_8));
      String kind = channels.size() < 2 ? "group" : "single";
      channels.add(
          number(
              tx,
              "INSERT INTO channels (project_id, kind, name, settings) VALUES (?, ?, ?, ?)"
                  + " RETURNING id AS n",
              project,
              kind,
              name,
              settings));
    }
    tx.update("lanes", "INSERT INTO lanes (channel_id) SELECT unnest(?)", channels);
    List<Watched> fleet = new ArrayList<>();
    for (int i = 0; i < checks; i++) {
      Plan plan = plan();
      long id = insert(tx, project, i, plan);
      int first = random.nextInt(CHANNELS.size());
      int second = random.nextInt(CHANNELS.size());
      List<Integer> told = first == second ? List.of(first) : List.of(first, second);
      for (int channel : told) {
        tx.update(
            "assigning", "INSERT INTO check_channels VALUES (?, ?)", id, channels.get(channel));
      }
      List<String> names = told.stream().map(CHANNELS::get).toList();
      fleet.add(new Watched(id, plan.code(), plan.rules(), plan.pace(now), names));
    }
    tx.update("states", "INSERT INTO check_state (check_id) SELECT id FROM checks");
    return fleet;
  }

  private Plan plan() {
    UUID code = new UUID(random.nextLong(), random.nextLong());
    String kind =
        List.of(Schedules.SIMPLE, Schedules.SIMPLE, Schedules.CRON, Schedules.ONCALENDAR)
            .get(random.nextInt(4));
    String text = kind.equals(Schedules.ONCALENDAR) ? any(CALENDARS) : any(CRONS);
    int period = PERIODS[random.nextInt(PERIODS.length)];
    return new Plan(code, kind, period, GRACES[random.nextInt(GRACES.length)], text, any(ZONES));
  }

  private String any(String... of) {
    return of[random.nextInt(of.length)];
  }

  private static long insert(Tx tx, long project, int number, Plan plan) {
    return number(
        tx,
        """
        INSERT INTO checks (project_id, code, name, kind, timeout, grace, schedule, tz)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id AS n
        """,
        project,
        plan.code(),
        "job " + number,
        plan.kind(),
        Duration.ofSeconds(plan.period()),
        Duration.ofSeconds(plan.grace()),
        plan.text(),
        plan.zone());
  }

  private static long number(Tx tx, String sql, Object... parameters) {
    return tx.first("making a fleet", sql, row -> row.number("n"), parameters).orElseThrow();
  }
}
