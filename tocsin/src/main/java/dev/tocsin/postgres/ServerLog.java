package dev.tocsin.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what the server says, so that its pipe never fills. Errors of statements reach their
 * callers and are logged there; here they are for debugging. What was said last is kept, to explain
 * an end.
 */
final class ServerLog {

  private static final Logger log = LoggerFactory.getLogger("dev.tocsin.postgres.server");
  private static final int KEPT = 20;
  private static final int LONGEST = 500;

  /** An ended server's pipe is read in no time, unless a process of it that is left holds it. */
  private static final Duration TO_THE_END = Duration.ofSeconds(2);

  private final Deque<String> last = new ArrayDeque<>();
  private Thread reader = new Thread(() -> {});

  /** Until the server closes its end. */
  void follow(Process process) {
    reader = new Thread(() -> read(process), "postgres-log");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(Process process) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String cut = line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
        keep(cut);
        if (cut.startsWith("PANIC")) {
          log.error("{}", cut);
        } else {
          log.debug("{}", cut);
        }
      }
    } catch (IOException e) {
      log.debug("no more from the server: {}", e.getMessage());
    }
  }

  private synchronized void keep(String line) {
    if (last.size() == KEPT) {
      last.removeFirst();
    }
    last.addLast(line);
  }

  /** What was said last of all; empty if nothing was. */
  synchronized String lastLine() {
    return last.isEmpty() ? "" : last.getLast();
  }

  /**
   * What an ended server said last, one line each. For the thread that called {@link #follow}: the
   * end of a process is seen before its last words are read.
   */
  String lastWords() throws InterruptedException {
    reader.join(TO_THE_END.toMillis());
    synchronized (this) {
      return String.join(System.lineSeparator(), last);
    }
  }
}
