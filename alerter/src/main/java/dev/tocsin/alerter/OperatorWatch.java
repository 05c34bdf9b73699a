package dev.tocsin.alerter;

import dev.tocsin.alerter.operators.Condition;
import dev.tocsin.alerter.operators.Operators;
import dev.tocsin.alerter.operators.OperatorsConfig;
import dev.tocsin.store.Db;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Keeps looking whether this installation is in trouble, and tells operators: a thread of its own
 * in every process, so that the one that is in trouble need not be the one that tells.
 */
public final class OperatorWatch implements AutoCloseable {

  /** A round may wait for several contacts that hang. */
  private static final Duration STUCK_AFTER = Duration.ofMinutes(10);

  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final Loop loop;

  private OperatorWatch(Loop loop) {
    this.loop = loop;
  }

  /**
   * Starts; never fails because Postgres is away.
   *
   * @param db stays the caller's to close
   * @param conditions what to look at, asked each time: parts of a process come and go
   */
  public static OperatorWatch start(
      OperatorsConfig config, Db db, Supplier<List<Condition>> conditions) {
    Operators operators = new Operators(config, db, conditions);
    Loop loop =
        new Loop(
            "operators",
            config::look,
            STUCK_AFTER,
            operators::runOnce,
            new DatabaseLog(),
            AlerterMetrics.NONE);
    loop.start();
    return new OperatorWatch(loop);
  }

  /** Why nobody looks any more; empty if somebody does. */
  public List<String> notReady() {
    return loop.notReady().stream().toList();
  }

  @Override
  public void close() {
    loop.stop();
    loop.awaitEnd(CLOSE);
  }
}
