package dev.tocsin.ping.pg;

/** There is no connection to be had just now. Expected trouble: one line, no stack trace. */
public final class PgAway extends RuntimeException {

  PgAway(String why) {
    super(why, null, false, false);
  }
}
