package dev.tocsin.ping.http;

import io.vertx.core.Vertx;
import java.time.Duration;

/** Has those go who have waited enough for their answer, as often as {@link Answers} wants it. */
public final class AnswerSweep implements AutoCloseable {

  private final Vertx vertx;
  private final Answers answers;
  private volatile boolean on = true;

  private AnswerSweep(Vertx vertx, Answers answers) {
    this.vertx = vertx;
    this.answers = answers;
  }

  /** Begins, on a timer of {@code vertx}. */
  public static AnswerSweep start(Vertx vertx, Answers answers) {
    AnswerSweep sweep = new AnswerSweep(vertx, answers);
    sweep.tick();
    return sweep;
  }

  private void tick() {
    Duration pause = Answers.TICK;
    try {
      pause = answers.tick();
    } finally { // whatever became of this one, the next comes
      if (on) {
        vertx.setTimer(pause.toMillis(), id -> tick());
      }
    }
  }

  @Override
  public void close() {
    on = false;
  }
}
