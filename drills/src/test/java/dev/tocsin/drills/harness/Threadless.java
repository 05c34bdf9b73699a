package dev.tocsin.drills.harness;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Hands tasks over to whoever decides when they run; never stops. */
public final class Threadless extends AbstractExecutorService {

  private final Consumer<Runnable> to;

  /**
   * @param to {@code Runnable::run} runs them here and now
   */
  public Threadless(Consumer<Runnable> to) {
    this.to = to;
  }

  @Override
  public void execute(Runnable task) {
    to.accept(task);
  }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long longest, TimeUnit unit) {
    return false;
  }
}
