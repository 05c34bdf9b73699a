package dev.tocsin.ping;

import dev.tocsin.ping.apply.Applier;
import dev.tocsin.ping.apply.ApplyMetrics;
import dev.tocsin.ping.apply.Bell;
import dev.tocsin.ping.apply.JournalDrain;
import dev.tocsin.ping.ears.EarWatch;
import dev.tocsin.ping.ears.Ears;
import dev.tocsin.ping.http.AnswerSweep;
import dev.tocsin.ping.http.Answers;
import dev.tocsin.ping.http.PingHttp;
import dev.tocsin.ping.journal.Adoption;
import dev.tocsin.ping.journal.Journal;
import dev.tocsin.ping.journal.StampClock;
import dev.tocsin.ping.pg.Postgres;
import dev.tocsin.ping.smtp.MailConfig;
import dev.tocsin.ping.smtp.MailServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears pings. A ping goes from a request ({@code http}) or a mail ({@code smtp}) to the journal on
 * disk, from there to Postgres ({@code apply}), and its fate back to the client. The HTTP server
 * itself belongs to the program: it mounts {@link #handlerBefore} or {@link #rootHandler}, and
 * tells clients that ask ({@code Expect: 100-continue}) to go on.
 */
public final class PingListener implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PingListener.class);

  /** So long a start waits for Postgres to learn of the stream before pings are taken. */
  private static final Duration REGISTER_WAIT = Duration.ofSeconds(10);

  /** So long a stop may take in all. */
  private static final Duration CLOSE_WITHIN = Duration.ofMillis(7500);

  /** So long of that the clients that wait may take, before the journal is sealed. */
  private static final Duration ANSWER_WITHIN = Duration.ofMillis(3500);

  private final Vertx vertx;
  private final Journal journal;
  private final Postgres postgres;
  private final Applier applier;
  private final Answers answers;
  private final PingHttp http;
  private final ListenerMetrics metrics;
  private final Ears ears = new Ears();
  private final Refusals refusals;
  private final EarWatch watch;
  private final AnswerSweep sweep;
  private final int largestMail;
  private @Nullable MailServer mail;
  private boolean closed;

  private PingListener(
      ListenerConfig config, Vertx vertx, MeterRegistry registry, Consumer<Throwable> onFatal) {
    this.vertx = vertx;
    largestMail = config.largestBody();
    metrics = new ListenerMetrics(registry);
    ears.unbound();
    refusals = new Refusals(ears, metrics);
    answers = new Answers(config.limits(), config.journal().maxBytes(), refusals);
    StampClock clock =
        StampClock.system(e -> log.warn("the clock jumped from {} to {}", e.from(), e.to()));
    Bell bell = new Bell();
    Runnable onSynced =
        () -> {
          answers.synced();
          bell.ring();
        };
    journal = Journal.open(config.journal(), clock, ears, onSynced, onFatal);
    watch = EarWatch.start(ears, vertx, journal::look);
    postgres = new Postgres(vertx, config.database());
    applier =
        Applier.start(
            config.applying(),
            postgres,
            journal,
            config.journal().dir(),
            clock,
            bell,
            answers,
            metrics);
    metrics.watch(journal, applier, answers);
    http = new PingHttp(vertx, config.limits(), config.proxies(), answers);
    sweep = AnswerSweep.start(vertx, answers);
  }

  /**
   * Starts listening; as {@link #start(ListenerConfig, Vertx, MeterRegistry, Consumer)}, with a
   * broken disk merely reported: {@link #notReady} says it and every ping is answered 503.
   */
  public static PingListener start(ListenerConfig config, Vertx vertx, MeterRegistry registry) {
    return start(config, vertx, registry, e -> log.error("the journal's disk failed for good", e));
  }

  /**
   * Starts listening. Blocks until the journal can take pings and, for at most ten seconds, until
   * Postgres knows of its stream, so that no alert is decided without it. Never fails because
   * Postgres is away.
   *
   * @param vertx of which the event loops are used; it stays open
   * @param onFatal the disk failed twice in a row: the process is to end. On the journal's thread
   * @throws java.io.UncheckedIOException if the journal's folder cannot be written
   */
  public static PingListener start(
      ListenerConfig config, Vertx vertx, MeterRegistry registry, Consumer<Throwable> onFatal) {
    PingListener listener = new PingListener(config, vertx, registry, onFatal);
    listener.open();
    return listener;
  }

  private void open() {
    try {
      if (!applier.awaitRegistered(REGISTER_WAIT)) {
        log.info(
            "listening {}; the journal keeps what is heard",
            applier.databaseAway() ? "without Postgres" : "before Postgres knows of it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    answers.open(journal::append, new FromApplier(applier));
  }

  /**
   * Brings what is in the journal's folder to Postgres and comes back: for a node that will not be
   * started again. Takes what no live process holds.
   *
   * @param longest after which it gives up on what is left
   * @return whether all of it is in Postgres
   */
  public static boolean drain(ListenerConfig config, Vertx vertx, Duration longest) {
    try (Postgres postgres = new Postgres(vertx, config.database())) {
      List<String> left =
          JournalDrain.run(
              config.applying(),
              postgres,
              config.journal().dir(),
              Adoption.unlocked(config.journal()),
              ApplyMetrics.NONE,
              longest);
      left.forEach(why -> log.warn("the journal is not drained: {}", why));
      return left.isEmpty();
    }
  }

  /**
   * Hears pings by e-mail too, on a port of its own, until this is closed.
   *
   * @return the port
   * @throws IOException if the port cannot be opened; the message says why
   * @throws IllegalArgumentException if mails would not fit into the journal's records
   */
  public synchronized int hearMail(MailConfig config) throws IOException {
    if (mail != null || closed) {
      throw new IllegalStateException(closed ? "closed" : "mail is heard already");
    }
    if (config.maxMessageBytes() > largestMail) {
      throw new IllegalArgumentException(
          "mails of %d bytes, where the journal's records hold %d"
              .formatted(config.maxMessageBytes(), largestMail));
    }
    MailServer opened = MailServer.open(vertx, config, new IntoAnswers(answers), refusals);
    mail = opened;
    metrics.watch(opened);
    return opened.port();
  }

  /** Serves everything below {@code /ping/} and leaves all other paths to {@code others}. */
  public Handler<HttpServerRequest> handlerBefore(Handler<HttpServerRequest> others) {
    return http.belowPing(others);
  }

  /** Serves the ping URLs below {@code /ping/} and below {@code /}, for a port of its own. */
  public Handler<HttpServerRequest> rootHandler() {
    return http.atRoot();
  }

  /**
   * The port through which pings come is open. Before this is said, the stream has not begun, and
   * whatever comes is heard all the same.
   */
  public void opened() {
    ears.bound();
    journal.look();
  }

  /** The port is about to be closed: nothing is heard from here on. */
  public void closing() {
    journal.deafen();
    ears.unbound();
  }

  /** A connection was refused that may have brought a ping. From any thread. */
  public void refusedConnection() {
    ears.refused();
  }

  /** For those who wonder whether this node lives. Quick, from any thread. */
  public StreamReport report() {
    return new StreamReport(journal.stream(), !applier.databaseAway(), applier.heardThrough());
  }

  /** How the journal fares. Quick, from any thread. */
  public JournalReport journal() {
    return new JournalReport(
        journal.stream(), journal.end(), journal.bytes(), applier.lag(), journal.damage().size());
  }

  /** How many requests have no answer yet. */
  public int waiting() {
    return answers.waiting();
  }

  /** Why no ping can be taken now, a line for each reason; empty: ready. Never Postgres. */
  public List<String> notReady() {
    List<String> reasons = new ArrayList<>(journal.notReady());
    if (answers.stopping()) {
      reasons.add("ping listener: stopping");
    }
    return reasons;
  }

  /** What people have to look into, a line each; empty: nothing. */
  public List<String> trouble() {
    List<String> lines = new ArrayList<>(applier.trouble());
    if (applier.databaseAway()) {
      lines.add("ping listener: Postgres is away");
    }
    return lines;
  }

  /**
   * Stops: new pings are answered 503 (mail: 421), those that wait get their answer, the journal is
   * flushed, and if Postgres is there, all of it is applied and the stream closed. At most 8 s.
   */
  @Override
  public void close() {
    if (!closeWithin(CLOSE_WITHIN)) {
      log.info("stopped with pings that are not in Postgres yet; the journal keeps them");
    }
  }

  private synchronized boolean closeWithin(Duration longest) {
    if (closed) {
      return true;
    }
    closed = true;
    TimeLeft left = TimeLeft.of(longest);
    Future<Void> mailClosed =
        mail == null ? Future.succeededFuture() : mail.stop(ANSWER_WITHIN.minusMillis(500));
    closing();
    answers.stop();
    left.atMost(ANSWER_WITHIN).await(() -> answers.waiting() == 0 && mailClosed.isComplete());
    journal.seal();
    // A server that hangs must not hang us: without its connections the applier ends.
    long cut = vertx.setTimer(left.millis(), id -> postgres.close());
    boolean drained = false;
    try {
      drained = applier.drain(Duration.ofMillis(left.millis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    vertx.cancelTimer(cut);
    sweep.close();
    watch.close();
    applier.close();
    postgres.close();
    journal.close();
    metrics.close();
    return drained;
  }
}
