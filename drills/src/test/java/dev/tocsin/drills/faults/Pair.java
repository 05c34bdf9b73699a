package dev.tocsin.drills.faults;

import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Command;
import dev.tocsin.drills.harness.ExternalPostgres;
import dev.tocsin.drills.harness.Ledger;
import dev.tocsin.store.Db;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A primary and its standby, which follows by streaming replication and asynchronously. */
final class Pair implements AutoCloseable {

  private static final Duration FOLLOWED = Duration.ofSeconds(60);

  /** Beside it, a stop waits for the keeper to see that it is wanted. */
  private static final Duration STOPPING = Duration.ofMillis(500);

  private final Path home;
  private final ExternalPostgres one;
  private final ExternalPostgres two;
  private List<ProcessHandle> frozen = List.of();

  private Pair(Path home, ExternalPostgres one, ExternalPostgres two) {
    this.home = home;
    this.one = one;
    this.two = two;
  }

  /** Starts both: the second is a copy of the first, told to follow it. */
  static Pair start(Path dir) throws IOException {
    Path first = dir.resolve("one");
    Path second = dir.resolve("two");
    ExternalPostgres one = ExternalPostgres.create(first);
    one.start();
    one.stop();
    SmallDisk.must("cp", "-a", first.toString(), second.toString());
    Files.deleteIfExists(second.resolve("port"));
    ExternalPostgres two = ExternalPostgres.create(second);
    one.start();
    Path cluster = second.resolve("data-18");
    String[] login = URI.create(one.url()).getUserInfo().split(":", 2);
    Files.writeString(
        cluster.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=127.0.0.1 port=%d user=%s password=%s'%n"
            .formatted(one.port(), login[0], login[1]),
        StandardOpenOption.APPEND);
    Path signal = Files.createFile(cluster.resolve("standby.signal"));
    Files.setAttribute(signal, "unix:uid", Files.getAttribute(cluster, "unix:uid"));
    two.start();
    return new Pair(first, one, two);
  }

  /** Both, in order. */
  String url() {
    String first = one.url();
    int database = first.lastIndexOf('/');
    return "%s,127.0.0.1:%d%s"
        .formatted(first.substring(0, database), two.port(), first.substring(database));
  }

  Db primary() {
    return one.open();
  }

  Db standby() {
    return two.open();
  }

  void awaitStandbyHas(long pings) {
    try (Db db = standby()) {
      Ledger ledger = new Ledger(db);
      Await.that("the standby follows", FOLLOWED, () -> ledger.countIfThere().orElse(0) >= pings);
    }
  }

  void stopStandby() {
    two.stop();
  }

  void startStandby() {
    two.start();
  }

  /** It is primary when this returns. */
  void promote() {
    try (Db db = standby()) {
      db.first("promoting the standby", "SELECT pg_promote() AS ok", row -> row.flag("ok"));
    }
  }

  /** All of it stands still: connections stay open, and nothing is answered. */
  void freezePrimary() {
    frozen = signal("STOP");
  }

  /** {@code kill -9} of all of it, and nobody starts it again. */
  void killPrimary() {
    List<ProcessHandle> all = signal("STOP");
    Thread stop = new Thread(one::stop, "stop");
    stop.start();
    Await.pause(STOPPING);
    send("KILL", all);
    try {
      stop.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<ProcessHandle> signal(String name) {
    try {
      String pid = Files.readAllLines(home.resolve("data-18").resolve("postmaster.pid")).get(0);
      ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
      List<ProcessHandle> all = new ArrayList<>(List.of(postmaster));
      postmaster.children().forEach(all::add);
      send(name, all);
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void send(String name, List<ProcessHandle> all) {
    for (ProcessHandle process : all) {
      Command.run("kill", "-" + name, Long.toString(process.pid()));
    }
  }

  @Override
  public void close() {
    send("CONT", frozen);
    two.close();
    one.close();
  }
}
