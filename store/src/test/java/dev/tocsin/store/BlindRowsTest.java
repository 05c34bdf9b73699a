package dev.tocsin.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.Ear;
import dev.tocsin.domain.check.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BlindRowsTest {

  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final int HOURS = 60;

  @Test
  void reading_a_part_says_of_that_part_what_reading_everything_says() {
    long first = System.nanoTime();
    try (Db db = Db.open(TestPostgres.freshDatabase())) {
      for (long seed = first; seed < first + 12; seed++) {
        var random = new Random(seed);
        db.update("test", "TRUNCATE streams, deaf_times");
        BlindTimes all = BlindTimes.of(ears(db, random), BlindTimes.FAILOVER_BLIND);
        for (int look = 0; look < 10; look++) {
          Instant since = at(random.nextInt(HOURS * 60));
          BlindTimes read = db.transaction("test", tx -> BlindRows.read(tx, since));
          assertThat(read.endingAfter(since))
              .as("seed %d, since %s", seed, since)
              .isEqualTo(all.endingAfter(since));
        }
      }
    }
  }

  @Test
  void what_a_restored_database_has_forgotten_is_blind_whoever_listened() {
    try (Db db = Db.open(TestPostgres.freshDatabase())) {
      write(db, new Ear("a", at(0), at(100), null, false, List.of()));
      db.update(
          "test",
          """
          INSERT INTO deaf_times (stream_id, node, since, until, cause)
          VALUES (?, '', ?, ?, 'restored')
          """,
          BlindTimes.ALL_STREAMS,
          at(20),
          at(30));
      assertThat(db.transaction("test", tx -> BlindRows.read(tx, at(10))).intervals())
          .containsExactly(new Interval(at(20), at(30)));
      assertThat(db.transaction("test", tx -> BlindRows.read(tx, at(25))).intervals())
          .as("whole, although it began before")
          .containsExactly(new Interval(at(20), at(30)));
    }
  }

  /** Mostly one after the other, with restarts, crashes and deafness; neighbours often touch. */
  private static List<Ear> ears(Db db, Random random) {
    List<Ear> ears = new ArrayList<>();
    int minute = random.nextInt(60);
    while (minute < HOURS * 60 - 200) {
      int heard = minute + 1 + random.nextInt(600);
      boolean lost = random.nextInt(3) == 0;
      boolean open = heard > HOURS * 60 - 200;
      int closed = heard + (lost ? random.nextInt(random.nextBoolean() ? 3 : 300) : 0);
      String node = random.nextInt(3) == 0 ? "b" : "a";
      List<Interval> deaf = new ArrayList<>();
      for (int i = random.nextInt(6), from = minute; i > 0 && from < heard; i--) {
        int until = Math.min(heard, from + 1 + random.nextInt(90));
        deaf.add(new Interval(at(from), at(until)));
        from = random.nextBoolean() ? until : until + random.nextInt(200);
      }
      var ear = new Ear(node, at(minute), at(heard), open ? null : at(closed), lost && !open, deaf);
      write(db, ear);
      ears.add(ear);
      int next = random.nextInt(3) == 0 ? random.nextInt(3) - 1 : random.nextInt(240) - 60;
      minute = Math.max(minute + 1, heard + next);
    }
    return ears;
  }

  private static void write(Db db, Ear ear) {
    UUID id = UUID.randomUUID();
    db.update(
        "test",
        """
        INSERT INTO streams (id, node, opened_at, heard_through, closed_at, closed_why)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        id,
        ear.node(),
        ear.openedAt(),
        ear.heardThrough(),
        ear.closedAt(),
        ear.closedAt() == null ? null : ear.lost() ? "ended" : "stopped");
    for (Interval deaf : ear.deaf()) {
      db.update(
          "test",
          """
          INSERT INTO deaf_times (stream_id, node, since, until, cause)
          VALUES (?, 'a', ?, ?, ?)
          """,
          id,
          deaf.since(),
          deaf.until(),
          "cause " + deaf);
    }
  }

  private static Instant at(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }
}
