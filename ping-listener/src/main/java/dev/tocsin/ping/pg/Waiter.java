package dev.tocsin.ping.pg;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Somebody who waits for a connection, and either gets one or hears why not, in time. */
final class Waiter {

  private final Promise<Lease> lease = Promise.promise();
  private final Duration longest;

  /**
   * @param longest the use of the connection, and the wait before it
   */
  Waiter(Duration longest) {
    this.longest = longest;
  }

  /** How long the use may take, in milliseconds. */
  long longestMillis() {
    return longest.toMillis();
  }

  /**
   * What comes of the wait.
   *
   * @param forget hears of it when it comes to nothing
   */
  Future<Lease> outcome(Consumer<Waiter> forget) {
    return lease
        .future()
        .timeout(longestMillis(), TimeUnit.MILLISECONDS)
        .onFailure(late -> forget.accept(this))
        .recover(why -> Future.failedFuture(PgAway.because(why, longest)));
  }

  /** There is one; given back if it comes too late. */
  void serve(Lease served) {
    if (!lease.tryComplete(served)) {
      served.release();
    }
  }

  /** There will be none. */
  void refuse(String why) {
    lease.tryFail(new PgAway(why));
  }

  /** Nobody waits here any more. */
  void leave() {
    // It may have been served in the moment of its time-out.
    lease.tryFail("too late");
    lease.future().onSuccess(Lease::release);
  }
}
