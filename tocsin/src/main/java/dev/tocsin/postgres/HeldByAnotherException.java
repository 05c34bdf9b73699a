package dev.tocsin.postgres;

/** Another process runs on the same data directory. */
public final class HeldByAnotherException extends PostgresException {

  HeldByAnotherException(String message) {
    super(message);
  }
}
