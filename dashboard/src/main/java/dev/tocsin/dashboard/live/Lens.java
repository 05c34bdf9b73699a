package dev.tocsin.dashboard.live;

import java.util.List;

/**
 * What one open page shows, and remembers to have shown. Called on worker threads, never by two at
 * once.
 *
 * @param <T> what it is made of, read once for all that show the same
 */
@FunctionalInterface
public interface Lens<T> {

  /**
   * A message to an open page.
   *
   * @param event what the page listens for
   * @param html what it puts in place
   */
  record Frame(String event, String html) {

    String text() {
      StringBuilder text = new StringBuilder(html.length() + 64);
      text.append("event: ").append(event).append('\n');
      html.lines()
          .filter(line -> !line.isBlank())
          .forEach(l -> text.append("data: ").append(l).append('\n'));
      return text.append('\n').toString();
    }
  }

  /** What is to be sent now; empty if the page is still true. */
  List<Frame> look(T now);
}
