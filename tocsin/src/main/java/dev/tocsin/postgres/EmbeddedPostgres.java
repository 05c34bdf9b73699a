package dev.tocsin.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Postgres server that lives as long as we do.
 *
 * <p>One thread starts it, waits for its end, and starts it again on the same port, until {@link
 * #close}. That thread must live on: Linux tells a child that its parent died when the <em>thread
 * that started it</em> ends. Whatever an earlier process left behind on the folder is stopped
 * first.
 */
public final class EmbeddedPostgres implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

  /** Recovery after a crash reads up to a gigabyte of WAL: on a slow disk people want to know. */
  private static final Duration TELL_EVERY = Duration.ofSeconds(15);

  /** A fast stop writes a checkpoint; past this we take an immediate one, which WAL repairs. */
  private static final Duration STOP = Duration.ofSeconds(4);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** Between two looks whether the process before us has let go of the folder. */
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Home home;
  private final String holder;
  private final Cluster cluster;
  private final Postmaster postmaster;
  private final Access access;
  private final ServerLog serverLog = new ServerLog();
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private final Thread supervisor = new Thread(this::supervise, "postgres");
  private volatile boolean stopping;
  private volatile @Nullable Process server;
  private volatile @Nullable DirLock lock;

  private EmbeddedPostgres(Home home, String holder, Cluster cluster, Access access) {
    this.home = home;
    this.holder = holder;
    this.cluster = cluster;
    this.postmaster = new Postmaster(home.cluster());
    this.access = access;
    supervisor.setDaemon(true);
  }

  /**
   * Starts the server and returns when it takes connections.
   *
   * @param dir its folder, made if missing
   * @param holder what this process says of itself to a second one that wants the same folder
   */
  public static EmbeddedPostgres start(Path dir, String holder) throws PostgresException {
    try {
      Home home = Home.in(dir);
      DirLock lock = DirLock.take(home.lock(), holder);
      try {
        EmbeddedPostgres postgres = prepare(home, holder);
        postgres.lock = lock;
        postgres.supervisor.start();
        postgres.awaitStarted();
        return postgres;
      } catch (IOException | PostgresException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new PostgresException("cannot start Postgres in " + dir, e);
    }
  }

  /**
   * As {@link #start}, for a process that takes the place of the one that runs a server on this
   * folder: that one is used until its process has let go of the folder, then one of our own, on
   * the same port. In between, connections fail for a second or two.
   */
  public static EmbeddedPostgres follow(Path dir, String holder) throws PostgresException {
    Access running =
        running(dir)
            .orElseThrow(
                () -> new PostgresException("no Postgres of another process runs in " + dir));
    try {
      Home home = Home.in(dir);
      Cluster cluster = new Cluster(home, Launcher.forUserOf(home.dir()));
      EmbeddedPostgres postgres = new EmbeddedPostgres(home, holder, cluster, running);
      postgres.started.complete(null);
      postgres.supervisor.start();
      return postgres;
    } catch (IOException e) {
      throw new PostgresException("cannot follow the Postgres in " + dir, e);
    }
  }

  /**
   * How to reach the server that another process of ours runs on this folder, if one does: for
   * commands given while {@code up} runs.
   */
  public static Optional<Access> running(Path dir) {
    try {
      Home home = new Home(dir.toRealPath());
      return new Postmaster(home.cluster()).isServing() ? home.lastAccess() : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Who has the folder; empty: nobody. */
  public static Optional<Holder> holder(Path dir) {
    return DirLock.holder(dir.resolve("lock"));
  }

  private static EmbeddedPostgres prepare(Home home, String holder)
      throws IOException, PostgresException {
    Launcher launcher = Launcher.forUserOf(home.dir());
    Binaries.unpack(home.binaries());
    Cluster cluster = new Cluster(home, launcher);
    cluster.create();
    new Postmaster(home.cluster()).clear();
    Access access = new Access(home.choosePort(), home.password());
    return new EmbeddedPostgres(home, holder, cluster, access);
  }

  /** The same from start to {@link #close}, however often the server is started again. */
  public Access access() {
    return access;
  }

  private void awaitStarted() throws PostgresException {
    try {
      started.get();
    } catch (ExecutionException e) {
      throw new PostgresException("Postgres does not start", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new PostgresException("interrupted while Postgres was starting");
    }
  }

  private void supervise() {
    Duration pause = FIRST_PAUSE;
    while (!stopping) {
      long since = System.nanoTime();
      String end = runOnce();
      if (!started.isDone()) {
        started.completeExceptionally(new IllegalStateException(end));
        return;
      }
      if (stopping) {
        return;
      }
      boolean lasted = System.nanoTime() - since > LONGEST_PAUSE.toNanos();
      pause = lasted ? FIRST_PAUSE : shorter(pause.multipliedBy(2), LONGEST_PAUSE);
      log.warn("Postgres ended ({}); starting it again in {} ms", end, pause.toMillis());
      Postmaster.await(() -> stopping, pause);
    }
  }

  /** One life of the server; returns what it died of. */
  private String runOnce() {
    try {
      if (lock == null) {
        lock = awaitLock();
        Binaries.unpack(home.binaries());
      }
      postmaster.clear();
      Process process = cluster.launch(access.port());
      server = process;
      if (stopping) {
        stop(process); // close() may have looked before we had it
      }
      serverLog.follow(process);
      awaitReady(process);
      if (process.isAlive()) {
        log.info("Postgres takes connections on 127.0.0.1:{}", access.port());
        started.complete(null);
      }
      int exit = process.waitFor();
      String end = "exit code " + exit;
      return started.isDone() ? end : end + ", " + serverLog.lastWords();
    } catch (IOException | PostgresException e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private DirLock awaitLock() throws IOException, PostgresException {
    while (true) {
      try {
        return DirLock.take(home.lock(), holder);
      } catch (HeldByAnotherException e) {
        Postmaster.await(() -> stopping, LOOK);
        if (stopping || Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
    }
  }

  /** Returns when it takes connections or has ended; a recovery may take as long as it needs. */
  private void awaitReady(Process process) {
    long since = System.nanoTime();
    while (!Postmaster.await(
        () -> !process.isAlive() || postmaster.isReady(process.pid()), TELL_EVERY)) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      log.info(
          "Postgres is still starting after {} s: {}",
          Duration.ofNanos(System.nanoTime() - since).toSeconds(),
          serverLog.lastLine());
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /** Stops the server cleanly and gives up the folder. */
  @Override
  public void close() {
    stopping = true;
    try {
      Process process = server;
      if (process != null) {
        stop(process);
      }
      DirLock held = lock;
      if (held != null) {
        held.close();
      }
    } catch (IOException e) {
      log.warn("stopping Postgres: {}", e.getMessage());
    }
  }

  private static void stop(Process process) throws IOException {
    // Not destroy(): its SIGTERM would wait until every client has left.
    Commands.signal(process.pid(), "INT");
    try {
      if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        Commands.signal(process.pid(), "QUIT");
        process.waitFor(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
