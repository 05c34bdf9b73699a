package dev.tocsin.roles;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a process in the order of their start. {@link #close} runs in reverse order, and one
 * failing part does not stop the rest.
 */
public final class Lifecycle implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

  private record Part(String name, AutoCloseable closing) {}

  private final Deque<Part> parts = new ArrayDeque<>();
  private boolean closed;

  /**
   * Takes a part over, to be closed with the others. One that comes after the end is closed at
   * once: parts that waited for the database may be late.
   */
  public <T extends AutoCloseable> T add(String name, T part) {
    synchronized (this) {
      if (!closed) {
        parts.push(new Part(name, part));
        return part;
      }
    }
    close(new Part(name, part));
    throw new IllegalStateException("stopping");
  }

  @Override
  public void close() {
    Iterator<Part> reverse;
    synchronized (this) {
      closed = true;
      reverse = new ArrayDeque<>(parts).iterator();
      parts.clear();
    }
    reverse.forEachRemaining(Lifecycle::close);
  }

  private static void close(Part part) {
    long since = System.nanoTime();
    try {
      part.closing().close();
    } catch (Exception e) {
      log.warn("stopping {} failed", part.name(), e);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - since);
    if (took.compareTo(Duration.ofSeconds(1)) > 0) {
      log.info("{} took {} ms to stop", part.name(), TimeUnit.NANOSECONDS.toMillis(took.toNanos()));
    }
  }
}
