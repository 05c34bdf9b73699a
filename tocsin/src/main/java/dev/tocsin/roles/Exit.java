package dev.tocsin.roles;

/**
 * How the program ends, as its exit code says it; after sysexits.h where that has a word for it.
 */
public enum Exit {
  OK(0, "done"),
  PROBLEM(1, "tocsin doctor found a problem"),
  USAGE(2, "the command line is not understood; with --detailed-exitcode: there are changes"),
  DATA(65, "a file has problems; each is told with its line"),
  DATABASE(69, "the database or the server does not answer, or refuses us"),
  FAILED(70, "something failed that should not; --debug shows where"),
  PORT(71, "a port cannot be opened"),
  DISK(74, "the data directory cannot be used, or its disk failed"),
  HELD(75, "another process holds the data directory"),
  REFUSED(76, "what was asked for cannot be done; the message says why"),
  KEY(77, "an API key was refused"),
  SETTINGS(78, "settings are missing or wrong");

  private final int code;
  private final String meaning;

  Exit(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  /** For people, in {@code --help} and docs/operations.md. */
  public String meaning() {
    return meaning;
  }
}
