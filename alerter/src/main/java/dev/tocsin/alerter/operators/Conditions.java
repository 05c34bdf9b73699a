package dev.tocsin.alerter.operators;

import dev.tocsin.alerter.streams.StreamWatch.StillStream;
import dev.tocsin.store.Db;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** The conditions that the rows of the database tell of. */
public final class Conditions {

  /** A backlog after a restart of the database is none. */
  private static final Duration BACKLOG = Duration.ofSeconds(15);

  /** A machine that is started again is back by then. */
  private static final Duration RESTART = Duration.ofSeconds(20);

  private Conditions() {}

  /** What only an alerter looks at. */
  public static List<Condition> ofAlerter(Db db, Supplier<List<StillStream>> still) {
    return List.of(
        new StreamsStill(still).lasting(RESTART),
        new StreamsLost(db).inDatabase(),
        new WatermarkBehind(db).lasting(BACKLOG).inDatabase(),
        new QueueOld(db).lasting(BACKLOG).inDatabase(),
        new BadRecords(db).inDatabase(),
        new ClockJumps(db).inDatabase(),
        new MuteProjects(db).inDatabase(),
        new RodsSet(db).inDatabase(),
        new KeysEnding(db).inDatabase());
  }

  /** What every process asks for itself. */
  public static Condition databaseAway(Db db, String node) {
    return new DatabaseAway(db, node);
  }
}
