package dev.tocsin.ping.pg;

import io.vertx.pgclient.PgException;

/** What a failed statement says about itself. */
public final class PgTrouble {

  private PgTrouble() {}

  /** The SQLSTATE, or the empty string if the server did not answer. */
  public static String sqlState(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof PgException refused && refused.getSqlState() != null) {
        return refused.getSqlState();
      }
    }
    return "";
  }

  /**
   * Whether the statement was refused for what it carried (classes 22 and 23), so that trying the
   * same again is in vain. Everything else may be better next time.
   */
  public static boolean isData(Throwable failure) {
    String state = sqlState(failure);
    return state.startsWith("22") || state.startsWith("23");
  }

  /** Whether another connection may do better: this one is ending or its server takes no writes. */
  public static boolean isConnection(Throwable failure) {
    String state = sqlState(failure);
    return state.isEmpty()
        || state.startsWith("08")
        || state.startsWith("57P")
        || state.startsWith("XX")
        || state.equals("25006") // read-only
        || state.equals("26000") // prepared statement is gone: a pooler, or DISCARD ALL
        || state.equals("0A000"); // a cached plan no longer fits the table
  }

  /** One line for the log: never a secret, never a stack trace. */
  public static String line(Throwable failure) {
    String message = failure.getMessage();
    String state = sqlState(failure);
    return (message == null
            ? failure.getClass().getSimpleName()
            : message.lines().findFirst().orElse(""))
        + (state.isEmpty() || (message != null && message.contains(state))
            ? ""
            : " (" + state + ")");
  }
}
