package dev.tocsin.roles;

import dev.tocsin.handover.HandoverDoor;
import dev.tocsin.handover.ListeningSockets;
import dev.tocsin.handover.Predecessor;
import dev.tocsin.settings.Key;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.MailPort;
import dev.tocsin.settings.Role;
import dev.tocsin.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the place of the process of this role on the same data directory, if there is one and we
 * were told to; and lets a later one take ours. What is handed over are the ports, still open; the
 * one before ends, in order, only once the one after serves. Whatever goes wrong before that ends
 * the newcomer alone.
 */
final class Handover implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Handover.class);

  /** A start that is not ready by then will not be. */
  private static final Duration READY = Duration.ofMinutes(2);

  private static final Duration LOOK = Duration.ofMillis(50);

  /** The one before ends within ten seconds whatever hangs; a little more is worth a word. */
  private static final Duration ENDS = Duration.ofSeconds(20);

  private final Base base;
  private final Path file;
  private final Optional<Predecessor> before;

  private Handover(Base base, Path file, Optional<Predecessor> before) {
    this.base = base;
    this.file = file;
    this.before = before;
  }

  /**
   * Looks for the one before, and has its ports open here, too.
   *
   * @param wanted false: start as if nobody were there
   */
  static Handover begin(Base base, Role role, boolean wanted) throws CannotStartException {
    Settings settings = base.settings;
    Path file = settings.get(Keys.DATA_DIR).resolve("handover").resolve(role.command() + ".socket");
    if (!wanted) {
      return new Handover(base, file, Optional.empty());
    }
    try {
      Optional<Predecessor> found = Predecessor.at(file);
      if (found.isEmpty()) {
        log.info("nobody to take over from at {}: starting as usual", file);
        return new Handover(base, file, found);
      }
      Handover handover = base.app.add("handover", new Handover(base, file, found));
      Predecessor before = found.get();
      log.info("taking over from process {}", before.pid());
      handover.take(
          before, ListeningSockets.HTTP, settings.get(Keys.HTTP_HOST), port(role, settings));
      Optional<MailPort> mail = settings.find(Keys.LISTENER_SMTP_PORT);
      if (mail.isPresent() && (role == Role.UP || role == Role.PING_LISTENER)) {
        String host =
            settings.find(Keys.LISTENER_SMTP_HOST).orElseGet(() -> settings.get(Keys.HTTP_HOST));
        handover.take(before, ListeningSockets.MAIL, host, mail.get().port());
      }
      return handover;
    } catch (IOException e) {
      throw new CannotStartException(
          Exit.REFUSED,
          "cannot take over from the process at %s, which goes on: %s"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static int port(Role role, Settings settings) {
    Key<Integer> port =
        switch (role) {
          case UP -> Keys.HTTP_PORT;
          case PING_LISTENER -> Keys.LISTENER_PORT;
          case ALERTER -> Keys.ALERTER_PORT;
          case DASHBOARD -> Keys.DASHBOARD_PORT;
        };
    return settings.get(port);
  }

  /** A port that is to be another one now is opened as usual. */
  private void take(Predecessor from, String name, String host, int port)
      throws IOException, CannotStartException {
    if (!from.has(name)) {
      return;
    }
    int socket = from.socket(name);
    InetSocketAddress there = Predecessor.address(socket);
    if (there.getPort() != port) {
      return; // closed with us, should we end; one descriptor otherwise
    }
    InetAddress here = InetAddress.getByName(host);
    boolean same =
        here.equals(there.getAddress())
            || (here.isAnyLocalAddress() && there.getAddress().isAnyLocalAddress());
    if (!same) {
      throw new CannotStartException(
          Exit.REFUSED,
          "port %d is open on %s and is to be on %s: that takes a stop and a start; the process"
                  .formatted(port, there.getAddress().getHostAddress(), host)
              + " that runs goes on");
    }
    base.sockets.hold(name, socket);
  }

  /** Whether there is one before us, that goes on until {@link #done}. */
  boolean takesOver() {
    return before.isPresent();
  }

  /**
   * Fails unless the database is there with our schema: who takes over must be able to do all that
   * the one before does.
   */
  void requireOpen(SchemaGate gate) throws CannotStartException {
    Optional<String> closed = takesOver() ? gate.closed() : Optional.empty();
    if (closed.isPresent()) {
      throw new CannotStartException(
          Exit.DATABASE, closed.get() + "; the process that runs goes on");
    }
  }

  /** Returns when every part is ready, at once if there is nobody before us. */
  void awaitReady() throws CannotStartException {
    long end = System.nanoTime() + READY.toNanos();
    List<String> reasons = takesOver() ? base.readiness.notReady() : List.of();
    while (!reasons.isEmpty()) {
      if (System.nanoTime() > end) {
        throw new CannotStartException(
            Exit.FAILED,
            "not ready after %d s, and the process that runs goes on: %s"
                .formatted(READY.toSeconds(), String.join("; ", reasons)));
      }
      pause();
      reasons = base.readiness.notReady();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Our ports are open and we serve: the one before may go, and one after us may come. */
  void done() {
    if (before.isPresent()) {
      Predecessor gone = before.get();
      gone.stop();
      Thread wait = new Thread(() -> awaitEnd(gone), "predecessor-ends");
      wait.setDaemon(true);
      wait.start();
    }
    if (!base.isManaged()) {
      HandoverDoor.open(file, base.sockets, Shutdown::takenOver)
          .ifPresent(door -> base.app.add("the door for a successor", door));
    }
  }

  private static void awaitEnd(Predecessor gone) {
    boolean ended = gone.awaitEnd(ENDS);
    gone.close();
    if (ended) {
      log.info("process {} has ended; this one has taken over", gone.pid());
    } else {
      log.warn("process {} was taken over from and does not end", gone.pid());
    }
  }

  @Override
  public void close() {
    before.ifPresent(Predecessor::close);
  }
}
