package dev.tocsin.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
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

  private final Deque<String> last = new ArrayDeque<>();

  /** Until the server closes its end. */
  void follow(Process process) {
    Thread thread = new Thread(() -> read(process), "postgres-log");
    thread.setDaemon(true);
    thread.start();
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

  /** What was said last, one line each. */
  synchronized String tail() {
    return String.join(System.lineSeparator(), last);
  }
}
