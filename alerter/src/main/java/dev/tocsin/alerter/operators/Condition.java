package dev.tocsin.alerter.operators;

import java.time.Duration;
import java.util.List;

/** One way in which this installation may be in trouble. */
@FunctionalInterface
public interface Condition {

  /**
   * What is wrong now, one finding for each matter. May block. Throws what the database throws:
   * then nothing is known, and nothing changes.
   */
  List<Finding> find();

  /** How long a finding must last before anybody is told. */
  default Duration opensAfter() {
    return Duration.ZERO;
  }

  /** The same condition, for findings that last. */
  default Condition lasting(Duration opensAfter) {
    Condition condition = this;
    return new Condition() {
      @Override
      public List<Finding> find() {
        return condition.find();
      }

      @Override
      public Duration opensAfter() {
        return opensAfter;
      }
    };
  }
}
