package dev.tocsin.postgres;

import org.jspecify.annotations.Nullable;

/** The embedded Postgres cannot run; the message is for the person who started us. */
public class PostgresException extends Exception {

  PostgresException(String message) {
    super(message);
  }

  PostgresException(String message, @Nullable Throwable cause) {
    super(cause == null ? message : message + ": " + cause.getMessage(), cause);
  }
}
