package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LiveTest {

  private static final Pattern CONNECT = Pattern.compile("sse-connect=\"([^\"]+)\"");

  private final Fixture mine = new Fixture();

  /** What comes on the stream of a page, read on a thread of its own. */
  private BlockingQueue<String> follow(String page) {
    Matcher connect = CONNECT.matcher(mine.browser.get(page).body());
    assertThat(connect.find()).isTrue();
    String path = connect.group(1).replace("&amp;", "&");
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> mine.browser.stream(path).forEach(lines::add), "stream");
    reader.setDaemon(true);
    reader.start();
    awaitLine(lines, "retry:");
    return lines;
  }

  private static void awaitLine(BlockingQueue<String> lines, String text) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    try {
      for (String line = ""; line != null; ) {
        line = lines.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        if (line != null && line.contains(text)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError("never heard: " + text);
  }

  @Test
  void a_change_reaches_an_open_list_in_place_and_offers_the_new_order() {
    UUID code = mine.check("Backup");
    mine.check("Another");
    mine.state(code, "status = 'up', n_pings = 1, last_ping = now()");
    BlockingQueue<String> lines = follow(mine.checks());
    awaitLine(lines, "event: tally");
    mine.browser.submit(mine.checks(), "/checks/" + code + "/pause");
    awaitLine(lines, "event: cells");
    awaitLine(lines, "hx-swap-oob=\"true\"><span class=\"pill pill-paused\"");
    awaitLine(lines, "1 change, reorder");
  }

  @Test
  void an_empty_project_hears_of_its_first_check_and_a_list_of_its_first_ping() {
    BlockingQueue<String> empty = follow(mine.checks());
    UUID code = mine.check("Backup");
    awaitLine(empty, "event: first");
    BlockingQueue<String> waiting = follow(mine.checks());
    mine.state(code, "status = 'up', n_pings = 1, last_ping = now()");
    awaitLine(waiting, "The first ping of “Backup” arrived");
  }

  @Test
  void time_alone_makes_a_check_late_on_an_open_page() {
    UUID code = mine.check("Backup");
    mine.state(
        code, "status = 'up', n_pings = 1, last_ping = now() - interval '1 h' + interval '3 s'");
    BlockingQueue<String> lines = follow(mine.checks());
    awaitLine(lines, "pill-late");
  }

  @Test
  void a_page_that_is_older_than_its_stream_is_told_what_it_missed() {
    UUID code = mine.check("Backup");
    String page = mine.browser.get("/checks/" + code).body();
    Matcher connect = CONNECT.matcher(page);
    assertThat(connect.find()).isTrue();
    mine.state(code, "status = 'up', n_pings = 1, last_ping = now()");
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    String path = connect.group(1).replace("&amp;", "&");
    Thread reader = new Thread(() -> mine.browser.stream(path).forEach(lines::add), "stream");
    reader.setDaemon(true);
    reader.start();
    awaitLine(lines, "event: state");
    awaitLine(lines, "pill-up");
    awaitLine(lines, "event: log");
  }
}
