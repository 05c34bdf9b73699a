package dev.tocsin.dashboard.system;

import dev.tocsin.dashboard.blind.BlindTime;
import dev.tocsin.dashboard.system.ProcessState.Ending;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

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
    Optional<AlertLag> lag,
    Optional<List<SettingsChange>> settingsChanges) {

  private static final Logger LOG = LoggerFactory.getLogger(Overview.class);

  /** More than that is read elsewhere. */
  private static final int MOST = 20;

  /** Something that is wrong, as operators are told of it. */
  public record Matter(long id, String title, List<String> lines, Instant since, String ackedBy) {}

  /** All processes of the last day, and where living ones of a role differ. */
  public record Fleet(List<ProcessState> processes, List<Difference> differences) {

    /** What living processes know to end by itself within a month, the first to end first. */
    public List<Ending> ends() {
      return processes.stream()
          .filter(process -> process.row().alive())
          .flatMap(process -> process.ends().stream())
          .distinct()
          .sorted(Comparator.comparing(Ending::at).thenComparing(Ending::what))
          .toList();
    }
  }

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

  /** What there is to be seen while the database is away. */
  public static final Overview NOTHING =
      new Overview(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** Reads all of it; blocks. */
  public static Overview read(Db db) {
    Parts parts = new Parts(db);
    return new Overview(
        parts.read("what is wrong", Overview::matters),
        parts.read("the processes", Overview::fleet),
        parts.read("the streams", Overview::heard),
        parts.read("the lanes", tx -> LaneState.read(tx, MOST)),
        parts.read(
            "blind times",
            tx -> BlindTime.read(tx, Instant.EPOCH, Schedule.NEVER, Schedule.NEVER, 5)),
        parts.read("the quarantine", Quarantine::open),
        parts.read("the control rods", ControlRods::inForce),
        parts.read("the lag of alerts", AlertLag::read),
        parts.read("changes of settings", tx -> SettingsChange.latest(tx, MOST)));
  }

  /** Reads one after the other; none is asked for any more once the database is away. */
  private static final class Parts {
    private final Db db;
    private boolean away;

    Parts(Db db) {
      this.db = db;
    }

    <T> Optional<T> read(String what, Function<Tx, T> how) {
      if (away) {
        return Optional.empty();
      }
      try {
        return Optional.of(db.transaction("reading " + what, how));
      } catch (DbException e) {
        away = e.isAway();
        LOG.atLevel(away ? Level.DEBUG : Level.WARN)
            .log("{} cannot be shown: {}", what, e.getMessage()); // others tell of the database
        return Optional.empty();
      }
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
