package dev.tocsin.alerter.delivery;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call of a channel, on a thread of the senders. */
final class Attempt implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(Attempt.class);

  private final Message message;
  private final Alert alert;
  private final Channel channel;
  private final BooleanSupplier mayBegin;
  private final Supplier<Instant> clock;
  private final LongSupplier nanoTime;
  private final Consumer<Attempt> whenOver;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile long beganNanos;
  private volatile @Nullable Instant began;
  private volatile @Nullable Finished finished;
  private volatile @Nullable Future<?> task;

  /**
   * @param mayBegin asked at the last moment: whether the lane is ours for long enough
   * @param clock the database's time, for what is recorded
   * @param nanoTime monotonic nanoseconds, for how long it took
   * @param whenOver told on the sender's thread, unless the attempt was abandoned
   */
  Attempt(
      Message message,
      Alert alert,
      Channel channel,
      BooleanSupplier mayBegin,
      Supplier<Instant> clock,
      LongSupplier nanoTime,
      Consumer<Attempt> whenOver) {
    this.message = message;
    this.alert = alert;
    this.channel = channel;
    this.mayBegin = mayBegin;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.whenOver = whenOver;
  }

  void submitTo(Senders senders) {
    try {
      task = senders.submit(this);
    } catch (RejectedExecutionException e) {
      run(); // the program ends: this will not begin, and says so
    }
  }

  @Override
  public void run() {
    if (mayBegin.getAsBoolean()) {
      beganNanos = nanoTime.getAsLong();
      Instant at = clock.get();
      began = at;
      Verdict verdict = deliver();
      finished =
          new Finished(message, verdict, at, Duration.ofNanos(nanoTime.getAsLong() - beganNanos));
    }
    if (over.compareAndSet(false, true)) {
      whenOver.accept(this);
    }
  }

  private Verdict deliver() {
    try {
      return channel.deliver(alert);
    } catch (RuntimeException | Error e) {
      log.error("a channel failed instead of giving a verdict on message {}", message.id(), e);
      return new Verdict.TryAgain(
          "the channel failed: " + e.getClass().getSimpleName(), Optional.empty());
    }
  }

  /** The result; empty if the call was not begun, or goes on. */
  Optional<Finished> finished() {
    return Optional.ofNullable(finished);
  }

  /**
   * Gives up waiting for a channel that breaks its promise to return in time.
   *
   * @param patience how long a call may take
   * @return a result in its place, if it took longer
   */
  Optional<Finished> abandon(Duration patience) {
    Instant at = began;
    Duration took = Duration.ofNanos(nanoTime.getAsLong() - beganNanos);
    if (at == null || took.compareTo(patience) <= 0 || !over.compareAndSet(false, true)) {
      return Optional.empty();
    }
    Future<?> call = task;
    if (call != null) {
      call.cancel(true);
    }
    Verdict verdict = new Verdict.TryAgain("no verdict within " + patience, Optional.empty());
    return Optional.of(new Finished(message, verdict, at, took));
  }

  Message message() {
    return message;
  }

  Alert alert() {
    return alert;
  }
}
