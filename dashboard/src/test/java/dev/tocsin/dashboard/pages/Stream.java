package dev.tocsin.dashboard.pages;

import dev.tocsin.dashboard.TestBrowser;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What comes on the stream of an open page, read on a thread of its own. */
final class Stream {

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  Stream(TestBrowser browser, String path) {
    Thread reader = new Thread(() -> browser.stream(path).forEach(lines::add), "stream");
    reader.setDaemon(true);
    reader.start();
    await("retry:");
  }

  /** Goes on to the next line that has this text. */
  void await(String text) {
    long end = System.nanoTime() + PATIENCE;
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
}
