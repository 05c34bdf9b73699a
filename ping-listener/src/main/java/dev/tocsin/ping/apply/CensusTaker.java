package dev.tocsin.ping.apply;

import dev.tocsin.ping.pg.Lease;
import dev.tocsin.ping.pg.PgTrouble;
import dev.tocsin.ping.pg.Postgres;
import io.vertx.core.Context;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link Census} by reading the checks in the order in which they were made: all of them at
 * first and then now and again, and meanwhile those that are new. One connection, on a thread of
 * its own, for as long as a page takes.
 */
final class CensusTaker implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CensusTaker.class);

  /** How often new checks are looked for. */
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** How often all are read again: forgets the deleted, and learns what another server knows. */
  private static final Duration RECOUNT_EVERY = Duration.ofMinutes(15);

  /** How often ping keys and edited slugs are read: whoever changes one waits so long for it. */
  private static final Duration EDITED_EVERY = Duration.ofSeconds(30);

  /**
   * How often checks that were read within their first minute are read again: a hundred thousand
   * that are made at once are not to be read each second of it.
   */
  private static final Duration YOUNG_EVERY = Duration.ofSeconds(15);

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final int PAGE = 10_000;

  /** What was learned is kept so soon; a large one more seldom: pings wait for the same disk. */
  private static final Duration KEPT_EVERY = Duration.ofSeconds(5);

  private static final int KEPT_SHARE = 500;

  /** The next try when it cannot be written: a full disk has more urgent matters. */
  private static final Duration NOT_KEPT = Duration.ofMinutes(1);

  /**
   * A transaction may commit a check with a lower id than one that was read already: what is
   * younger than a minute is read again.
   */
  private static final String CHECKS =
      """
      SELECT id, code, created_at < now() - interval '1 minute' AS settled, project_id, slug
        FROM checks WHERE id > $1 ORDER BY id LIMIT $2
      """;

  private static final String PROJECTS = "SELECT ping_key, id FROM projects LIMIT $1";

  /** From here on transactions may still be open, or to come. */
  private static final String NOW = "SELECT (pg_snapshot_xmin(pg_current_snapshot())::xid)::text";

  /** What was written since; no index is needed, and none is worth it twice a minute. */
  private static final String EDITED =
      """
      SELECT code, project_id, slug FROM checks
       WHERE slug <> '' AND age(xmin) <= age($1::text::xid) LIMIT $2
      """;

  private final Postgres postgres;
  private final Census census;
  private final CensusFile file;
  private final BooleanSupplier rightDatabase;
  private final Context context;
  private final long timer;
  private final AtomicBoolean looking = new AtomicBoolean();
  private final Every recount = new Every(RECOUNT_EVERY);
  private final Every young;
  private final Every edited;
  private volatile Quotas quotas = Quotas.NONE;
  private boolean failed = true; // this and the next four: only while looking
  private String editedUpTo = "";
  private boolean whole;
  private long settledThrough;
  private long readThrough;
  private long kept; // of the census' changes
  private long keptNext; // nanoTime

  /**
   * Begins with what was kept, and reads as soon as it can.
   *
   * @param file where it is kept
   * @param rightDatabase whether what answers is known to be ours; if not, nothing is learned
   */
  CensusTaker(Postgres postgres, Census census, CensusFile file, BooleanSupplier rightDatabase) {
    this(postgres, census, file, rightDatabase, EVERY, EDITED_EVERY, YOUNG_EVERY);
  }

  CensusTaker(
      Postgres postgres,
      Census census,
      CensusFile file,
      BooleanSupplier rightDatabase,
      Duration every,
      Duration editedEvery,
      Duration youngEvery) {
    this.postgres = postgres;
    this.census = census;
    this.file = file;
    this.rightDatabase = rightDatabase;
    this.edited = new Every(editedEvery);
    this.young = new Every(youngEvery);
    this.context = postgres.context();
    file.read().ifPresent(census::remember);
    this.keptNext = System.nanoTime();
    this.timer = context.owner().setPeriodic(1, every.toMillis(), id -> look());
  }

  /** How many pings a minute some projects may send, as it was read last. */
  Quotas quotas() {
    return quotas;
  }

  private void look() {
    if (postgres.away() || !rightDatabase.getAsBoolean() || !looking.compareAndSet(false, true)) {
      return;
    }
    context.executeBlocking(this::read, false).onComplete(done -> looking.set(false));
  }

  private boolean read() {
    try {
      boolean afresh = recount.due() || failed;
      if (afresh) {
        census.recount();
        settledThrough = 0;
        readThrough = 0;
        whole = true;
      }
      failed = true;
      if (edited.due() || afresh) {
        readEdited(afresh);
        census.keys(projects());
        quotas = QuotaTaker.read(this::ask);
      }
      readChecks();
      failed = false;
      keep();
    } catch (RuntimeException e) {
      log.debug("checks are not counted: {}", PgTrouble.line(e)); // others tell of the database
    }
    return !failed;
  }

  private void keep() {
    long changes = census.changes();
    long began = System.nanoTime();
    if (changes == kept || began - keptNext < 0) {
      return;
    }
    try {
      file.write(census.known());
      kept = changes;
      long took = System.nanoTime() - began;
      keptNext = began + Math.max(KEPT_EVERY.toNanos(), KEPT_SHARE * took);
    } catch (IOException e) {
      log.warn("which checks there are cannot be kept for the next start: {}", e.toString());
      keptNext = began + NOT_KEPT.toNanos();
    }
  }

  private void readChecks() {
    boolean settled = young.due() || readThrough == 0;
    long page = settled ? settledThrough : readThrough;
    int rows = PAGE;
    while (rows == PAGE && whole) {
      List<Census.Found> found = new ArrayList<>();
      for (Row row : ask(CHECKS, Tuple.of(page, PAGE))) {
        page = row.getLong(0);
        found.add(new Census.Found(row.getUUID(1), row.getLong(3), row.getString(4)));
        settled &= row.getBoolean(2);
        settledThrough = settled ? page : settledThrough;
      }
      rows = found.size();
      whole = census.add(found);
    }
    readThrough = page;
    census.counted(whole);
  }

  /** All checks are read anyway, or those that were written since the last time. */
  private void readEdited(boolean afresh) {
    String now = ask(NOW, Tuple.tuple()).iterator().next().getString(0);
    if (!afresh) {
      List<Census.Found> found = new ArrayList<>();
      for (Row row : ask(EDITED, Tuple.of(editedUpTo, PAGE))) {
        found.add(new Census.Found(row.getUUID(0), row.getLong(1), row.getString(2)));
      }
      census.edited(found);
      whole &= found.size() < PAGE; // so many at once: not ruled out before the next recount
    }
    editedUpTo = now;
  }

  private Map<String, Long> projects() {
    Map<String, Long> all = new HashMap<>();
    for (Row row : ask(PROJECTS, Tuple.of(Census.MOST_KEYS + 1))) {
      all.put(row.getString(0), row.getLong(1));
    }
    return all;
  }

  private Iterable<Row> ask(String sql, Tuple parameters) {
    Lease lease = Blocking.get(postgres.lease(TIMEOUT), TIMEOUT.multipliedBy(2));
    Work work = new Work(lease, TIMEOUT);
    try {
      Iterable<Row> rows = work.answer(work.send(sql, parameters));
      work.commit();
      return rows;
    } catch (RuntimeException e) {
      work.giveUp(e);
      throw e;
    }
  }

  @Override
  public void close() {
    context.owner().cancelTimer(timer);
  }
}
