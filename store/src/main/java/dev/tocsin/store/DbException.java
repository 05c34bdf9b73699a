package dev.tocsin.store;

import java.sql.SQLException;

/** A statement failed. The message says what it was for; the cause says why. */
public final class DbException extends RuntimeException {

  private final String sqlState;

  DbException(String what, SQLException cause) {
    super(what + ": " + cause.getMessage(), cause);
    this.sqlState = cause.getSQLState() == null ? "" : cause.getSQLState();
  }

  /** The SQLSTATE, or the empty string where there was no answer from the server. */
  public String sqlState() {
    return sqlState;
  }

  /**
   * Whether it refused this statement for what it is (its data, a constraint, its own text), so
   * that it will be refused again; everything else, a full disk included, may pass.
   */
  public boolean isFinal() {
    return sqlState.startsWith("22") || sqlState.startsWith("23") || sqlState.startsWith("42");
  }

  /**
   * Whether the database was there and had no time or no room for it: a lock not to be had, a
   * statement that took too long, a deadlock, too many connections, a full disk. Another try may
   * do.
   */
  public boolean isBusy() {
    return sqlState.startsWith("40")
        || sqlState.startsWith("53")
        || sqlState.equals("55P03")
        || sqlState.equals("57014");
  }

  /** Whether the database was not there, as against a statement that it refused. */
  public boolean isAway() {
    return sqlState.isEmpty() || sqlState.startsWith("08") || sqlState.startsWith("57P");
  }
}
