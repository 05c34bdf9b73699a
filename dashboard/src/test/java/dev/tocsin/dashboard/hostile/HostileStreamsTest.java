package dev.tocsin.dashboard.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.DemoSite;
import dev.tocsin.dashboard.TestBrowser;
import dev.tocsin.dashboard.people.Sessions;
import dev.tocsin.store.TestPostgres;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What open pages are sent is read as a browser reads it: no text begins a field or a frame of its
 * own, and none is an element of what is put in place.
 */
class HostileStreamsTest {

  private static final DemoSite SITE = new DemoSite(TestPostgres.freshDatabase(), 0);

  private static final Pattern CONNECT = Pattern.compile("sse-connect=\"([^\"]+)\"");

  /** Every event that some page listens for; {@code log} and {@code first} carry a word of ours. */
  private static final Set<String> EVENTS =
      Set.of("cells", "tally", "reorder", "first", "state", "log");

  private final TestBrowser browser = new TestBrowser(SITE.dashboard.url());

  /** One event, as it is dispatched. */
  private record Frame(String event, String data) {}

  @BeforeAll
  static void fill() {
    new HostileRows(SITE).fill(HostileRows.TEXT);
  }

  @AfterAll
  static void close() {
    SITE.close();
  }

  HostileStreamsTest() {
    browser.cookie("tocsin", new Sessions(SITE.dashboard.db).open(SITE.ada, "127.0.0.1", "x"));
  }

  @Test
  void rows_of_an_open_list_are_text_in_their_frames() throws InterruptedException {
    String list = "/projects/" + SITE.operations.code() + "/checks";
    // Every row looks different from what this page says to have seen.
    String stale = connect(list).replaceAll("-[0-9a-z]+(?=[.&]|$)", "-0");
    assertThat(frames(stale, Set.of("cells", "tally"))).isNotEmpty();
  }

  @Test
  void the_state_of_an_open_check_is_text_in_its_frames() throws InterruptedException {
    Set<String> hostile = new HashSet<>();
    for (String path : new Walk(SITE).paths("GET /checks/:check")) {
      String stale = connect(path).replaceAll("(seen|incident)=[^&]*", "$1=0");
      frames(stale, Set.of("state", "log")).stream()
          .filter(frame -> frame.data.contains("javascript:boom"))
          .forEach(frame -> hostile.add(path));
    }
    assertThat(hostile).as("checks with hostile text in a frame").isNotEmpty();
  }

  private String connect(String page) {
    Matcher connect = CONNECT.matcher(browser.get(page).body());
    assertThat(connect.find()).as(page).isTrue();
    return Markup.resolved(connect.group(1));
  }

  /** Reads until each of these events came; everything is looked at. */
  private List<Frame> frames(String path, Set<String> wanted) throws InterruptedException {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Stream<String> stream = browser.stream(path);
    Thread reader = new Thread(() -> stream.forEach(lines::add), "stream");
    reader.setDaemon(true);
    reader.start();
    List<Frame> frames = new ArrayList<>();
    Set<String> missing = new HashSet<>(wanted);
    String event = "";
    StringBuilder data = new StringBuilder();
    while (!missing.isEmpty()) {
      String line = lines.poll(20, TimeUnit.SECONDS);
      assertThat(line).as("%s: never came: %s", path, missing).isNotNull();
      if (line.isEmpty()) {
        if (!event.isEmpty()) {
          frames.add(new Frame(event, data.toString()));
          missing.remove(event);
        }
        event = "";
        data.setLength(0);
      } else if (line.startsWith("event: ")) {
        event = line.substring("event: ".length());
        assertThat(EVENTS).as(line).contains(event);
      } else if (line.startsWith("data: ")) {
        data.append(line.substring("data: ".length())).append('\n');
      } else {
        assertThat(line).isIn("retry: 2000", ": still here");
      }
    }
    reader.interrupt();
    for (Frame frame : frames) {
      assertThat(Markup.complaints(frame.data)).as("%s of %s", frame.event, path).isEmpty();
    }
    return frames;
  }
}
