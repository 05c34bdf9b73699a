package dev.tocsin.settings;

/** What a process of the program can be. */
public enum Role {
  UP("up"),
  PING_LISTENER("ping-listener"),
  ALERTER("alerter"),
  DASHBOARD("dashboard");

  private final String command;

  Role(String command) {
    this.command = command;
  }

  /** The word on the command line. */
  public String command() {
    return command;
  }
}
