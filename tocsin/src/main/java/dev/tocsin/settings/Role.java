package dev.tocsin.settings;

import java.util.Arrays;
import java.util.Optional;

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

  /** By the word on the command line. */
  public static Optional<Role> of(String command) {
    return Arrays.stream(values()).filter(role -> role.command.equals(command)).findFirst();
  }
}
