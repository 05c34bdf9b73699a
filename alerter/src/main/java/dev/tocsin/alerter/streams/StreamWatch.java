package dev.tocsin.alerter.streams;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.alerter.streams.Standstill.Loss;
import dev.tocsin.store.Db;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one lost node from holding everybody's alerts for ever. The watermark waits for every open
 * stream, and an idle one moves every 250 ms; so one that stands still is either busy, cut off, or
 * dead. Its node is asked which. What is lost is retired: its row is closed and {@code
 * heard_through} left where it is, so that the time from there to now is blind, and excuses.
 *
 * <p>Retiring is the one thing here that could falsify an alert, so it is hedged: only what stood
 * still through an unbroken row of our own looks counts (while the database was away, all streams
 * stood still), and the update asks that the row is still where it was. Several alerters may watch;
 * one of them retires.
 */
public final class StreamWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StreamWatch.class);

  private final Db db;
  private final StreamLimits limits;
  private final Asking nodes;
  private final AlerterMetrics metrics;
  private final LongSupplier nanoTime;
  private final Map<UUID, Standstill> streams = new HashMap<>();
  private final Map<UUID, Answer> answers = new ConcurrentHashMap<>();
  private final Map<UUID, Long> answeredAt = new ConcurrentHashMap<>();
  private final Set<UUID> asking = ConcurrentHashMap.newKeySet();
  private final Set<UUID> told = new HashSet<>();
  private final ExecutorService askers;
  private long lastLook;
  private boolean looked;
  private volatile List<StillStream> still = List.of();

  /** Asks the node at an address whether it writes a stream; see {@link NodeProbe#ask}. */
  @FunctionalInterface
  interface Asking {
    Answer ask(String address, UUID stream);
  }

  /** A stream that stands still, for people. */
  public record StillStream(UUID id, String node, String words, Duration lasts) {}

  public StreamWatch(Db db, StreamLimits limits, AlerterMetrics metrics) {
    this(db, limits, metrics, System::nanoTime);
  }

  StreamWatch(Db db, StreamLimits limits, AlerterMetrics metrics, LongSupplier nanoTime) {
    this(db, limits, metrics, nanoTime, new NodeProbe(limits.answer())::ask, threads(limits));
  }

  /**
   * @param askers run the questions; the watch closes them
   */
  StreamWatch(
      Db db,
      StreamLimits limits,
      AlerterMetrics metrics,
      LongSupplier nanoTime,
      Asking nodes,
      ExecutorService askers) {
    this.db = db;
    this.limits = limits;
    this.nodes = nodes;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
    this.askers = askers;
  }

  private static ExecutorService threads(StreamLimits limits) {
    return Executors.newFixedThreadPool(
        limits.probes(),
        work -> {
          Thread thread = new Thread(work, "alerter-probe");
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Looks at all open streams once; never true: there is nothing to do until the next look. */
  public boolean runOnce() {
    List<OpenStream> open =
        db.query(
            "looking at the streams",
            """
            SELECT id, node, address, heard_through, cursor, stalled_why IS NOT NULL AS stopped
              FROM streams WHERE closed_at IS NULL ORDER BY opened_at, id
            """,
            OpenStream::of);
    long now = nanoTime.getAsLong();
    if (looked && now - lastLook > limits.gap().toNanos()) {
      streams.clear();
      answers.clear();
    }
    looked = true;
    lastLook = now;
    look(open, now);
    List<Standstill> standing = streams.values().stream().filter(s -> s.still(now)).toList();
    standing.forEach(one -> ask(one.stream(), now));
    standing.forEach(one -> one.loss(now).ifPresent(loss -> retire(one, loss)));
    show(now);
    return false;
  }

  private void look(List<OpenStream> open, long now) {
    streams.keySet().retainAll(open.stream().map(OpenStream::id).collect(Collectors.toSet()));
    for (OpenStream stream : open) {
      Standstill known = streams.get(stream.id());
      if (known == null) {
        streams.put(stream.id(), new Standstill(limits, stream, now));
      } else {
        Answer said = answers.remove(stream.id());
        if (said != null) {
          known.answered(said, now);
        }
        known.look(stream, now); // last: who moved meanwhile is not judged by an older answer
      }
    }
  }

  private void ask(OpenStream stream, long now) {
    UUID id = stream.id();
    Long before = answeredAt.get(id);
    boolean due = before == null || now - before >= limits.probeEvery().toNanos();
    if (stream.address().isEmpty() || !due || !asking.add(id)) {
      return;
    }
    try {
      askers.execute(
          () -> {
            answers.put(id, nodes.ask(stream.address(), id));
            answeredAt.put(id, nanoTime.getAsLong());
            asking.remove(id);
          });
    } catch (RejectedExecutionException e) {
      log.debug("closing: nobody is asked any more");
    }
  }

  private void retire(Standstill lost, Loss loss) {
    OpenStream stream = lost.stream();
    // A row that somebody holds belongs to a process that lives.
    int retired =
        db.update(
            "retiring stream " + stream.id(),
            """
            UPDATE streams SET closed_at = clock_timestamp(), closed_why = ?
             WHERE id = (SELECT id FROM streams
                          WHERE id = ? AND closed_at IS NULL AND heard_through = ? AND cursor = ?
                            FOR UPDATE SKIP LOCKED)
            """,
            loss.word(),
            stream.id(),
            stream.heardThrough(),
            stream.cursor());
    if (retired == 1) {
      metrics.streamRetired(loss.word());
      log.error(
          "stream {} of {} is retired ({}): it has not moved since {}, {}. What it may have heard"
              + " from then on is excused; its journal is replayed when its node starts again",
          stream.id(),
          stream.node(),
          loss.word(),
          stream.heardThrough(),
          lost.answer().words());
    }
    streams.remove(stream.id());
  }

  private void show(long now) {
    answeredAt.keySet().retainAll(streams.keySet());
    still =
        streams.values().stream()
            .filter(one -> one.lasts(now).compareTo(limits.worthALine()) >= 0)
            .map(one -> shown(one, now))
            .toList();
    Set<UUID> ids = still.stream().map(StillStream::id).collect(Collectors.toSet());
    told.stream()
        .filter(id -> !ids.contains(id))
        .forEach(id -> log.info("stream {} no longer stands still", id));
    told.retainAll(ids);
    still.stream()
        .filter(one -> told.add(one.id()))
        .forEach(
            one ->
                log.warn(
                    "stream {} of {} stands still, and alerts wait for it: {}",
                    one.id(),
                    one.node(),
                    one.words()));
    metrics.streamsStill(still.size());
  }

  private static StillStream shown(Standstill one, long now) {
    OpenStream stream = one.stream();
    String words = stream.stopped() ? "it was stopped; its log says why" : one.answer().words();
    return new StillStream(stream.id(), stream.node(), words, one.lasts(now));
  }

  /** The streams that stand still, as of the last look. Thread-safe. */
  public List<StillStream> still() {
    return still;
  }

  /** Whether no question is open. */
  boolean idle() {
    return asking.isEmpty();
  }

  /** Asks nobody any more. */
  @Override
  public void close() {
    askers.shutdownNow();
  }
}
