package dev.tocsin.ping.ears;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What is known of this process's ability to hear. Whoever notices something says it here, with one
 * volatile write and nothing else, since a refusal is the moment at which there is no time to
 * spare; the journal asks before it says how far it has heard. Moments are {@code System.nanoTime}.
 */
public final class Ears {

  /** A refusal counts for so long: who was refused is one of many that we do not know of. */
  private static final long REFUSAL_NANOS = Duration.ofSeconds(1).toNanos();

  /** The watcher was not run for so long: nothing of this process was. */
  private static final long SUSPENDED_NANOS = Duration.ofSeconds(2).toNanos();

  private final List<LoopProbe> loops = new CopyOnWriteArrayList<>();
  private volatile boolean bound = true;
  private volatile boolean refusedEver;
  private volatile long refusedNanos;
  private volatile boolean watched;
  private volatile long watchedNanos;

  /** A ping was refused, or a connection that may have brought one. From any thread. */
  public void refused() {
    refused(System.nanoTime());
  }

  /** As {@link #refused()}, at that moment of {@code nanoTime}. */
  public void refused(long nano) {
    refusedNanos = nano;
    refusedEver = true;
  }

  /** The port through which pings come is open. Assumed until {@link #unbound} says otherwise. */
  public void bound() {
    bound = true;
  }

  /** It is not open, or not any more. */
  public void unbound() {
    bound = false;
  }

  /** Whether the port is open. */
  public boolean isBound() {
    return bound;
  }

  /** Whether somebody was refused within the last second, or after {@code since}. */
  public boolean refusing(long since, long now) {
    return refusedEver && (now - refusedNanos < REFUSAL_NANOS || refusedNanos - since > 0);
  }

  /** How long the slowest event loop has owed an answer; zero if none does. */
  public long stalledNanos(long now) {
    long longest = 0;
    for (LoopProbe loop : loops) {
      longest = Math.max(longest, loop.owedNanos(now));
    }
    return longest;
  }

  /** Whether the watcher itself was not run: then it is not the event loops' fault. */
  public boolean suspended(long now) {
    return watched && now - watchedNanos > SUSPENDED_NANOS;
  }

  /** What event loops owed before a suspension says nothing. */
  public void forgive(long now) {
    loops.forEach(loop -> loop.forgive(now));
  }

  void watch(LoopProbe loop) {
    loops.add(loop);
  }

  /** The watcher is run. */
  void watchedAt(long nano) {
    watchedNanos = nano;
    watched = true;
  }

  /** Nobody watches any more. */
  void unwatched() {
    watched = false;
    loops.clear();
  }

  /** Asks every event loop for a sign of life. */
  void ask(long now) {
    loops.forEach(loop -> loop.ask(now));
  }
}
