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

  /** Whether only the database knows: while it is away there is no use in asking. */
  default boolean asksDatabase() {
    return false;
  }

  /** The same condition, for findings that last. */
  default Condition lasting(Duration opensAfter) {
    return new Narrowed(this, opensAfter, asksDatabase());
  }

  /** The same condition, not looked at while the database is away. */
  default Condition inDatabase() {
    return new Narrowed(this, opensAfter(), true);
  }

  /** A condition that says of itself what another one does not. */
  record Narrowed(Condition condition, Duration opensAfter, boolean asksDatabase)
      implements Condition {

    @Override
    public List<Finding> find() {
      return condition.find();
    }
  }
}
