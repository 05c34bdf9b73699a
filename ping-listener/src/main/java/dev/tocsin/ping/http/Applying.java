package dev.tocsin.ping.http;

import dev.tocsin.ping.apply.Applied;
import dev.tocsin.ping.apply.Quotas;
import dev.tocsin.ping.journal.Target;
import io.vertx.core.Future;
import java.time.Duration;

/** What answers need to know of the way from the journal to Postgres. Thread-safe and quick. */
public interface Applying {

  /** Postgres is away, and nothing was ever seen. */
  Applying NOBODY =
      new Applying() {
        @Override
        public boolean databaseAway() {
          return true;
        }

        @Override
        public Duration lag() {
          return Duration.ZERO;
        }

        @Override
        public boolean knows(Target target) {
          return false;
        }

        @Override
        public boolean rulesOut(Target target) {
          return false;
        }

        @Override
        public Future<Applied> lookUp(Target target) {
          return Future.failedFuture("not started");
        }
      };

  /** Whether Postgres is known to be away. */
  boolean databaseAway();

  /** How old the oldest ping is that is on disk and not in Postgres; zero if there is none. */
  Duration lag();

  /** Whether the target is known to exist. */
  boolean knows(Target target);

  /** Whether the target is known to be no check's. */
  boolean rulesOut(Target target);

  /** How many pings a minute some projects may send. */
  default Quotas quotas() {
    return Quotas.NONE;
  }

  /** What would become of a ping for this target; fails when Postgres is away. */
  Future<Applied> lookUp(Target target);
}
