package dev.tocsin.dashboard.system;

import dev.tocsin.dashboard.blind.BlindTime;
import dev.tocsin.domain.schedule.Schedule;
import dev.tocsin.store.ControlRods;
import dev.tocsin.store.ControlRods.Rod;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import dev.tocsin.store.Processes;
import dev.tocsin.store.Processes.Difference;
import dev.tocsin.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole installation at a glance. Each part is read by itself: what the database does not
 * answer in time is missing, and the rest is there.
 */
public record Overview(
    Optional<List<Matter>> matters,
    Optional<Fleet> fleet,
    Optional<Heard> heard,
    Optional<LaneState.All> lanes,
    Optional<List<BlindTime>> blind,
    Optional<Long> quarantined,
    Optional<List<Rod>> rods,
    Optional<AlertLag> lag) {

  private static final Logger LOG = LoggerFactory.getLogger(Overview.class);

  /** More than that is read elsewhere. */
  private static final int MOST = 20;

  /** Something that is wrong, as operators are told of it. */
  public record Matter(long id, String title, List<String> lines, Instant since, String ackedBy) {}

  /** All processes of the last day, and where living ones of a role differ. */
  public record Fleet(List<ProcessState> processes, List<Difference> differences) {}

  /** All open streams, the one that is furthest behind first. */
  public record Heard(List<StreamState> streams) {

    /** The stream that holds the watermark; empty: no listener runs. */
    public Optional<StreamState> holder() {
      return streams.stream().findFirst();
    }

    /** How far alerts about missed deadlines are behind. */
    public Duration behind() {
      return holder().map(StreamState::behind).orElse(Duration.ZERO);
    }

    /** Bytes of all journals that were not applied. */
    public long backlog() {
      return streams.stream().mapToLong(stream -> stream.backlog().orElse(0L)).sum();
    }
  }

  /** Reads all of it; blocks. */
  public static Overview read(Db db) {
    return new Overview(
        part(db, "what is wrong", Overview::matters),
        part(db, "the processes", Overview::fleet),
        part(db, "the streams", Overview::heard),
        part(db, "the lanes", tx -> LaneState.read(tx, MOST)),
        part(
            db,
            "blind times",
            tx -> BlindTime.read(tx, Instant.EPOCH, Schedule.NEVER, Schedule.NEVER, 5)),
        part(db, "the quarantine", Quarantine::open),
        part(db, "the control rods", ControlRods::inForce),
        part(db, "the lag of alerts", AlertLag::read));
  }

  private static <T> Optional<T> part(Db db, String what, Function<Tx, T> read) {
    try {
      return Optional.of(db.transaction("reading " + what, read));
    } catch (DbException e) {
      LOG.warn("{} cannot be shown: {}", what, e.getMessage());
      return Optional.empty();
    }
  }

  private static List<Matter> matters(Tx tx) {
    return tx.query(
        "reading what is wrong",
        """
        SELECT id, title, lines, opened_at, acked_by FROM operator_alerts
         WHERE closed_at IS NULL ORDER BY opened_at, id LIMIT ?
        """,
        row ->
            new Matter(
                row.number("id"),
                row.string("title"),
                row.strings("lines"),
                row.instant("opened_at"),
                row.string("acked_by")),
        MOST);
  }

  static Fleet fleet(Tx tx) {
    return new Fleet(
        Processes.all(tx).stream().map(ProcessState::of).toList(), Processes.differences(tx));
  }

  private static Heard heard(Tx tx) {
    Map<String, ProcessState> writers = new HashMap<>();
    Processes.all(tx).stream()
        .map(ProcessState::of)
        .forEach(one -> one.journal().ifPresent(journal -> writers.put(journal.stream(), one)));
    List<StreamState> streams =
        tx.query(
            "reading the streams",
            """
            SELECT id, node, heard_through, greatest(now() - heard_through, interval '0') AS behind,
                   cursor, stalled_why
              FROM streams WHERE closed_at IS NULL ORDER BY heard_through, id
            """,
            row ->
                new StreamState(
                    row.uuid("id").toString(),
                    row.string("node"),
                    row.instant("heard_through"),
                    row.duration("behind"),
                    row.number("cursor"),
                    row.stringOrNull("stalled_why"),
                    writers.get(row.uuid("id").toString())));
    return new Heard(streams);
  }
}
