package dev.tocsin.drills.bench;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.NewAccount;
import dev.tocsin.dashboard.people.Sessions;
import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Command;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.Metrics;
import dev.tocsin.drills.harness.ProcessFigures;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What pages cost that stay open: the heap of the shipped jar after a collection, and its processor
 * time, without any page, with all of them, and while checks change their status all the time. Some
 * of the browsers never read.
 *
 * <p>System properties: {@code bench.pages} (1000), {@code bench.asleep} (300) of them never read,
 * {@code bench.seconds} (60) for each part.
 */
class OpenPagesBench {

  private static final int PAGES = Integer.getInteger("bench.pages", 1_000);
  private static final int ASLEEP = Integer.getInteger("bench.asleep", 300);
  private static final int SECONDS = Integer.getInteger("bench.seconds", 60);
  private static final int CHECKS = 200;

  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  @TempDir Path dir;

  private final AtomicLong bytes = new AtomicLong();
  private final AtomicBoolean flipping = new AtomicBoolean(true);

  @Test
  void memory_and_processor_with_many_open_pages() throws IOException, InterruptedException {
    Path data = dir.resolve("data");
    try (TocsinProcess tocsin =
            TocsinProcess.up(data, FreePort.next(), Map.of()).awaitReady(Duration.ofMinutes(2));
        Db db = Database.embedded(data)) {
      Api api = Api.createProject(tocsin.site(), data, Map.of(), "bench");
      List<UUID> checks = Database.manyChecks(data, api.projectCode(), CHECKS, 86_400, 3_600);
      checks.subList(0, 100).forEach(api::ping);
      System.out.println("| | heap after a collection | processor | events, kB/s |");
      double without = print("no page", tocsin);
      List<Socket> pages = new ArrayList<>();
      String cookie = signIn(db, api.projectCode());
      for (int i = 0; i < PAGES; i++) {
        pages.add(open(tocsin.port(), "/live/projects/" + api.projectCode(), cookie));
        if (i >= ASLEEP) {
          read(pages.get(i));
        }
        int so = i + 1;
        if (so % 50 == 0) { // not more at once than may wait
          Await.that("these are open", Duration.ofMinutes(1), () -> streams(tocsin) >= so);
        }
      }
      Await.that("all pages open", Duration.ofMinutes(1), () -> streams(tocsin) >= PAGES);
      print(PAGES + " pages, " + ASLEEP + " of them asleep", tocsin);
      Thread flips = flip(api, checks);
      print("the same, with a flip every 100 ms", tocsin);
      print("the same, later", tocsin);
      double with = print("the same, at the end", tocsin);
      Figures.line(
          "heap after a collection, %,d pages open, a flip every 100 ms".formatted(PAGES),
          String.format(Locale.ROOT, "%.0f MB", with),
          String.format(Locale.ROOT, "%.0f MB without a page", without),
          "flat");
      flipping.set(false);
      flips.join();
      System.out.printf(
          "open at the end: %d; of %d that never read, %d were let go%n",
          streams(tocsin), ASLEEP, PAGES - streams(tocsin));
      comesAgain(tocsin, api, cookie);
      for (Socket page : pages) {
        page.close();
      }
      Await.that("no page open", Duration.ofMinutes(1), () -> streams(tocsin) == 0);
      print("no page any more", tocsin);
    }
  }

  private static String signIn(Db db, UUID project) {
    Account account =
        ((NewAccount.Made) new Accounts(db).create("b@example.org", "correct horse", "cli"))
            .account();
    db.update(
        "joining",
        "INSERT INTO members (project_id, account_id, role) SELECT id, ?, 'owner' FROM projects WHERE code = ? ON CONFLICT DO NOTHING",
        account.id(),
        project);
    return new Sessions(db).open(account, "127.0.0.1", "bench");
  }

  private static Socket open(int port, String path, String session) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(8 * 1024); // as far away as a telephone
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket
        .getOutputStream()
        .write(
            "GET %s HTTP/1.1\r\nHost: x\r\nCookie: tocsin=%s\r\n\r\n"
                .formatted(path, session)
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private void read(Socket page) {
    Thread reader =
        new Thread(
            () -> {
              byte[] some = new byte[8 * 1024];
              try (InputStream in = page.getInputStream()) {
                for (int n = in.read(some); n >= 0; n = in.read(some)) {
                  bytes.addAndGet(n);
                }
              } catch (IOException closed) {
                // the bench is over
              }
            });
    reader.setDaemon(true);
    reader.start();
  }

  /** A browser that was let go connects anew, and knows nothing of what it missed. */
  private static void comesAgain(TocsinProcess tocsin, Api api, String cookie) throws IOException {
    long began = System.nanoTime();
    try (Socket page = open(tocsin.port(), "/live/projects/" + api.projectCode(), cookie)) {
      InputStream in = page.getInputStream();
      StringBuilder heard = new StringBuilder();
      while (!heard.toString().contains("event: tally") && heard.length() < 100_000) {
        int next = in.read();
        if (next < 0) {
          throw new IllegalStateException("cut again: " + heard);
        }
        heard.append((char) next);
      }
      System.out.printf(
          Locale.ROOT,
          "one that comes again is up to date after %.0f ms%n",
          (System.nanoTime() - began) / 1e6);
    }
  }

  private Thread flip(Api api, List<UUID> checks) {
    Thread thread =
        new Thread(
            () -> {
              for (int i = 0; flipping.get(); i++) {
                api.ping(checks.get(i / 2 % 100), i % 2 == 0 ? "/fail" : "");
                Await.pause(Duration.ofMillis(100));
              }
            });
    thread.start();
    return thread;
  }

  /** The gauge of open streams. */
  private static long streams(TocsinProcess tocsin) {
    return (long) Metrics.of(tocsin).sum("tocsin_dashboard_streams");
  }

  /** Prints a row, and returns the megabytes of heap in it. */
  private double print(String what, TocsinProcess tocsin) {
    long before = bytes.get();
    double cpu = ProcessFigures.cpuPercent(tocsin.pid(), Duration.ofSeconds(SECONDS));
    long read = bytes.get() - before;
    double heap = heap(tocsin) / 1024.0;
    System.out.printf(
        Locale.ROOT,
        "| %s | %.1f MB | %.0f %% of a core | %.1f | %d open%n",
        what,
        heap,
        cpu,
        read / 1e3 / SECONDS,
        streams(tocsin));
    return heap;
  }

  /** Kilobytes that are in use after a full collection. */
  private static long heap(TocsinProcess tocsin) {
    jcmd(tocsin, "GC.run");
    Matcher used = USED.matcher(jcmd(tocsin, "GC.heap_info"));
    return used.find() ? Long.parseLong(used.group(1)) : -1;
  }

  private static String jcmd(TocsinProcess tocsin, String command) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    return Command.run(jcmd, Long.toString(tocsin.pid()), command).output();
  }
}
