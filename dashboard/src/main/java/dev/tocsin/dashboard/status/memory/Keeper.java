package dev.tocsin.dashboard.status.memory;

import dev.tocsin.dashboard.board.Board;
import dev.tocsin.dashboard.board.Boards;
import dev.tocsin.dashboard.status.Logo;
import dev.tocsin.dashboard.status.StatusPage;
import dev.tocsin.dashboard.status.StatusPages;
import dev.tocsin.dashboard.status.view.PageView;
import dev.tocsin.dashboard.status.view.Papers;
import dev.tocsin.dashboard.status.view.Press;
import dev.tocsin.dashboard.status.view.ViewReader;
import dev.tocsin.store.Db;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the pages and keeps them: in memory for who asks, on disk for a start without a database.
 * Nobody who asks for a page waits for this, and nobody makes it work harder by asking. When the
 * database is away, the pages stay as they were, and say how old they are. One thread at a time
 * refreshes.
 */
public final class Keeper {

  private static final Logger log = LoggerFactory.getLogger(Keeper.class);

  private static final long NOT_LOOKING = Long.MIN_VALUE;

  /** A look that takes longer waits for a database that does not answer. */
  private static final Duration SLOW = Duration.ofSeconds(5);

  private final Limits limits;
  private final StatusPages pages;
  private final Boards boards;
  private final ViewReader reader;
  private final Press press;
  private final Addresses addresses;
  private final Shelf shelf;
  private final Optional<SnapshotFiles> files;
  private volatile Map<UUID, Snapshot> kept;
  private volatile boolean away;
  private volatile long lookingSince = NOT_LOOKING;
  private boolean full;

  /**
   * What all pages of an installation may take.
   *
   * @param pages more are not shown, the oldest first are
   * @param bytes of memory; what does not fit is not shown, and the log says so
   */
  public record Limits(int pages, long bytes) {
    /** For a machine with a few hundred megabytes. */
    public static final Limits USUAL = new Limits(500, 64L << 20);
  }

  /**
   * @param files empty: a start without a database shows no pages
   */
  public Keeper(
      Limits limits,
      Db db,
      Press press,
      Addresses addresses,
      Shelf shelf,
      Optional<SnapshotFiles> files) {
    this.limits = limits;
    this.pages = new StatusPages(db);
    this.boards = new Boards(db);
    this.reader = new ViewReader(db);
    this.press = press;
    this.addresses = addresses;
    this.shelf = shelf;
    this.files = files;
    Map<UUID, Snapshot> known = new LinkedHashMap<>();
    files.ifPresent(of -> of.read().forEach(page -> known.put(page.code(), page)));
    this.kept = known;
    shelf.show(kept.values(), Instant.now(), true);
  }

  /**
   * What is on disk, put up without a database.
   *
   * @param https whether browsers reach us by it
   */
  public static Shelf fromDisk(SnapshotFiles files, boolean https) {
    Shelf shelf = new Shelf(https);
    shelf.show(files.read(), Instant.now(), true);
    return shelf;
  }

  /** Looks once at everything that pages show. Blocks. */
  public void refresh() {
    lookingSince = System.nanoTime();
    try {
      kept = read();
      if (away) {
        log.info("status pages are made anew: the database is back");
      }
      away = false;
    } catch (RuntimeException e) {
      if (!away) {
        log.warn("status pages stay as they are: {}", e.getMessage());
      }
      away = true;
    }
    lookingSince = NOT_LOOKING;
    shelf.show(kept.values(), Instant.now(), away);
  }

  /** Lets pages say how old they are, while a look takes its time. From any thread. */
  void age() {
    long since = lookingSince;
    boolean hangs = since != NOT_LOOKING && System.nanoTime() - since > SLOW.toNanos();
    shelf.show(kept.values(), Instant.now(), away || hangs);
  }

  private Map<UUID, Snapshot> read() {
    Map<UUID, Snapshot> next = new LinkedHashMap<>();
    Map<Long, Board> byProject = new HashMap<>();
    long bytes = 0;
    boolean left = false;
    for (StatusPage page : pages.all(limits.pages())) {
      Board board = byProject.computeIfAbsent(page.projectId(), boards::of);
      Snapshot made = snapshot(page, board);
      bytes += made.size();
      if (bytes > limits.bytes()) {
        left = true;
        break;
      }
      next.put(page.code(), keep(made));
    }
    if (left && !full) {
      log.warn("status pages take more than {} bytes: the newest are not shown", limits.bytes());
    }
    full = left;
    reader.sweep();
    files.ifPresent(of -> of.retain(next.keySet()));
    return next;
  }

  private Snapshot snapshot(StatusPage page, Board board) {
    PageView view = reader.read(page, board, addresses.of(page), addresses.suffix(page));
    Papers papers = press.print(view);
    Optional<Logo> logo = page.logo() ? pages.logo(page.id()) : Optional.empty();
    return new Snapshot(
        page.code(),
        page.slug(),
        page.name(),
        page.shownAt().orElse(""),
        page.passwordHash().orElse(""),
        page.subscribable(),
        papers,
        logo.map(Logo::type).orElse(""),
        logo.map(Logo::bytes).orElse(new byte[0]),
        board.asOf(),
        Instant.now());
  }

  /** The old one, if nothing changed; and what is new goes to the disk. */
  private Snapshot keep(Snapshot made) {
    Snapshot was = kept.get(made.code());
    if (was != null && was.same(made)) {
      Snapshot still = was.asOf(made.asOf());
      files.ifPresent(of -> of.touch(still));
      return still;
    }
    files.ifPresent(of -> of.write(made));
    return made;
  }
}
