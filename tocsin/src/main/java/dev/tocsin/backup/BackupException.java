package dev.tocsin.backup;

/** A backup cannot be written, read or brought back; the message is for people. */
public final class BackupException extends Exception {

  /** What kind of trouble it is. */
  public enum Kind {
    /** The file is not whole, or not one of ours. */
    FILE,
    /** The database does not answer, or refuses. */
    DATABASE,
    /** It could be done, but not as things are. */
    REFUSED
  }

  private final Kind kind;

  BackupException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  BackupException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
