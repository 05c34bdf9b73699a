package dev.tocsin.ping.pg;

import java.time.Duration;

/** There is no connection to be had just now. Expected trouble: one line, no stack trace. */
public final class PgAway extends RuntimeException {

  PgAway(String why) {
    super(why, null, false, false);
  }

  static PgAway because(Throwable why, Duration longest) {
    return why instanceof PgAway known
        ? known
        : new PgAway("no connection within " + longest.toMillis() + " ms");
  }
}
