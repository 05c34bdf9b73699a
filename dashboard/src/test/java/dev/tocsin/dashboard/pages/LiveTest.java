package dev.tocsin.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LiveTest {

  private static final Pattern CONNECT = Pattern.compile("sse-connect=\"([^\"]+)\"");

  private final Fixture mine = new Fixture();

  private Stream follow(String page) {
    return new Stream(mine.browser, path(mine.browser.get(page).body()));
  }

  private static String path(String page) {
    Matcher connect = CONNECT.matcher(page);
    assertThat(connect.find()).isTrue();
    return connect.group(1).replace("&amp;", "&");
  }

  @Test
  void a_change_reaches_an_open_list_in_place_and_offers_the_new_order() {
    UUID code = mine.check("Backup");
    mine.check("Another");
    mine.state(code, "status = 'up', n_pings = 1, last_ping = now()");
    Stream lines = follow(mine.checks());
    lines.await("event: tally");
    mine.browser.submit(mine.checks(), "/checks/" + code + "/pause");
    lines.await("event: cells");
    lines.await("hx-swap-oob=\"true\"><span class=\"pill pill-paused\"");
    lines.await("1 change, reorder");
  }

  @Test
  void an_empty_project_hears_of_its_first_check_and_a_list_of_its_first_ping() {
    Stream empty = follow(mine.checks());
    UUID code = mine.check("Backup");
    empty.await("event: first");
    Stream waiting = follow(mine.checks());
    mine.state(code, "status = 'up', n_pings = 1, last_ping = now()");
    waiting.await("The first ping of “Backup” arrived");
  }

  @Test
  void time_alone_makes_a_check_late_on_an_open_page() {
    UUID code = mine.check("Backup");
    mine.state(
        code, "status = 'up', n_pings = 1, last_ping = now() - interval '1 h' + interval '3 s'");
    Stream lines = follow(mine.checks());
    lines.await("pill-late");
  }

  @Test
  void a_page_that_is_older_than_its_stream_is_told_what_it_missed() {
    UUID code = mine.check("Backup");
    String page = mine.browser.get("/checks/" + code).body();
    mine.state(code, "status = 'up', n_pings = 1, last_ping = now()");
    Stream lines = new Stream(mine.browser, path(page));
    lines.await("event: state");
    lines.await("pill-up");
    lines.await("event: log");
  }
}
